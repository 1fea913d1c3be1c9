/** How a guided path is walked. */
export interface GuidedPathSettings {
  readonly steps: number;
  /** The share of the values, those of smallest derivative, that move at once. */
  readonly fraction: number;
  /** How far a value may be ahead of or behind the straight path, as a share of it. */
  readonly distance: number;
}

/**
 * The way of one input from its baseline, on which values of small derivative move first (Kapishnikov et al. 2021, section 4). Walks
 * step by step, as it needs the gradient at the point that it has come to. Each step covers the same L1 distance.
 */
export class GuidedPath {
  /** Where it stands. */
  readonly at: Float32Array;
  /** Change of every value times the derivative, over the steps so far. */
  readonly sums: Float64Array;
  readonly #from: Float32Array;
  readonly #to: Float32Array;
  readonly #settings: GuidedPathSettings;
  readonly #length: number;
  #taken = 0;

  constructor(from: Float32Array, to: Float32Array, settings: GuidedPathSettings) {
    this.at = Float32Array.from(from);
    this.sums = new Float64Array(to.length);
    this.#from = from;
    this.#to = to;
    this.#settings = settings;
    this.#length = distance(from, to);
  }

  /** One step, by the gradient at the point where it stands. */
  step(gradient: Float32Array): void {
    const { steps, fraction, distance: reach } = this.#settings;
    this.#taken++;
    const share = this.#taken / steps;
    const [behind, ahead] = [Math.max(0, share - reach), Math.min(1, share + reach)];
    const before = this.at.slice();
    for (let p = 0; p < this.at.length; p++) {
      if (this.#along(p, this.at[p]) < behind) this.at[p] = this.#point(p, behind);
    }
    const left = this.#length * (1 - share);
    // Every round moves some values all the way to the front, so that there are at most as many rounds as values.
    for (let rest = distance(this.at, this.#to) - left; rest > 1e-9 * this.#length; ) {
      const free = this.#free(ahead);
      if (free.length === 0) break;
      const chosen = smallest(free, gradient, fraction);
      const room = chosen.reduce((sum, p) => sum + Math.abs(this.#point(p, ahead) - this.at[p]), 0);
      if (!(room > 0)) break;
      const part = Math.min(1, rest / room);
      for (const p of chosen) {
        this.at[p] =
          part === 1 ? this.#point(p, ahead) : this.at[p] + part * (this.#point(p, ahead) - this.at[p]);
      }
      rest -= part * room;
    }
    for (let p = 0; p < this.at.length; p++) this.sums[p] += (this.at[p] - before[p]) * gradient[p];
  }

  /** Values that may still move in this step. */
  #free(ahead: number): number[] {
    const free: number[] = [];
    for (let p = 0; p < this.at.length; p++) if (this.#along(p, this.at[p]) < ahead - 1e-6) free.push(p);
    return free;
  }

  /** The place of a value on its own way, 0 to 1; 1 for one that has none. */
  #along(p: number, value: number): number {
    const way = this.#to[p] - this.#from[p];
    return way === 0 ? 1 : (value - this.#from[p]) / way;
  }

  #point(p: number, share: number): number {
    return share === 1 ? this.#to[p] : this.#from[p] + share * (this.#to[p] - this.#from[p]);
  }
}

/** The places of smallest derivative: a share of all, at least one, with those that equal the last of them. */
function smallest(places: readonly number[], gradient: Float32Array, fraction: number): number[] {
  const sizes = Float32Array.from(places, (p) => Math.abs(gradient[p])).sort();
  const limit = sizes[Math.floor((sizes.length - 1) * fraction)];
  return places.filter((p) => Math.abs(gradient[p]) <= limit);
}

const distance = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, p) => sum + Math.abs(b[p] - value), 0);
