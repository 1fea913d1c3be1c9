import * as tf from '@tensorflow/tfjs-core';
import { type ProgramSource, UnsupportedKernelError } from '../engine/engine.ts';
import { record } from '../engine/record/record.ts';
import { InputError } from '../errors.ts';
import { firstSentence, namingPart, partFault } from '../model/blame.ts';
import type { Model } from '../model/model.ts';

/** No batch size that a network could have built in. */
const BATCH = 3;
/** Networks up to so many numbers per input are run where they cannot be recorded. */
const SMALL = 2 ** 20;

/**
 * Throws InputError, which names the layer or node, for a network whose logits or their gradient cannot be computed. The
 * pass is recorded without arithmetic, so that it takes the time of its layers' number and not of their size. Small
 * networks with an operation that cannot be recorded are run on zeros, large ones of them are left to the run.
 */
export function requireExplainable(model: Model): void {
  try {
    record(passOf(model, BATCH));
  } catch (error) {
    if (!(error instanceof UnsupportedKernelError)) throw error;
    const numbers = model.sites.reduce((sum, { shape }) => sum + tf.util.sizeFromShape([...shape]), 0);
    if (numbers <= SMALL) runOnZeros(model);
  }
}

function passOf(model: Model, batch: number): ProgramSource {
  return {
    name: 'a dry run',
    inputs: { x: { shape: [batch, ...model.inputShape], dtype: 'float32' } },
    weights: new Map(model.weights.map(({ name, shape }) => [name, shape])),
    fn: ({ x }, weights) => ({ gradient: gradientOf(model, x, weights) }),
  };
}

function gradientOf(model: Model, x: tf.Tensor, weights: ReadonlyMap<string, tf.Tensor>): tf.Tensor {
  let behind: string | null = null;
  let forwards = true;
  const arriving = (site: string, output: tf.Tensor) =>
    output.dtype === 'float32'
      ? noticingGradient(output, () => {
          behind = site;
        })
      : output;
  const logit = (at: tf.Tensor) => {
    const result = tf.sum<tf.Scalar>(model.apply(at, weights, arriving));
    forwards = false;
    return result;
  };
  try {
    return tf.grad(logit)(x);
  } catch (error) {
    if (error instanceof UnsupportedKernelError || error instanceof InputError) throw error;
    throw forwards ? namingPart(error) : withoutGradient(model, behind, error);
  }
}

/** A copy of a tensor, whose gradient is noticed when it arrives. */
function noticingGradient(tensor: tf.Tensor, notice: () => void): tf.Tensor {
  const copy = tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => {
      notice();
      return dy;
    },
  }));
  return copy(tensor);
}

function withoutGradient(model: Model, site: string | null, cause: unknown): InputError {
  const { source } = model;
  const kind = model.sites.find(({ name }) => name === site)?.kind;
  if (site === null || kind === undefined) {
    const expected = 'logits that depend on the input';
    return new InputError({ thing: source, expected, found: firstSentence(cause) }, { cause });
  }
  const part = { thing: `${source}: ${model.part} ${site}`, kind };
  return partFault(part, cause, 'an operation with a gradient');
}

/** In plain JavaScript, which has every kernel of TensorFlow.js. */
function runOnZeros(model: Model): void {
  const previous = tf.getBackend();
  // A promise, but fulfilled when it returns: the cpu backend is made by a synchronous factory.
  void tf.setBackend('cpu');
  try {
    tf.tidy(() => {
      const weights = new Map(model.weights.map(({ name, shape }) => [name, tf.ones([...shape])]));
      gradientOf(model, tf.zeros([1, ...model.inputShape]), weights);
    });
  } finally {
    void tf.setBackend(previous || 'cpu');
  }
}
