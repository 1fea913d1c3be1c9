import type { Estimate } from '../../engine/composite.ts';
import {
  type BoundProgram,
  type Division,
  type Engine,
  type Levels,
  type Program,
  type ProgramSource,
  type TensorSpec,
  UnsupportedKernelError,
} from '../../engine/engine.ts';
import { record } from '../../engine/record/record.ts';
import { namingPart } from '../../model/blame.ts';
import type { Model, Weights } from '../../model/model.ts';
import { type Estimated, estimatedOf, estimateFunction } from './estimate-function.ts';
import { compares, estimateOf, layersOf, type Pass, passKey } from './pass.ts';
import { passFunction } from './pass-function.ts';

/**
 * The compiled passes of one model at one batch size, made on first use and kept: one program serves every weight set
 * and every explained class.
 */
export class Programs {
  readonly engine: Engine;
  readonly model: Model;
  readonly batch: number;
  /** Layers that inputs went through, forwards and backwards, padding left out: what a run costs. */
  layerEvaluations = 0;
  /** Of a layer's weights its place from the output: a cascade has made them random once it has come so far. */
  readonly levels: Levels;
  readonly #programs = new Map<string, Promise<Program>>();

  /** Called after every batch with the number of inputs in it: for progress, interrupts and pauses. */
  readonly afterBatch: (inputs: number) => void | Promise<void>;

  constructor(engine: Engine, model: Model, batch: number, afterBatch: Programs['afterBatch'] = () => {}) {
    this.engine = engine;
    this.model = model;
    this.batch = batch;
    this.afterBatch = afterBatch;
    this.levels = {
      input: new Map([
        ['x', Number.POSITIVE_INFINITY],
        ['reference', Number.POSITIVE_INFINITY],
      ]),
      weight: new Map(model.layers.flatMap(({ weights }, place) => weights.map((name) => [name, place]))),
    };
  }

  /** The weights of the network, and beside them what the rules of the pass have to know of its layers. */
  async bind(pass: Pass, weights: Weights): Promise<BoundProgram> {
    return (await this.#compiled(passKey(pass), () => this.#source(pass, weights))).bind(weights);
  }

  /** What an estimate finds under some weights from its samples [count, ...]. */
  async estimate(
    estimate: Estimate,
    weights: Weights,
    samples: Float32Array,
    units?: Pass['units'],
  ): Promise<Estimated> {
    const source = this.#estimation(estimate, units);
    const bound = await (await this.#compiled(source.name, () => source)).bind(weights);
    try {
      const found = estimatedOf(await bound.run({ samples }));
      this.layerEvaluations += estimate.samples * estimate.forwards * this.model.layers.length;
      return found;
    } finally {
      await bound.release();
    }
  }

  /** Throws UnmetCompositeError where the rules of an estimate meet nothing in the network. Computes nothing. */
  requireEstimate(estimate: Estimate): void {
    try {
      record(this.#estimation(estimate));
    } catch (error) {
      // The engine has its own way with what cannot be recorded.
      if (!(error instanceof UnsupportedKernelError)) throw error;
    }
  }

  /** How a pass can be cut below the layers that a stage makes random; undefined where the engine cannot. */
  async division(pass: Pass): Promise<Division | undefined> {
    // What rules know changes with any weight: nothing that is kept could be gone on from.
    if (estimateOf(pass)) return undefined;
    const program = await this.#compiled(passKey(pass), () => this.#source(pass, this.model.trained));
    return program.division;
  }

  /** Notes that a whole pass was run on a number of inputs. */
  ran(pass: Pass, inputs: number): void {
    this.layerEvaluations += inputs * layersOf(this.model, pass);
  }

  async dispose(): Promise<void> {
    for (const program of this.#programs.values()) await (await program).dispose();
    this.#programs.clear();
  }

  #compiled(key: string, source: () => ProgramSource): Promise<Program> {
    let program = this.#programs.get(key);
    if (!program) {
      program = this.engine.compile(source()).catch((error) => {
        throw namingPart(error);
      });
      this.#programs.set(key, program);
      program.catch(() => this.#programs.delete(key));
    }
    return program;
  }

  #estimation(estimate: Estimate, units?: Pass['units']): ProgramSource {
    const { model } = this;
    return {
      name: ['estimate', estimate.name, ...(units ? [`on ${units}`] : [])].join(' '),
      fn: estimateFunction(model, estimate, units),
      inputs: { samples: { shape: [estimate.samples, ...model.inputShape], dtype: 'float32' } },
      weights: this.#shapes,
    };
  }

  get #shapes(): Map<string, readonly number[]> {
    return new Map(this.model.weights.map((w) => [w.name, w.shape]));
  }

  #source(pass: Pass, weights: Weights): ProgramSource {
    const { model, batch } = this;
    const x: TensorSpec = { shape: [batch, ...model.inputShape], dtype: 'float32' };
    const target: TensorSpec = { shape: [batch, model.classes], dtype: 'float32' };
    const known = [...weights].map(([name, values]) => [name, [values.length]] as const);
    return {
      name: passKey(pass),
      fn: passFunction(model, pass, batch),
      inputs: {
        x,
        ...(pass.kind === 'logits' ? {} : { target }),
        ...(compares(pass) ? { reference: x } : {}),
      },
      weights: new Map([...(estimateOf(pass) ? known : []), ...this.#shapes]),
      levels: this.levels,
    };
  }
}
