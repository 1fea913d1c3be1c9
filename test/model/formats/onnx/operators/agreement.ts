import '../../../../../src/tfjs-cpu.ts';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { InferenceSession, Tensor as RuntimeTensor } from '../../../../../src/engine/onnx-runtime.ts';
import { installCorrections } from '../../../../../src/engine/tfjs-corrections.ts';
import { evaluate } from '../../../../../src/model/formats/onnx/operators/evaluate.ts';
import type { AttributeValue, NodeParts } from '../../../../../src/model/formats/onnx/operators/node.ts';
import {
  isPlain,
  type Plain,
  plain,
  toTensor,
  type Value,
} from '../../../../../src/model/formats/onnx/operators/plain.ts';
import { operatorFor } from '../../../../../src/model/formats/onnx/operators/table.ts';
import { TOLERANCE, valueAndGradients } from '../../../../engine/agreement.ts';
import { relativeError } from '../../../../engine/differences.ts';
import { type Attribute, inputName, type NodeCase, type Operand, oneNode, outputNames } from './one-node.ts';
import { numbers } from './operands.ts';

/** What a case claims beyond its values: whether a gradient passes at the float inputs. */
export interface OperatorCase extends NodeCase {
  readonly name: string;
  /** Left out: at every float input. Empty for operators that no gradient passes. */
  readonly gradients?: readonly number[];
  /** Largest relative difference to ONNX Runtime's values, 2e-6 of the largest by default. */
  readonly within?: number;
}

const asPlain = ({ type, shape, values }: Operand): Plain => plain(type, shape, values);

function stated(value: Attribute): AttributeValue {
  if (typeof value !== 'object' || Array.isArray(value)) return value as AttributeValue;
  if ('float' in value) return Math.fround(value.float);
  if ('floats' in value) return value.floats.map(Math.fround);
  return asPlain((value as { tensor: Operand }).tensor);
}

export function partsOf({ op, domain = '', set = 17, attributes = {}, outputs = 1 }: NodeCase): NodeParts {
  const entries = Object.entries(attributes).map(([name, value]) => [name, stated(value)] as const);
  return { thing: 'one.onnx', name: 'node', op, domain, set, outputs, attributes: new Map(entries) };
}

/** The node's results for the case's operands, some of them replaced. */
export function results(given: NodeCase, replaced: Readonly<Record<string, Tensor>> = {}): readonly Value[] {
  const parts = partsOf(given);
  const operator = operatorFor(parts.domain, parts.op, parts.set);
  if (!operator) throw new Error(`no operator ${parts.op} in set ${parts.set}`);
  const operands = given.operands.map((operand, i) => {
    if (operand === null) return null;
    return operand.constant ? asPlain(operand) : (replaced[inputName(i)] ?? toTensor(asPlain(operand)));
  });
  return evaluate(operator, parts, operands);
}

export const tensorOf = (value: Value): Tensor => (isPlain(value) ? toTensor(value) : value);

function runtimeTensor({ type, shape, values }: Operand): RuntimeTensor {
  if (type === 'int64')
    return new RuntimeTensor(
      'int64',
      BigInt64Array.from(values, (v) => BigInt(v)),
      shape,
    );
  if (type === 'float32') return new RuntimeTensor('float32', Float32Array.from(values), shape);
  if (type === 'int32') return new RuntimeTensor('int32', Int32Array.from(values), shape);
  if (type === 'int8') return new RuntimeTensor(type, Int8Array.from(values), shape);
  return new RuntimeTensor(type, Uint8Array.from(values), shape);
}

/** What ONNX Runtime computes: shapes and numbers of every output. */
export async function oracle(given: NodeCase): Promise<{ shape: readonly number[]; values: number[] }[]> {
  const session = await InferenceSession.create(oneNode(given), {
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const feeds: Record<string, RuntimeTensor> = {};
  for (const [i, operand] of given.operands.entries())
    if (operand && !operand.constant) feeds[inputName(i)] = runtimeTensor(operand);
  const made = await session.run(feeds);
  await session.release();
  return outputNames(given).map((name) => ({
    shape: made[name].dims,
    values: Array.from(made[name].data as ArrayLike<number | bigint>, Number),
  }));
}

const floatInputs = ({ operands }: NodeCase) =>
  operands.flatMap((operand, i) => (operand && !operand.constant && operand.type === 'float32' ? [i] : []));

/** Weighted so that every element of every float result counts. */
function weighted(tensors: readonly Tensor[]): Tensor {
  const parts = tensors.flatMap((tensor, i) => {
    if (tensor.dtype !== 'float32') return [];
    return [tf.sum(tf.mul(tensor, tf.tensor(numbers(tensor.size, 77 + i), tensor.shape)))];
  });
  return parts.reduce((a, b) => tf.add(a, b));
}

/** Gradients against differences along random directions. */
function derivativeError(given: NodeCase, at: readonly number[]): number {
  const names = at.map(inputName);
  const points = at.map((i) => toTensor(asPlain(given.operands[i]!)));
  const f = (...moved: Tensor[]) =>
    weighted(results(given, Object.fromEntries(moved.map((x, i) => [names[i], x]))).map(tensorOf));
  const gradients = tf.grads(f)(points);
  let worst = 0;
  for (const direction of [5, 6]) {
    const along = points.map((point, i) => tf.tensor(numbers(point.size, direction + 10 * i), point.shape));
    const step = 2e-3;
    const moved = (by: number) =>
      f(...points.map((point, i) => tf.add(point, tf.mul(along[i], by)))).dataSync()[0];
    const difference = (moved(step) - moved(-step)) / (2 * step);
    const products = gradients.map((gradient, i) => Array.from(tf.mul(gradient, along[i]).dataSync()));
    const derivative = products.flat().reduce((a, b) => a + b, 0);
    const size = products.flat().reduce((a, b) => a + Math.abs(b), 0);
    worst = Math.max(worst, Math.abs(difference - derivative) / Math.max(size, 1e-2));
  }
  return worst;
}

/** The values against ONNX Runtime, the gradients against differences, both compiled against the eager engine. */
export function agreesWithRuntime(cases: readonly OperatorCase[]): void {
  test.each(cases.map((one) => [`${one.op} ${one.name}`, one] as const))('%s', async (_, given) => {
    installCorrections();
    await tf.setBackend('cpu');
    tf.engine().startScope();
    try {
      await agrees(given);
    } finally {
      tf.engine().endScope();
    }
  });
}

async function agrees(given: OperatorCase): Promise<void> {
  const expected = await oracle(given);
  const values = results(given);
  expect(values.length).toBeGreaterThanOrEqual(expected.length);
  for (const [i, { shape, values: numbersExpected }] of expected.entries()) {
    const actual = values[i];
    expect(actual.shape).toEqual(shape);
    const numbersActual = isPlain(actual) ? actual.values : actual.dataSync();
    expect(relativeError(numbersExpected, numbersActual)).toBeLessThan(given.within ?? 2e-6);
  }
  const inputs = floatInputs(given);
  if (inputs.length === 0 || values.every(isPlain)) return;
  const at = given.gradients ?? inputs;
  if (at.length > 0) expect(derivativeError(given, at)).toBeLessThan(3e-3);
  const operands = Object.fromEntries(
    given.operands.flatMap((operand, i) =>
      operand && !operand.constant ? [[inputName(i), toTensor(asPlain(operand))]] : [],
    ),
  );
  const first = (tensors: Record<string, Tensor>) => {
    const [one] = results(given, tensors).map(tensorOf);
    return one.dtype === 'float32' ? one : tf.cast(one, 'float32');
  };
  expect(await valueAndGradients(first, operands, { at: at.map(inputName) })).toBeLessThan(TOLERANCE);
}
