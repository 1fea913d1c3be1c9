import type { NoiseSource } from '../../attribution/noise.ts';

/** Largest amount of noise that is kept, in bytes; what goes beyond is drawn again each time. */
const BUDGET = 256 * 2 ** 20;

/**
 * Noise that is the same at every stage, drawn once and kept while there is room. Small inputs gain: drawing noise for
 * a small network takes as long as a fifth of its gradient.
 */
export class KeptNoise {
  readonly #kept = new Map<string, Float32Array>();
  readonly #budget: number;
  #bytes = 0;

  constructor(budget = BUDGET) {
    this.#budget = budget;
  }

  /** The same numbers as the source's. Sources of one seed must be one. */
  of(source: NoiseSource, seed: number): NoiseSource {
    return {
      fill: (index, draw, out) => {
        const key = `${seed} ${index} ${draw}`;
        const known = this.#kept.get(key);
        if (known?.length === out.length) {
          out.set(known);
          return;
        }
        source.fill(index, draw, out);
        if (this.#bytes + out.byteLength > this.#budget) return;
        this.#bytes += out.byteLength;
        this.#kept.set(key, out.slice());
      },
      fillFixed: (out) => source.fillFixed(out),
      fillFresh: (out) => source.fillFresh(out),
    };
  }
}
