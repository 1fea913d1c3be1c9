/**
 * Damages the bytes of a file: some are changed, some are taken out, some come twice, or the end is missing. What is
 * changed most is what a small file consists of, its graph.
 */
export function damageBytes(bytes: Uint8Array, random: () => number): Uint8Array {
  let damaged = Uint8Array.from(bytes);
  const at = () => Math.floor(random() * damaged.length);
  const times = 1 + Math.floor(random() * 4);
  for (let i = 0; i < times; i++) {
    const kind = random();
    if (kind < 0.4) damaged[at()] = Math.floor(random() * 256);
    else if (kind < 0.6) damaged[at()] ^= 1 << Math.floor(random() * 8);
    else if (kind < 0.7) damaged = damaged.slice(0, at());
    else {
      const from = at();
      const to = Math.min(damaged.length, from + 1 + Math.floor(random() * 40));
      const part = kind < 0.85 ? [] : [...damaged.subarray(from, to), ...damaged.subarray(from, to)];
      damaged = Uint8Array.from([...damaged.subarray(0, from), ...part, ...damaged.subarray(to)]);
    }
  }
  return damaged;
}
