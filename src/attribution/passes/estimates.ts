import type { Estimate } from '../../engine/composite.ts';
import type { Weights } from '../../model/model.ts';
import type { Estimated } from './estimate-function.ts';
import type { Units } from './pass.ts';
import type { Programs } from './programs.ts';

interface Kept extends Estimated {
  readonly samples: Float32Array;
  /** The weights, and what was found under them. */
  readonly beside: Weights;
}

/** What estimates find under one set of weights: found on first use, kept as long as these are. */
export class Estimates {
  readonly #programs: Programs;
  readonly #weights: Weights;
  readonly #units: Units | undefined;
  readonly #kept = new Map<string, Kept>();

  constructor(programs: Programs, weights: Weights, units: Units | undefined) {
    this.#programs = programs;
    this.#weights = weights;
    this.#units = units;
  }

  /** The weights with what an estimate finds from samples: the same object as long as the samples stay what they are. */
  async beside(estimate: Estimate, samples: Float32Array): Promise<Weights> {
    const kept = this.#kept.get(estimate.name);
    if (kept && same(kept.samples, samples)) return kept.beside;
    const found = await this.#programs.estimate(estimate, this.#weights, samples, this.#units);
    const beside: Weights = new Map([...this.#weights, ...found.known]);
    this.#kept.set(estimate.name, { ...found, samples, beside });
    return beside;
  }

  /** Layers of which something is undefined, by the names of estimates. */
  get undefined(): ReadonlyMap<string, Estimated['undefined']> {
    return new Map([...this.#kept].map(([name, kept]) => [name, kept.undefined]));
  }
}

const same = (a: Float32Array, b: Float32Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);
