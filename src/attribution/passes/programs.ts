import * as tf from '@tensorflow/tfjs-core';
import { type Composite, withComposite } from '../../engine/composite.ts';
import type {
  BoundProgram,
  Division,
  Engine,
  Levels,
  Program,
  ProgramSource,
  TensorFunction,
  TensorSpec,
} from '../../engine/engine.ts';
import { namingPart } from '../../model/blame.ts';
import type { Model, Weights } from '../../model/model.ts';
import { requireSite } from '../../model/sites.ts';
import { MisfitError } from '../misfit.ts';
import { layersOf, type Pass, passKey } from './pass.ts';

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
      input: new Map([['x', Number.POSITIVE_INFINITY]]),
      weight: new Map(model.layers.flatMap(({ weights }, place) => weights.map((name) => [name, place]))),
    };
  }

  async bind(pass: Pass, weights: Weights): Promise<BoundProgram> {
    return (await this.#program(pass)).bind(weights);
  }

  /** How a pass can be cut below the layers that a stage makes random; undefined where the engine cannot. */
  async division(pass: Pass): Promise<Division | undefined> {
    return (await this.#program(pass)).division;
  }

  /** Notes that a whole pass was run on a number of inputs. */
  ran(pass: Pass, inputs: number): void {
    this.layerEvaluations += inputs * layersOf(this.model, pass);
  }

  async dispose(): Promise<void> {
    for (const program of this.#programs.values()) await (await program).dispose();
    this.#programs.clear();
  }

  #program(pass: Pass): Promise<Program> {
    const key = passKey(pass);
    let program = this.#programs.get(key);
    if (!program) {
      program = this.engine.compile(this.#source(pass)).catch((error) => {
        throw namingPart(error);
      });
      this.#programs.set(key, program);
      program.catch(() => this.#programs.delete(key));
    }
    return program;
  }

  #source(pass: Pass): ProgramSource {
    const { model, batch } = this;
    const x: TensorSpec = { shape: [batch, ...model.inputShape], dtype: 'float32' };
    const target: TensorSpec = { shape: [batch, model.classes], dtype: 'float32' };
    return {
      name: passKey(pass),
      fn: passFunction(model, pass, batch),
      inputs: pass.kind === 'logits' ? { x } : { x, target },
      weights: new Map(model.weights.map((w) => [w.name, w.shape])),
      levels: this.levels,
    };
  }
}

function passFunction(model: Model, pass: Pass, batch: number): TensorFunction {
  if (pass.kind === 'logits') return ({ x }, weights) => ({ logits: model.apply(x, weights) });
  const { composite } = pass;
  if (pass.kind === 'gradient') {
    return ({ x, target }, weights) =>
      withAsides(({ logits }) => {
        const logit = (t: tf.Tensor) =>
          tf.sum<tf.Scalar>(tf.mul(logits.put(model.apply(t, weights)), target));
        const gradient = under(composite, () => tf.grad(logit)(x));
        return { gradient, logits: logits.take() };
      });
  }
  const site = requireSite(model, pass.site);
  // The activation is read by adding a zero tensor at the site and differentiating with respect to that tensor, so no
  // sub-model has to be cut out.
  return ({ x, target }, weights) =>
    withAsides(({ activation, logits }) => {
      const logit = (probe: tf.Tensor) => {
        const tap = (name: string, output: tf.Tensor) =>
          name === site.name ? tf.add(activation.put(output), probe) : output;
        return tf.sum<tf.Scalar>(tf.mul(logits.put(model.apply(x, weights, tap)), target));
      };
      const gradient = under(composite, () => tf.grad(logit)(tf.zeros([batch, ...site.shape])));
      return { activation: activation.take(), gradient, logits: logits.take() };
    });
}

/** Brings a tensor out of a function that `tf.grad` differentiates, which frees what is not returned. */
class Aside {
  #kept: tf.Tensor | null = null;

  put(tensor: tf.Tensor): tf.Tensor {
    this.#kept = tf.keep(tensor);
    return tensor;
  }

  take(): tf.Tensor {
    if (!this.#kept) throw new Error('nothing was put aside: the layer was not reached');
    return this.#kept.clone();
  }

  drop(): void {
    this.#kept?.dispose();
  }
}

function withAsides<T>(fn: (asides: { readonly activation: Aside; readonly logits: Aside }) => T): T {
  const asides = { activation: new Aside(), logits: new Aside() };
  try {
    return fn(asides);
  } finally {
    for (const aside of Object.values(asides)) aside.drop();
  }
}

function under<T>(composite: Composite, fn: () => T): T {
  const { result, met } = withComposite(composite, fn);
  if (composite.kernels.length > 0 && met.size === 0) throw new UnmetCompositeError(composite);
  return result;
}

/** A composite that met none of its kernels: what it gives would be the plain gradient under another name. */
export class UnmetCompositeError extends MisfitError {
  constructor({ name, kernels }: Composite) {
    super({
      thing: `composite ${name}`,
      expected: `a network with one of the kernels that it acts on: ${kernels.join(', ')}`,
      found: 'none between the logits and what they are differentiated by',
    });
  }
}
