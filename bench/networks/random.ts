export const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Uniform in [-1, 1), by a 32-bit xorshift: good enough to decide ReLU masks, and fast. */
export function uniform(count: number, seed: number): Float32Array {
  // Neighbouring seeds would begin alike.
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    values[i] = state / 2 ** 31;
  }
  return values;
}
