import { isObject } from '../../json-values.ts';
import { flagOf, textOf, textsOf, type WithAttributes } from './attributes.ts';

/** Why a node cannot be computed as TensorFlow defines it; null where it can. */
type Reason = (node: WithAttributes) => string | null;

const numbersOf = ({ attr }: WithAttributes, name: string): number[] | null => {
  const value = attr[name];
  if (!isObject(value)) return null;
  if (value.i !== undefined) return [Number(value.i)];
  return isObject(value.list) && Array.isArray(value.list.i) ? value.list.i.map(Number) : null;
};

/** Batch and channels of a window: TensorFlow.js reads its rows and columns alone. */
const flatWindow =
  (...names: readonly string[]): Reason =>
  (node) => {
    const name = names.find((one) => {
      const values = numbersOf(node, one);
      return values && values.length > 2 && (values[0] !== 1 || values.at(-1) !== 1);
    });
    return name ? `${name} [${numbersOf(node, name)}] over inputs or channels` : null;
  };

const noExplicitPadding: Reason = (node) =>
  textOf(node, 'padding') === 'EXPLICIT' ? 'explicit padding of a pooling' : null;

const inference: Reason = (node) =>
  flagOf(node, 'is_training') ? 'is_training: normalisation by the batch itself' : null;

const undilated: Reason = (node) =>
  numbersOf(node, 'dilations')?.some((rate) => rate !== 1) ? 'dilations of a transposed convolution' : null;

const lastAxis: Reason = (node) => {
  const axis = numbersOf(node, 'axis')?.[0] ?? -1;
  return axis === -1 ? null : `axis ${axis}; only the last one is supported`;
};

/** The converter takes the second of the fused operations for the activation, whatever the first is. */
const afterBias: Reason = (node) => {
  const [first, ...rest] = textsOf(node, 'fused_ops');
  const fits = first === undefined || (first === 'BiasAdd' && rest.length <= 1);
  return fits ? null : `fused_ops ${[first, ...rest].join(', ')}`;
};

const rounding: Reason = () => 'rounding to whole steps, which TensorFlow.js leaves out';

const unfusedGradients: Reason = (node) =>
  ['grad_a', 'grad_b', 'grad_x', 'grad_y'].some((name) => flagOf(node, name))
    ? 'a product of gradients'
    : null;

/** What the converter reads over in a node, and which values of it are accepted. */
export interface IgnoredAttribute {
  readonly attributes: string;
  readonly accepts: string;
  readonly reason: Reason;
}

const rule = (attributes: string, accepts: string, reason: Reason): IgnoredAttribute => ({
  attributes,
  accepts,
  reason,
});

const WINDOW = rule('strides, dilations', '1 over inputs and channels', flatWindow('strides', 'dilations'));
const POOL = rule('ksize, strides', '1 over inputs and channels', flatWindow('ksize', 'strides'));
const FUSED = rule('fused_ops', 'BiasAdd and one activation', afterBias);
const INFERENCE = rule('is_training', 'false', inference);
const QUANTISED = rule('num_bits, narrow_range', 'none', rounding);

/** Attributes that the TensorFlow.js converter reads over, by operation. The data format is NHWC for all of them. */
export const IGNORED_ATTRIBUTES: Readonly<Record<string, readonly IgnoredAttribute[]>> = {
  Conv2D: [WINDOW],
  _FusedConv2D: [WINDOW, FUSED],
  _FusedMatMul: [FUSED],
  DepthwiseConv2dNative: [WINDOW],
  FusedDepthwiseConv2dNative: [WINDOW, FUSED],
  Conv3D: [WINDOW],
  Conv2DBackpropInput: [
    rule('strides', '1 over inputs and channels', flatWindow('strides')),
    rule('dilations', '1', undilated),
  ],
  MaxPool: [POOL, rule('explicit_paddings', 'none', noExplicitPadding)],
  AvgPool: [POOL],
  MaxPool3D: [POOL],
  AvgPool3D: [POOL],
  FusedBatchNorm: [INFERENCE],
  FusedBatchNormV2: [INFERENCE],
  FusedBatchNormV3: [INFERENCE],
  OneHot: [rule('axis', '-1', lastAxis)],
  FakeQuantWithMinMaxVars: [QUANTISED],
  FakeQuantWithMinMaxArgs: [QUANTISED],
  FakeQuantWithMinMaxVarsPerChannel: [QUANTISED],
  MatMul: [rule('grad_a, grad_b', 'false', unfusedGradients)],
  BatchMatMul: [rule('grad_x, grad_y', 'false', unfusedGradients)],
  BatchMatMulV2: [rule('grad_x, grad_y', 'false', unfusedGradients)],
};

/** The first reason, among the attributes that would be read over, why a node is not computed as TensorFlow defines it. */
export function ignoredAttribute(node: WithAttributes): string | null {
  const rules = Object.hasOwn(IGNORED_ATTRIBUTES, node.op) ? IGNORED_ATTRIBUTES[node.op] : [];
  for (const { reason } of rules) {
    const found = reason(node);
    if (found) return found;
  }
  return null;
}
