/** Some pixels of an input: a part of an order of all of them. */
export interface PixelSet {
  readonly order: Uint32Array;
  readonly from: number;
  readonly to: number;
  /** Equal for equal sets, in whatever order; for others all but never. */
  readonly hash: readonly [number, number];
}

/** Number of pixels in a set. */
export const pixelsOf = ({ from, to }: PixelSet): number => to - from;

/** By count, the first pixels of an order (what is gone), or all but these (what has not come back yet). */
export function setsOf(order: Uint32Array, counts: readonly number[], which: 'first' | 'others'): PixelSet[] {
  const wholeHash = which === 'others' ? hashOf(order, 0, order.length, [0, 0]) : [0, 0];
  let [at, hash]: [number, [number, number]] = [0, [0, 0]];
  return counts.map((count) => {
    hash = hashOf(order, at, count, hash);
    at = count;
    const own: [number, number] = [(wholeHash[0] ^ hash[0]) >>> 0, (wholeHash[1] ^ hash[1]) >>> 0];
    return which === 'first'
      ? { order, from: 0, to: count, hash: own }
      : { order, from: count, to: order.length, hash: own };
  });
}

/** Writes an input with the pixels of a set replaced; all channels of a pixel go together. */
export function withoutSet(
  input: Float32Array,
  replaced: Float32Array,
  { order, from, to }: PixelSet,
  out: Float32Array,
): void {
  out.set(input);
  const channels = input.length / order.length;
  for (let i = from; i < to; i++) {
    const pixel = order[i] * channels;
    for (let k = pixel; k < pixel + channels; k++) out[k] = replaced[k];
  }
}

/** Adds pixels to a hash, so that their order does not matter: every pixel has a number of 64 bits, and these are XORed. */
function hashOf(
  order: Uint32Array,
  from: number,
  to: number,
  [low, high]: readonly [number, number],
): [number, number] {
  let [a, b] = [low, high];
  for (let i = from; i < to; i++) {
    a ^= mixed(order[i], 0x9e3779b9);
    b ^= mixed(order[i], 0x85ebca6b);
  }
  return [a >>> 0, b >>> 0];
}

/** A well mixed number of 32 bits (the finaliser of MurmurHash3). */
function mixed(value: number, salt: number): number {
  let h = Math.imul(value + 1, salt);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
