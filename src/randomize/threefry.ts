const PARITY = 0x1bd11bda;

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/**
 * Threefry-4x32 with 20 rounds: four random 32-bit words for a 128-bit key and a 128-bit counter, without any state
 * (Salmon et al. 2011, section 4.1). Written to `out`.
 */
export function threefry(counter: Uint32Array, key: Uint32Array, out: Uint32Array): void {
  const k = [key[0], key[1], key[2], key[3], PARITY ^ key[0] ^ key[1] ^ key[2] ^ key[3]];
  let a = (counter[0] + k[0]) | 0;
  let b = (counter[1] + k[1]) | 0;
  let c = (counter[2] + k[2]) | 0;
  let d = (counter[3] + k[3]) | 0;
  // Four rounds between two injections of the key, by the first or the second half of the rotation constants.
  for (let injection = 1; injection <= 5; injection++) {
    const odd = injection % 2 === 1;
    a = (a + b) | 0;
    b = rotate(b, odd ? 10 : 6) ^ a;
    c = (c + d) | 0;
    d = rotate(d, odd ? 26 : 20) ^ c;
    a = (a + d) | 0;
    d = rotate(d, odd ? 11 : 17) ^ a;
    c = (c + b) | 0;
    b = rotate(b, odd ? 21 : 11) ^ c;
    a = (a + b) | 0;
    b = rotate(b, odd ? 13 : 25) ^ a;
    c = (c + d) | 0;
    d = rotate(d, odd ? 27 : 10) ^ c;
    a = (a + d) | 0;
    d = rotate(d, odd ? 23 : 18) ^ a;
    c = (c + b) | 0;
    b = rotate(b, odd ? 5 : 20) ^ c;
    a = (a + k[injection % 5]) | 0;
    b = (b + k[(injection + 1) % 5]) | 0;
    c = (c + k[(injection + 2) % 5]) | 0;
    d = (d + k[(injection + 3) % 5] + injection) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}
