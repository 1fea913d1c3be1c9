import type { WeightRole } from '../../model.ts';
import { textsOf } from './attributes.ts';
import type { GraphNode } from './graph-def.ts';

/** Operations that only pass on or rearrange the numbers of their first input. */
export const REARRANGING: ReadonlySet<string> = new Set([
  ...['Identity', 'Snapshot', 'StopGradient', 'PreventGradient', 'CheckNumerics', 'Cast'],
  ...['Reshape', 'Squeeze', 'ExpandDims', 'Transpose'],
]);

/** Those of them that keep every number in its place, so that an axis of logits stays one. */
export const RESHAPING: ReadonlySet<string> = new Set([
  ...['Identity', 'Snapshot', 'StopGradient', 'PreventGradient', 'CheckNumerics'],
  ...['Reshape', 'Squeeze', 'ExpandDims'],
]);

export const CONVOLUTIONS: ReadonlySet<string> = new Set([
  ...['Conv2D', '_FusedConv2D', 'DepthwiseConv2d', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'],
  ...['Conv2DBackpropInput', 'Conv2dTranspose'],
]);

/** Batch normalisations that stand alone. */
export const NORMALISATIONS: ReadonlySet<string> = new Set([
  ...['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'],
]);

/** Activations that are the end of the layer that they follow. */
export const ACTIVATIONS: ReadonlySet<string> = new Set([
  ...['Relu', 'Relu6', 'Elu', 'Selu', 'LeakyRelu', 'Prelu', 'Sigmoid', 'Tanh', 'Softplus', 'Erf'],
  ...['Minimum', 'Maximum', 'ClipByValue'],
]);

/** Arithmetic with a constant that belongs to the layer that it follows: a bias, or a scale that was not folded. */
export const BIASING: ReadonlySet<string> = new Set(['BiasAdd', 'BiasAddV1', 'Add', 'AddV2', 'Sub', 'Mul']);

/** Sums, of which one operand may be the offset that a folded batch normalisation leaves. */
export const ADDING: ReadonlySet<string> = new Set(['BiasAdd', 'BiasAddV1', 'Add', 'AddV2', 'AddN']);

/** After a convolution their output still has its channels: where Grad-CAM may look. */
export const FOLLOWING: ReadonlySet<string> = new Set([
  ...NORMALISATIONS,
  ...ACTIVATIONS,
  ...BIASING,
  ...['AddN', 'ConcatV2', 'RealDiv', 'Softmax'],
]);

/** Operations whose output is not held beside their input: they run as a part of what comes before, in its place, or reshape it. */
const IN_PLACE: ReadonlySet<string> = new Set([
  ...['FusedBatchNorm', 'FusedBatchNormV3', 'BiasAdd', 'Add', 'AddV2', 'Sub', 'Mul', 'RealDiv'],
  ...['Relu', 'Relu6', 'LeakyRelu', 'Prelu', 'Elu', 'Selu', 'Sigmoid', 'Tanh'],
  ...['ClipByValue', 'Minimum', 'Maximum', 'Square', 'Sqrt', 'Rsqrt', 'Mean'],
  ...['Identity', 'Cast', 'Reshape', 'Squeeze', 'ExpandDims', 'Transpose'],
  ...['Pad', 'PadV2', 'Slice', 'StridedSlice', 'Split', 'SplitV', 'Tile'],
]);

/** Whether the output of an operation takes memory of its own. */
export const isHeld = (op: string): boolean => !IN_PLACE.has(op);

/** Results that say nothing about the numbers that went in: no gradient passes, and constants there are no weights. */
export const OPAQUE: ReadonlySet<string> = new Set([
  ...['Shape', 'ShapeN', 'Size', 'Rank', 'ZerosLike', 'OnesLike', 'ArgMax', 'ArgMin'],
  ...['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'IsNan'],
  ...['Floor', 'Ceil', 'Round', 'Sign'],
]);

const NORMALISATION_ROLES: readonly WeightRole[] = [
  ...(['other', 'scale', 'offset', 'moving-mean', 'moving-variance'] as const),
];

/** What a constant at one of an operation's inputs is for. */
export function roleOf(node: GraphNode, input: number): WeightRole {
  const { op } = node;
  if (NORMALISATIONS.has(op)) return NORMALISATION_ROLES[input] ?? 'other';
  if (/depthwise/i.test(op) && input === 1) return 'depthwise-kernel';
  if (CONVOLUTIONS.has(op) || /MatMul|Einsum|^Conv3D/.test(op)) {
    if (input < 2) return 'kernel';
    return input === 2 && textsOf(node, 'fused_ops')[0] === 'BiasAdd' ? 'bias' : 'other';
  }
  if (/^BiasAdd/.test(op)) return 'bias';
  if (op === 'Mul' || op === 'RealDiv') return 'scale';
  return ADDING.has(op) || op === 'Sub' ? 'offset' : 'other';
}

/** Whether an operation is where a layer begins: a product with a kernel, or a normalisation. */
export function isAnchor({ op }: GraphNode): boolean {
  return CONVOLUTIONS.has(op) || NORMALISATIONS.has(op) || /MatMul|Einsum|^Conv3D/.test(op);
}
