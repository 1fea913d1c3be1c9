import type { BoundKeeping, BoundResumption, DividedProgram, Values } from '../../engine/engine.ts';
import type { Weights } from '../../model/model.ts';
import { layersOf } from '../passes/pass.ts';
import type { Request } from '../requests/request.ts';
import type { KeptActivations, KeptRequest } from './kept-activations.ts';

type Inputs = Readonly<Record<string, Values>>;

/** One set of weights going on from what is kept under the trained ones. */
export class Resumption {
  readonly #activations: KeptActivations;
  readonly #weights: Weights;
  readonly #level: number;
  readonly #fresh: boolean;
  readonly #keeping = new Map<DividedProgram, Promise<BoundKeeping>>();
  readonly #resuming = new Map<DividedProgram, Promise<BoundResumption>>();

  /** With `fresh` nothing that is kept is used and nothing is kept: the same arithmetic on other inputs. */
  constructor(activations: KeptActivations, weights: Weights, { fresh = false } = {}) {
    this.#activations = activations;
    this.#weights = weights;
    this.#level = activations.levelOf(weights);
    this.#fresh = fresh;
  }

  /**
   * The outputs of a request's pass over one of its batches, of which `used` inputs are no padding; null where that batch
   * is not kept, or the weights differ from the trained ones further down than what is kept.
   */
  async run(
    request: Request,
    batch: number,
    inputs: Inputs,
    used: number,
  ): Promise<Record<string, Float32Array> | null> {
    const of = this.#activations.of(request);
    if (!of || batch >= of.batches) return null;
    const level = of.levels.find((l) => l >= this.#level);
    if (level === undefined) return null;
    const kept = await this.#kept(of, batch, inputs, used);
    const outputs = await (await this.#resume(of, level)).run(inputs, kept);
    this.#count(layersOf(this.#activations.programs.model, of.pass, level) * used);
    return outputs;
  }

  async release(): Promise<void> {
    for (const bound of [...this.#keeping.values(), ...this.#resuming.values()])
      await (await bound).release();
    this.#keeping.clear();
    this.#resuming.clear();
  }

  async #kept(of: KeptRequest, batch: number, inputs: Inputs, used: number) {
    const known = this.#fresh ? undefined : of.kept.get(batch);
    if (known) return known;
    let keeping = this.#keeping.get(of.program);
    if (!keeping) {
      keeping = of.program.keep(this.#activations.trained);
      this.#keeping.set(of.program, keeping);
    }
    const kept = await (await keeping).run(inputs);
    // All layers but those that every stage computes.
    this.#count((this.#activations.programs.model.layers.length - 1 - of.levels[0]) * used);
    if (!this.#fresh) of.kept.set(batch, kept);
    return kept;
  }

  /** Of one program all requests go on at one level. */
  #resume({ program }: KeptRequest, level: number): Promise<BoundResumption> {
    let bound = this.#resuming.get(program);
    if (!bound) {
      bound = program.resume(level, this.#weights);
      this.#resuming.set(program, bound);
    }
    return bound;
  }

  #count(layers: number): void {
    this.#activations.programs.layerEvaluations += layers;
  }
}
