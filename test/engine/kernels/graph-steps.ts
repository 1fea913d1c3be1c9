import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** One operation of a random graph: what it does, which earlier values it reads, and a number for all else. */
export interface Step {
  readonly op: string;
  readonly a: number;
  readonly b: number;
  readonly choice: number;
}

/** Told the distance of every value to the kink of an operation, where its gradient jumps. */
export type Watch = (distances: Tensor) => void;

type Operation = (x: Tensor, step: Step & { readonly other: Tensor; readonly watch: Watch }) => Tensor | null;

const LARGEST = 4000;
const axisOf = (x: Tensor, choice: number) => choice % x.rank;
/** Values in [-1, 1]; tfjs's own random numbers cannot be drawn while a function is recorded. */
function constant(shape: number[], { choice }: Step): Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin((i + 1) * (choice + 1.7) ** 2)),
    shape,
  );
}
const isImage = (x: Tensor) => x.rank === 4 && x.shape[1]! > 2 && x.shape[2]! > 2;

function relu(x: Tensor, watch: Watch): Tensor {
  watch(x);
  return tf.relu(x);
}

/** Watches how far the others of a window stay behind its maximum: rounding could exchange close ones. */
function maxPool(x: Tensor, watch: Watch): Tensor {
  const best = tf.maxPool(x as Tensor4D, 2, 2, 'same');
  const [, h, w] = x.shape as number[];
  const repeated = tf.image.resizeNearestNeighbor(best, [best.shape[1] * 2, best.shape[2] * 2]);
  watch(tf.sub(tf.slice(repeated, [0, 0, 0, 0], [-1, h, w, -1]), x));
  return best;
}

/**
 * Operations on a value of any shape; null where it does not fit. All keep values of a size near 1, and none has results
 * that always sum to the same: a sum that followed, or its gradient, would be nothing but rounding.
 */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  add: (x, { other }) => fitted(x, other, (y) => tf.mul(tf.add(x, y), 0.5)),
  multiply: (x, { other }) => fitted(x, other, (y) => tf.mul(x, tf.sigmoid(y))),
  subtract: (x, { other }) => fitted(x, other, (y) => tf.sub(tf.mul(x, 0.8), tf.mul(y, 0.3))),
  divide: (x, { other }) => fitted(x, other, (y) => tf.div(x, tf.add(tf.square(y), 1))),
  maximum: (x, { other, watch }) =>
    fitted(x, other, (y) => {
      if (x === y) return null;
      // Equal by chance: rounding may differ. Between two readings of one value there is no kink.
      watch(tf.where(tf.equal(x, y), 1e-9, tf.sub(x, y)));
      return tf.maximum(x, y);
    }),
  relu: (x, { watch }) => relu(x, watch),
  'leaky relu': (x, { watch }) => {
    watch(x);
    return tf.leakyRelu(x, 0.2);
  },
  relu6: (x, { watch }) => {
    const wide = tf.mul(x, 5);
    watch(wide);
    watch(tf.sub(wide, 6));
    return tf.mul(tf.relu6(wide), 0.2);
  },
  // Far out their gradients are differences of numbers near 1.
  tanh: (x) => tf.tanh(tf.mul(x, 0.5)),
  sigmoid: (x) => tf.sigmoid(x),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  elu: (x, { watch }) => {
    watch(x);
    return tf.elu(x);
  },
  softmax: (x) => tf.add(tf.mul(tf.softmax(x), 2), tf.mul(x, 0.4)),
  mean: (x, { choice }) => tf.mean(x, axisOf(x, choice), choice % 2 === 0 || x.rank < 3),
  sum: (x, { choice }) => tf.mul(tf.sum(x, axisOf(x, choice), true), 1 / x.shape[axisOf(x, choice)]!),
  norm: (x) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return tf.add(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 0.1))), tf.mul(x, 0.2));
  },
  transpose: (x, { choice }) => {
    const order = [...x.shape.keys()];
    return tf.transpose(x, [...order.slice(choice % x.rank), ...order.slice(0, choice % x.rank)]);
  },
  'merge axes': (x, { choice }) => {
    const at = choice % (x.rank - 1);
    return x.rank < 3 ? null : tf.reshape(x, x.shape.toSpliced(at, 2, x.shape[at]! * x.shape[at + 1]!));
  },
  'split an axis': (x, { choice }) => {
    const at = axisOf(x, choice);
    return x.rank > 3 || x.shape[at]! % 2
      ? null
      : tf.reshape(x, x.shape.toSpliced(at, 1, 2, x.shape[at]! / 2));
  },
  slice: (x, { choice }) => {
    const at = axisOf(x, choice);
    const begin = x.shape.map(() => 0).with(at, x.shape[at]! > 2 ? 1 : 0);
    return tf.slice(
      x,
      begin,
      x.shape.map(() => -1),
    );
  },
  'strided slice': (x, { choice }) => {
    const steps = x.shape.map(() => 1).with(axisOf(x, choice), choice % 3 ? 2 : -1);
    const mask = 2 ** x.rank - 1;
    return tf.stridedSlice(
      x,
      x.shape.map(() => 0),
      x.shape.map(() => 0),
      steps,
      mask,
      mask,
    );
  },
  pad: (x, { choice }) =>
    tf.pad(
      x,
      x.shape.map((_, axis) => (axis === axisOf(x, choice) ? [choice % 2, 1] : [0, 0])),
    ),
  mirror: (x, { choice }) =>
    tf.mirrorPad(
      x,
      x.shape.map((_, axis) => (axis === axisOf(x, choice) ? [1, 1] : [0, 0])) as [[number, number]],
      'symmetric',
    ),
  concatenate: (x, { choice }) => tf.concat([x, tf.mul(x, 0.6)], axisOf(x, choice)),
  halves: (x, { choice }) => {
    const at = axisOf(x, choice);
    if (x.shape[at]! % 2) return null;
    const [first, second] = tf.split(x, 2, at);
    return tf.add(second, tf.mul(first, 0.5));
  },
  tile: (x, { choice }) =>
    tf.tile(
      x,
      x.shape.map((_, axis) => (axis === axisOf(x, choice) ? 2 : 1)),
    ),
  reverse: (x, { choice }) => tf.reverse(x, axisOf(x, choice)),
  'running sum': (x, { choice }) => {
    const at = axisOf(x, choice);
    return tf.mul(tf.cumsum(x, at, choice % 2 > 0, choice % 3 > 0), 1 / x.shape[at]!);
  },
  gather: (x, { choice }) => {
    const at = axisOf(x, choice);
    return tf.gather(x, tf.tensor1d([choice % x.shape[at]!, 0, x.shape[at]! - 1], 'int32'), at);
  },
  'one hot': (x, step) => {
    const classes = tf.tensor1d(
      Array.from({ length: x.shape[0]! }, (_, i) => i % 3),
      'int32',
    );
    return tf.add(x, tf.mean(tf.oneHot(classes, 3 + (step.choice % 2))));
  },
  matmul: (x, step) => {
    const depth = x.shape.at(-1)!;
    const y = tf.matMul(tf.reshape(x, [-1, depth]), constant([depth, 3], step));
    return tf.mul(tf.reshape(y, [...x.shape.slice(0, -1), 3]), 1 / Math.sqrt(depth));
  },
  'matmul of batches': (x) => {
    if (x.rank < 2) return null;
    const y = tf.softmax(tf.mul(tf.matMul(x, x, false, true), 1 / x.shape.at(-1)!));
    return tf.matMul(y, x);
  },
  convolution: (x, step) => {
    if (!isImage(x)) return null;
    const filter = constant([3, 3, x.shape[3]!, 4], step) as Tensor4D;
    const y = tf.conv2d(x as Tensor4D, filter, 1 + (step.choice % 2), step.choice % 3 ? 'same' : 'valid');
    return tf.mul(y, 0.5 / Math.sqrt(x.shape[3]!));
  },
  depthwise: (x, step) =>
    isImage(x)
      ? tf.mul(
          tf.depthwiseConv2d(x as Tensor4D, constant([3, 3, x.shape[3]!, 1], step) as Tensor4D, 1, 'same'),
          0.5,
        )
      : null,
  'max pool': (x, { watch }) => (isImage(x) ? maxPool(x, watch) : null),
  'average pool': (x, { choice }) =>
    isImage(x) ? tf.avgPool(x as Tensor4D, 3, 1 + (choice % 2), 'same') : null,
  'batch norm': (x, step) => {
    const depth = [x.shape.at(-1)!];
    const mean = constant(depth, step) as tf.Tensor1D;
    return x.rank === 4 ? tf.batchNorm(x, mean, tf.add(tf.square(mean), 0.5), tf.neg(mean)) : null;
  },
  resize: (x, { choice }) =>
    isImage(x) && x.shape[1]! < 8
      ? tf.image.resizeBilinear(x as Tensor4D, [x.shape[1]! + 3, 4], false, choice % 2 > 0)
      : null,
};

/** The other operand made to fit by a mean over the axes that disagree, or null where ranks are too different. */
function fitted(x: Tensor, other: Tensor, combine: (y: Tensor) => Tensor | null): Tensor | null {
  if (other.rank > x.rank) return null;
  const from = x.rank - other.rank;
  const axes = other.shape.flatMap((d, axis) => (d === x.shape[from + axis] || d === 1 ? [] : [axis]));
  return combine(axes.length > 0 ? tf.mean(other, axes, true) : other);
}

/** The value of the last step. Steps that do not fit their operand, and those that would make it large, are left out. */
export function runSteps(steps: readonly Step[], x: Tensor, watch: Watch): Tensor {
  const values = [x];
  for (const step of steps) {
    const made = OPERATIONS[step.op](values[values.length - 1 - (step.a % values.length)], {
      ...step,
      other: values[step.b % values.length],
      watch,
    });
    if (made && made.size <= LARGEST && made.rank <= 4 && made.rank > 0) values.push(made);
  }
  return values[values.length - 1];
}
