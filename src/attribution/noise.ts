/**
 * Standard normal noise for the inputs of a batch, fixed by a seed. The noise of an input depends on the input itself,
 * not on its place in the batch, so that order and batch size change no map.
 */
export interface NoiseSource {
  /** Fills `out` with the noise of input `index` in draw `draw`. */
  fill(index: number, draw: number, out: Float32Array): void;
  /** Fills `out` with noise that belongs to no input: the same for all inputs and models. */
  fillFixed(out: Float32Array): void;
  /** Fills `out` with noise that never repeats, not even for the same input and model. */
  fillFresh(out: Float32Array): void;
}
