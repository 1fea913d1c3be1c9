import type { WeightSpec } from '../../model.ts';
import type { LearnedConstant } from '../../network/constants.ts';
import type { Flow } from '../../network/data-flow.ts';
import type { Operation } from '../../network/operation.ts';
import type { OnnxOperation } from './trace/onnx-operation.ts';

/**
 * How a weight is drawn anew: kernels that feed a rectifier after He et al. 2015, others after Glorot and Bengio 2010;
 * tables, tokens and positions from a normal distribution of their own standard deviation. Biases, and what normalisations
 * scale and shift by, go by their roles.
 */
export function initializationOf(
  { role, told, user }: LearnedConstant,
  flow: Flow,
  valuesOf: () => Float32Array,
): Pick<WeightSpec, 'initializer' | 'fans'> {
  if (role === 'kernel' || role === 'depthwise-kernel') {
    const className = feedsRectifier(user, flow) ? 'HeUniform' : 'GlorotUniform';
    const fans = (told.node as OnnxOperation).fansOf(told.input);
    return { initializer: { className, config: {} }, fans };
  }
  if (role !== 'other') return {};
  return { initializer: { className: 'RandomNormal', config: { mean: 0, stddev: deviation(valuesOf()) } } };
}

const RECTIFIERS: ReadonlySet<string> = new Set([
  ...['Relu', 'LeakyRelu', 'PRelu', 'ThresholdedRelu', 'Clip', 'Elu', 'Celu', 'HardSwish'],
]);

/** Whether the way of the data from an operation, through what only scales, shifts, pools or moves, comes to a rectifier. */
function feedsRectifier(from: Operation, { uses, data }: Flow): boolean {
  const seen = new Set<Operation>([from]);
  const stack = [from];
  for (let at = stack.pop(); at; at = stack.pop()) {
    for (const { node } of uses.get(at) ?? []) {
      if (seen.has(node) || !data.has(node)) continue;
      seen.add(node);
      if (RECTIFIERS.has(node.op)) return true;
      if (['normalisation', 'offset', 'scale', 'moves'].includes(node.kind)) stack.push(node);
    }
  }
  return false;
}

function deviation(values: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
