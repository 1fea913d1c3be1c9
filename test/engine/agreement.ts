import '../../src/tfjs-cpu.ts';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { createCompiledEngine } from '../../src/engine/compiled.ts';
import type { Device } from '../../src/engine/devices/device.ts';
import type { DType, TensorFunction, TensorSpec, Values } from '../../src/engine/engine.ts';
import { installCorrections } from '../../src/engine/tfjs-corrections.ts';
import { relativeError } from './differences.ts';

/** What compiled functions run on: `npm run test:gpu` names another one. */
const DEVICE = (process.env.SALIENCY_SANITY_DEVICE ?? 'cpu') as Device;

/** Largest difference to the reference, over the largest value: rounding stays below 2e-6 where the CPU computes. */
export const TOLERANCE = DEVICE === 'cpu' ? 3e-6 : 1e-4;

export type Tensors = Record<string, Tensor>;

/** Compiles a function for the shapes of the inputs, runs it once, and gives back what it allocated. */
export async function runCompiled(fn: TensorFunction, inputs: Tensors, weights: Tensors = {}) {
  const engine = createCompiledEngine({ threads: 1, device: DEVICE });
  const specs: Record<string, TensorSpec> = {};
  const values: Record<string, Values> = {};
  for (const [name, tensor] of Object.entries(inputs)) {
    specs[name] = { shape: tensor.shape, dtype: tensor.dtype as DType };
    values[name] = tensor.dataSync() as Values;
  }
  const shapes = new Map(Object.entries(weights).map(([name, tensor]) => [name, tensor.shape]));
  const data = new Map(
    Object.entries(weights).map(([name, tensor]) => [name, tensor.dataSync() as Float32Array]),
  );
  try {
    const program = await engine.compile({ name: 'test', fn, inputs: specs, weights: shapes });
    return await (await program.bind(data)).run(values);
  } finally {
    await engine.dispose();
  }
}

/** The function's outputs on the current backend of tfjs, with its gradients corrected. */
export function runEager(fn: TensorFunction, inputs: Tensors, weights: Tensors = {}) {
  installCorrections();
  return tf.tidy(() => {
    const outputs = fn(inputs, new Map(Object.entries(weights)));
    return Object.fromEntries(
      Object.entries(outputs).map(([name, t]) => [name, Float32Array.from(t.dataSync())]),
    );
  });
}

/** The largest relative error of any output. */
export async function disagreement(
  fn: TensorFunction,
  inputs: Tensors,
  weights: Tensors = {},
): Promise<number> {
  const expected = runEager(fn, inputs, weights);
  const actual = await runCompiled(fn, inputs, weights);
  return Math.max(...Object.entries(expected).map(([name, values]) => relativeError(values, actual[name])));
}

/**
 * The value of f and its gradients at all float operands (or those named), for a random gradient of its result. The
 * operands named in `weights` are handed in as weights.
 */
export function valueAndGradients(
  f: (operands: Tensors) => Tensor,
  operands: Tensors,
  {
    at = Object.keys(operands).filter((name) => operands[name].dtype === 'float32'),
    weights = [] as string[],
  } = {},
): Promise<number> {
  const shape = tf.tidy(() => f(operands).shape);
  const upstream = tf.randomUniform(shape, -1, 1, 'float32', 99);
  const fn: TensorFunction = ({ upstream: up, ...given }, bound) => {
    const all: Tensors = { ...given, ...Object.fromEntries(bound) };
    const outputs: Tensors = { value: f(all) };
    if (at.length === 0) return outputs;
    const scalar = (...moved: Tensor[]) =>
      tf.sum(tf.mul(f({ ...all, ...Object.fromEntries(at.map((name, i) => [name, moved[i]])) }), up));
    tf.grads(scalar)(at.map((name) => all[name])).forEach((gradient, i) => {
      outputs[`gradient at ${at[i]}`] = gradient;
    });
    return outputs;
  };
  const isWeight = ([name]: [string, Tensor]) => weights.includes(name);
  const entries = Object.entries(operands);
  const inputs = Object.fromEntries(entries.filter((entry) => !isWeight(entry)));
  return disagreement(fn, { ...inputs, upstream }, Object.fromEntries(entries.filter(isWeight)));
}
