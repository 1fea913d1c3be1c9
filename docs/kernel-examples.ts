import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** A call of one kernel; operands are made of the shape, [1, 4, 4, 4] by default. */
export interface KernelExample {
  readonly f: (x: Tensor, other: Tensor) => Tensor;
  readonly shape?: readonly number[];
}

type Call = (x: Tensor) => Tensor;
const image = (x: Tensor) => x as Tensor4D;
const named = (calls: Readonly<Record<string, Call>>) =>
  Object.fromEntries(Object.entries(calls).map(([name, f]) => [name, { f }]));
const indices = (...list: number[]) => tf.tensor1d(list, 'int32');

const UNARY = named({
  ...{ Abs: tf.abs, Exp: tf.exp, Log: tf.log, Neg: tf.neg, Sqrt: tf.sqrt, Reciprocal: tf.reciprocal },
  ...{
    Erf: tf.erf,
    Sign: tf.sign,
    Floor: tf.floor,
    Ceil: tf.ceil,
    Round: tf.round,
    Sin: tf.sin,
    Cos: tf.cos,
  },
  ...{ Tan: tf.tan, Asin: tf.asin, Acos: tf.acos, Atan: tf.atan, Sinh: tf.sinh, Cosh: tf.cosh },
  ...{ Asinh: tf.asinh, Acosh: tf.acosh, Atanh: tf.atanh, Square: tf.square, Rsqrt: tf.rsqrt },
  ...{ Expm1: tf.expm1, Log1p: tf.log1p, IsNan: tf.isNaN, Relu: tf.relu, Relu6: tf.relu6, Elu: tf.elu },
  ...{ Selu: tf.selu, Sigmoid: tf.sigmoid, Tanh: tf.tanh, Softplus: tf.softplus, Step: (x) => tf.step(x) },
  ...{ LeakyRelu: (x) => tf.leakyRelu(x, 0.2), ClipByValue: (x) => tf.clipByValue(x, 0, 1) },
  ...{ Softmax: (x) => tf.softmax(x) },
  ...{ ZerosLike: tf.zerosLike, OnesLike: tf.onesLike },
});

const BINARY: Readonly<Record<string, KernelExample>> = {
  ...{ Add: { f: tf.add }, Multiply: { f: tf.mul }, Sub: { f: tf.sub }, RealDiv: { f: tf.div } },
  ...{ Maximum: { f: tf.maximum }, Minimum: { f: tf.minimum }, Pow: { f: tf.pow }, Mod: { f: tf.mod } },
  ...{ FloorDiv: { f: tf.floorDiv }, SquaredDifference: { f: tf.squaredDifference } },
  ...{ Greater: { f: tf.greater }, GreaterEqual: { f: tf.greaterEqual }, Less: { f: tf.less } },
  ...{ LessEqual: { f: tf.lessEqual }, Equal: { f: tf.equal }, NotEqual: { f: tf.notEqual } },
  LogicalAnd: { f: (x, y) => tf.logicalAnd(tf.cast(x, 'bool'), tf.cast(y, 'bool')) },
  LogicalOr: { f: (x, y) => tf.logicalOr(tf.cast(x, 'bool'), tf.cast(y, 'bool')) },
  LogicalNot: { f: (x) => tf.logicalNot(tf.cast(x, 'bool')) },
  AddN: { f: (x, y) => tf.addN([x, y, x]) },
  Select: { f: (x, y) => tf.where(tf.greater(y, 0), x, y) },
  Prelu: { f: (x) => tf.prelu(x, tf.tensor1d([0.1, 0.2, 0.3, 2])) },
};

const REDUCTIONS = named({
  Sum: (x) => tf.sum(x, [1, 2]),
  Mean: (x) => tf.mean(x, [1, 2]),
  Max: (x) => tf.max(x, [1, 2]),
  Min: (x) => tf.min(x, 3),
  Prod: (x) => tf.prod(x, 3),
  All: (x) => tf.all(tf.cast(x, 'bool'), 1),
  Any: (x) => tf.any(tf.cast(x, 'bool'), 1),
  ArgMax: (x) => tf.argMax(x, -1),
  ArgMin: (x) => tf.argMin(x, -1),
  Cumsum: (x) => tf.cumsum(x, 1),
  Cumprod: (x) => tf.cumprod(x, 1),
});

const SHAPES = named({
  Reshape: (x) => tf.reshape(x, [16, 4]),
  ExpandDims: (x) => tf.expandDims(tf.square(x), 0),
  Transpose: (x) => tf.transpose(x, [0, 3, 1, 2]),
  Cast: (x) => tf.cast(x, 'int32'),
  Tile: (x) => tf.tile(x, [1, 2, 1, 1]),
  PadV2: (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 0],
    ]),
  MirrorPad: (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [1, 0],
        [1, 0],
        [0, 0],
      ],
      'reflect',
    ),
  Slice: (x) => tf.slice(x, [0, 1, 1, 0], [1, 2, 2, 4]),
  StridedSlice: (x) => tf.stridedSlice(x, [0, 0, 0, 0], [1, 4, 4, 4], [1, 2, 2, 1]),
  Concat: (x) => tf.concat([x, x], 3),
  SplitV: (x) => tf.split(x, 2, 3)[1],
  Pack: (x) => tf.stack([x, x]),
  Unpack: (x) => tf.unstack(x, 3)[1],
  TopK: (x) => tf.topk(x, 2).values,
  Reverse: (x) => tf.reverse(x, 1),
  GatherV2: (x) => tf.gather(x, indices(0, 2, 2), 1),
  GatherNd: (x) => tf.gatherND(x, tf.tensor2d([[0, 1]], [1, 2], 'int32')),
  UnsortedSegmentSum: (x) => tf.unsortedSegmentSum(tf.reshape(x, [4, 16]), indices(0, 1, 0, 1), 2),
  SpaceToBatchND: (x) =>
    tf.spaceToBatchND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  BatchToSpaceND: (x) =>
    tf.batchToSpaceND(
      tf.reshape(x, [4, 4, 4, 1]),
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  DepthToSpace: (x) => tf.depthToSpace(image(x), 2),
  ResizeBilinear: (x) => tf.image.resizeBilinear(image(x), [6, 6]),
  ResizeNearestNeighbor: (x) => tf.image.resizeNearestNeighbor(image(x), [6, 6]),
  OneHot: (x) => tf.oneHot(tf.cast(tf.reshape(x, [-1]), 'int32') as Tensor1D, 4),
  Fill: (x) => tf.add(x, tf.fill([4], 2)),
  Range: (x) => tf.add(x, tf.range(0, 4)),
});

const filter = (y: Tensor) => tf.reshape(y, [4, 4, 4, 1]) as Tensor4D;
const square = (y: Tensor) => tf.reshape(tf.slice(y, [0, 0, 0, 0], [1, 4, 4, 1]), [1, 1, 4, 4]) as Tensor4D;
const three = (y: Tensor) => tf.tile(square(y), [3, 3, 1, 1]) as Tensor4D;
const vectors = (y: Tensor) => tf.unstack(tf.reshape(y, [16, 4])).slice(0, 4) as Tensor1D[];

const NETWORKS: Readonly<Record<string, KernelExample>> = {
  Conv2D: { f: (x, y) => tf.conv2d(image(x), three(y), 1, 'same') },
  'Conv2D, strided': { f: (x, y) => tf.conv2d(image(x), three(y), 2, 'same') },
  'Conv2D, pointwise': { f: (x, y) => tf.conv2d(image(x), square(y), 2, 'same') },
  DepthwiseConv2dNative: { f: (x, y) => tf.depthwiseConv2d(image(x), filter(y), 1, 'same') },
  'Conv2D, filter': { f: (x, y) => tf.conv2d(image(y), three(x), 1, 'same') },
  'DepthwiseConv2dNative, filter': { f: (x, y) => tf.depthwiseConv2d(image(y), filter(x), 1, 'same') },
  FusedConv2D: { f: (x, y) => tf.fused.conv2d({ x: image(x), filter: three(y), strides: 1, pad: 'same' }) },
  FusedDepthwiseConv2D: {
    f: (x, y) => tf.fused.depthwiseConv2d({ x: image(x), filter: filter(y), strides: 1, pad: 'same' }),
  },
  MaxPool: { f: (x) => tf.maxPool(image(x), 2, 2, 'same') },
  'MaxPool, overlapping': { f: (x) => tf.maxPool(image(x), 3, 2, 'same') },
  AvgPool: { f: (x) => tf.avgPool(image(x), 3, 2, 'same') },
  LRN: { f: (x) => tf.localResponseNormalization(image(x), 1) },
  FusedBatchNorm: {
    f: (x, y) => {
      const [mean, variance, offset, scale] = vectors(y);
      return tf.batchNorm(x, mean, tf.square(variance), offset, scale);
    },
  },
  BatchMatMul: { f: (x, y) => tf.matMul(x as Tensor2D, y as Tensor2D), shape: [3, 3] },
  'BatchMatMul, batches': {
    f: (x, y) => tf.matMul(x as Tensor3D, y as Tensor3D, false, true),
    shape: [2, 3, 3],
  },
  _FusedMatMul: { f: (a, b) => tf.fused.matMul({ a: a as Tensor2D, b: b as Tensor2D }), shape: [3, 3] },
  Einsum: { f: (x, y) => tf.einsum('ijk,ilk->ijl', x, y), shape: [2, 3, 3] },
};

/** One or more calls of every kernel that a network is made of; a comma ends the kernel's name. */
export const KERNEL_EXAMPLES: Readonly<Record<string, KernelExample>> = {
  ...UNARY,
  ...BINARY,
  ...REDUCTIONS,
  ...SHAPES,
  ...NETWORKS,
};

const gelu = (x: Tensor) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));

function layerNorm(x: Tensor): Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  return tf.div(centred, tf.sqrt(tf.add(tf.mean(tf.square(centred), -1, true), 1e-6)));
}

function grouped(x: Tensor, y: Tensor): Tensor {
  const filters = tf.split<Tensor4D>(
    tf.reshape(tf.slice(y, [0, 0, 0, 0], [1, 4, 2, 4]), [2, 2, 2, 4]) as Tensor4D,
    2,
    3,
  );
  const images = tf.split<Tensor4D>(image(x), 2, 3);
  return tf.concat(
    images.map((part, i) => tf.conv2d(part, filters[i], 1, 'same')),
    3,
  );
}

/** Functions that the simplification makes kernels of its own from, each twice: the outer gradient needs the inner value. */
export const COMPOSITIONS: readonly KernelExample[] = [
  { f: (x) => gelu(gelu(x)) },
  { f: (x) => layerNorm(layerNorm(x)), shape: [2, 4, 4] },
  { f: (x, y) => tf.square(grouped(x, y)) },
];
