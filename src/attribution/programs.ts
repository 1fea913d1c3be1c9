import * as tf from '@tensorflow/tfjs-core';
import type {
  BoundProgram,
  Engine,
  Program,
  ProgramSource,
  TensorFunction,
  TensorSpec,
} from '../engine/engine.ts';
import { type Rule, withRule } from '../engine/rules.ts';
import { InputError } from '../errors.ts';
import type { Model, Weights } from '../model/model.ts';
import { layersOf } from './pass-layers.ts';

/** What can be computed of a model in one pass over a batch. Every pass gives the logits too, which cost nothing more. */
export type Pass =
  | { readonly kind: 'logits' }
  | { readonly kind: 'gradient'; readonly rule: Rule }
  | { readonly kind: 'activation'; readonly rule: Rule; readonly site: string };

const passKey = (pass: Pass): string => Object.values(pass).join(' ');

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
  readonly #programs = new Map<string, Promise<Program>>();

  /** Called after every batch with the number of inputs in it: for progress, interrupts and pauses. */
  readonly afterBatch: (inputs: number) => void | Promise<void>;

  constructor(engine: Engine, model: Model, batch: number, afterBatch: Programs['afterBatch'] = () => {}) {
    this.engine = engine;
    this.model = model;
    this.batch = batch;
    this.afterBatch = afterBatch;
  }

  async bind(pass: Pass, weights: Weights): Promise<BoundProgram> {
    const key = passKey(pass);
    let program = this.#programs.get(key);
    if (!program) {
      program = this.engine.compile(this.#source(pass));
      this.#programs.set(key, program);
      program.catch(() => this.#programs.delete(key));
    }
    return (await program).bind(weights);
  }

  /** Notes that a pass was run on a number of inputs. */
  async ran(pass: Pass, inputs: number): Promise<void> {
    this.layerEvaluations += inputs * layersOf(this.model, pass);
    await this.afterBatch(inputs);
  }

  async dispose(): Promise<void> {
    for (const program of this.#programs.values()) await (await program).dispose();
    this.#programs.clear();
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
    };
  }
}

function passFunction(model: Model, pass: Pass, batch: number): TensorFunction {
  if (pass.kind === 'logits') return ({ x }, weights) => ({ logits: model.apply(x, weights) });
  const { rule } = pass;
  if (pass.kind === 'gradient') {
    return ({ x, target }, weights) =>
      withAsides(({ logits }) => {
        const logit = (t: tf.Tensor) =>
          tf.sum<tf.Scalar>(tf.mul(logits.put(model.apply(t, weights)), target));
        const gradient = underRule(rule, () => tf.grad(logit)(x));
        return { gradient, logits: logits.take() };
      });
  }
  const site = model.sites.find((s) => s.name === pass.site);
  if (!site) {
    throw new InputError({
      thing: `layer ${pass.site}`,
      expected: 'a layer of the model',
      found: `none of that name; the layers are ${model.sites.map((s) => s.name).join(', ')}`,
    });
  }
  // The activation is read by adding a zero tensor at the site and differentiating with respect to that tensor, so no
  // sub-model has to be cut out.
  return ({ x, target }, weights) =>
    withAsides(({ activation, logits }) => {
      const logit = (probe: tf.Tensor) => {
        const tap = (name: string, output: tf.Tensor) =>
          name === site.name ? tf.add(activation.put(output), probe) : output;
        return tf.sum<tf.Scalar>(tf.mul(logits.put(model.apply(x, weights, tap)), target));
      };
      const gradient = underRule(rule, () => tf.grad(logit)(tf.zeros([batch, ...site.shape])));
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

function underRule<T>(rule: Rule, fn: () => T): T {
  const { result, met } = withRule(rule, fn);
  if (rule !== 'gradient' && met === 0) {
    throw new NoReluError(rule);
  }
  return result;
}

/** A rule for ReLU units on a network that has none: the result would be the plain gradient under another name. */
export class NoReluError extends InputError {
  constructor(rule: Rule) {
    super({
      thing: `rule ${rule}`,
      expected: 'a network with ReLU units for the rule to act on',
      found: 'none',
    });
  }
}
