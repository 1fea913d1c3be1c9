/** Adam (Kingma and Ba 2015, algorithm 1) on values that are kept within [0, 1]. */
export class BoundedAdam {
  readonly #rate: number;
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  #steps = 0;

  constructor(size: number, rate: number) {
    this.#rate = rate;
    this.#mean = new Float64Array(size);
    this.#square = new Float64Array(size);
  }

  /** Moves the values in place, down the slope. */
  step(values: Float64Array, slope: Float64Array): void {
    this.#steps++;
    const [first, second] = [1 - 0.9 ** this.#steps, 1 - 0.999 ** this.#steps];
    for (let i = 0; i < values.length; i++) {
      this.#mean[i] = 0.9 * this.#mean[i] + 0.1 * slope[i];
      this.#square[i] = 0.999 * this.#square[i] + 0.001 * slope[i] ** 2;
      const move = this.#mean[i] / first / (Math.sqrt(this.#square[i] / second) + 1e-8);
      values[i] = Math.min(1, Math.max(0, values[i] - this.#rate * move));
    }
  }
}
