/** Fewest pairs of images that the floor is taken over, where there are that many. */
export const FLOOR_PAIRS = 200;

/**
 * Pairs of different images for the floor, flat: i, j, i, j ... Only pairs of different explained classes where there
 * are any, else all pairs. Images come around in turn, so that all lie in about as many pairs; it stops once there are
 * `minimum` pairs (200 by default) and every image that can have a partner has one. `classes` holds the explained
 * class of every image. The same arguments give the same pairs.
 */
export function choosePairs(classes: readonly number[], seed: number, minimum = FLOOR_PAIRS): Int32Array {
  const count = classes.length;
  const circle = shuffled(count, seed);
  const mixed = classes.some((label) => label !== classes[0]);
  const partnered = new Uint8Array(count);
  let alone = count;
  const pairs: number[] = [];
  for (let distance = 1; distance <= count / 2 && (pairs.length < 2 * minimum || alone > 0); distance++) {
    // Half a turn meets every pair twice.
    const starts = 2 * distance === count ? distance : count;
    for (let start = 0; start < starts; start++) {
      const i = circle[start];
      const j = circle[(start + distance) % count];
      if (mixed && classes[i] === classes[j]) continue;
      pairs.push(i, j);
      alone -= 2 - partnered[i] - partnered[j];
      partnered[i] = 1;
      partnered[j] = 1;
    }
  }
  return Int32Array.from(pairs);
}

function shuffled(count: number, seed: number): number[] {
  const keys = Array.from({ length: count }, (_, index) => scramble(scramble(seed) + index));
  return keys.map((_, index) => index).sort((a, b) => keys[a] - keys[b] || a - b);
}

/** A bijection of 32-bit numbers without visible pattern: the finaliser of MurmurHash3. */
function scramble(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
