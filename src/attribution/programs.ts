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

/** What can be computed of a model in one pass over a batch. */
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
    return ({ x, target }, weights) => {
      const logit = (t: tf.Tensor) => tf.sum<tf.Scalar>(tf.mul(model.apply(t, weights), target));
      return { gradient: underRule(rule, () => tf.grad(logit)(x)) };
    };
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
  return ({ x, target }, weights) => {
    let activation: tf.Tensor | undefined;
    const logit = (probe: tf.Tensor) => {
      const tap = (name: string, output: tf.Tensor) => {
        if (name !== site.name) return output;
        activation = tf.keep(output);
        return tf.add(output, probe);
      };
      return tf.sum<tf.Scalar>(tf.mul(model.apply(x, weights, tap), target));
    };
    const gradient = underRule(rule, () => tf.grad(logit)(tf.zeros([batch, ...site.shape])));
    const read = activation?.clone();
    activation?.dispose();
    if (!read) throw new Error(`layer ${site.name} was not reached`);
    return { activation: read, gradient };
  };
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
