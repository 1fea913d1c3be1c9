import type { WeightRole } from '../../model.ts';
import { type Ending, type Operator, operator } from '../../network/operation.ts';
import type { RemovedActivation } from '../../output.ts';
import { flagOf, textsOf, type WithAttributes } from './attributes.ts';

const rows = (names: readonly string[], row: Operator) => names.map((name) => [name, row] as const);

const COPIES = ['Identity', 'Snapshot', 'StopGradient', 'PreventGradient', 'CheckNumerics'];
const ACTIVATIONS = [
  ...['Relu', 'Relu6', 'Elu', 'Selu', 'LeakyRelu', 'Prelu', 'Sigmoid', 'Tanh'],
  ...['Minimum', 'Maximum', 'ClipByValue'],
];
const CONVOLUTIONS = [
  ...['Conv2D', '_FusedConv2D', 'DepthwiseConv2d', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'],
  ...['Conv2DBackpropInput', 'Conv2dTranspose'],
];
const OPAQUE = [
  ...['Shape', 'ShapeN', 'Size', 'Rank', 'ZerosLike', 'OnesLike', 'ArgMax', 'ArgMin'],
  ...['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'IsNan'],
  ...['Floor', 'Ceil', 'Round', 'Sign'],
];
/** Operations of no kind that run as a part of what comes before, in its place, or take parts of it. */
const IN_PLACE = [
  ...['Square', 'Sqrt', 'Rsqrt', 'Mean', 'Pad', 'PadV2', 'Slice', 'StridedSlice', 'Split', 'SplitV', 'Tile'],
];

/** The operations of TensorFlow by their names. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...rows(['Placeholder'], operator('input')),
  ...rows(['PlaceholderWithDefault'], operator('other', { silent: true })),
  ...rows(['Const'], operator('constant')),
  ...rows(['Gather', 'GatherV2', 'ResourceGather', 'ResourceGatherV2'], operator('lookup')),
  ...rows(['NextIteration', 'RefNextIteration'], operator('loop')),
  ...rows(CONVOLUTIONS, operator('convolution')),
  ...rows(['FusedBatchNorm', 'FusedBatchNormV3'], operator('normalisation')),
  ...rows(['FusedBatchNormV2'], operator('normalisation', { held: true })),
  ...rows(ACTIVATIONS, operator('activation')),
  ...rows(['Softplus', 'Erf'], operator('activation', { held: true })),
  ...rows(['BiasAdd', 'Add', 'AddV2'], operator('offset')),
  ...rows(['BiasAddV1'], operator('offset', { elementwise: false, held: true })),
  ...rows(['AddN'], operator('offset', { joins: false, elementwise: false, held: true })),
  ...rows(['Sub'], operator('offset', { adds: false })),
  ...rows(['Mul'], operator('scale')),
  ...rows(['RealDiv'], operator('other', { channelwise: true, elementwise: true, held: false })),
  ...rows(['Div', 'DivNoNan'], operator('other', { elementwise: true })),
  ...rows(['ConcatV2', 'Softmax'], operator('other', { channelwise: true })),
  ...rows(['Identity'], operator('moves', { movement: 'copies', silent: true })),
  ...rows(COPIES.slice(1), operator('moves', { movement: 'copies', silent: true, held: true })),
  ...rows(['Cast'], operator('moves', { movement: 'casts', silent: true })),
  ...rows(['Squeeze', 'ExpandDims'], operator('moves', { movement: 'axes', silent: true })),
  ...rows(['Reshape'], operator('moves', { movement: 'reshapes' })),
  ...rows(['Transpose'], operator('moves', { movement: 'transposes' })),
  ...rows(OPAQUE, operator('opaque')),
  ...rows(IN_PLACE, operator('other', { held: false })),
]);

const PRODUCT = operator('product');
const OTHER = operator('other');

/** What an operation of TensorFlow is. */
export function operatorOf(op: string): Operator {
  return OPERATORS.get(op) ?? (/MatMul|Einsum|^Conv3D/.test(op) ? PRODUCT : OTHER);
}

const NORMALISATION_ROLES: readonly WeightRole[] = [
  ...(['other', 'scale', 'offset', 'moving-mean', 'moving-variance'] as const),
];

/** What a constant at one of an operation's inputs is for. */
export function roleOf(node: WithAttributes, input: number): WeightRole {
  const { op } = node;
  const { kind } = operatorOf(op);
  if (kind === 'normalisation') return NORMALISATION_ROLES[input] ?? 'other';
  if (/depthwise/i.test(op) && input === 1) return 'depthwise-kernel';
  if (kind === 'convolution' || kind === 'product') {
    if (input < 2) return 'kernel';
    return input === 2 && textsOf(node, 'fused_ops')[0] === 'BiasAdd' ? 'bias' : 'other';
  }
  if (/^BiasAdd/.test(op)) return 'bias';
  if (op === 'Mul' || op === 'RealDiv') return 'scale';
  return kind === 'offset' ? 'offset' : 'other';
}

const ENDINGS: Readonly<Record<string, RemovedActivation>> = {
  Softmax: 'softmax',
  LogSoftmax: 'log-softmax',
  Sigmoid: 'sigmoid',
};

/** The activation that an operation ends in, if that turns logits into probabilities. */
export function endingOf(node: WithAttributes): Ending | null {
  if (Object.hasOwn(ENDINGS, node.op)) return { name: ENDINGS[node.op], whole: true };
  return textsOf(node, 'fused_ops').at(-1) === 'Sigmoid' ? { name: 'sigmoid', whole: false } : null;
}

/** Whether the channels of the output are the last entries of the kernel. */
export function scalesLastAxis(node: WithAttributes): boolean {
  if (/MatMul$/.test(node.op)) return !flagOf(node, 'transpose_b');
  return operatorOf(node.op).kind === 'convolution' && !/Backprop|Transpose/.test(node.op);
}

/** Of a normalisation that states none, as TensorFlow says. */
const EPSILON = 1e-4;

/** What a normalisation adds to the variance. */
export function epsilonOf({ attr }: WithAttributes): number {
  const value = attr.epsilon as { f?: unknown } | undefined;
  return typeof value?.f === 'number' ? value.f : EPSILON;
}
