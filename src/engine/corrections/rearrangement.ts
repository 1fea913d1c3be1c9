import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

type Backward = (dy: Tensor, x: Tensor, attrs: NamedAttrMap) => Tensor;

/** Places the entries of one axis `step` apart, the first at `start`, in zeros of the given length. */
function spread(x: Tensor, axis: number, start: number, step: number, length: number): Tensor {
  const count = x.shape[axis];
  const covered = (count - 1) * step + 1;
  let wide = x;
  if (step > 1) {
    const apart = tf.reshape(x, x.shape.toSpliced(axis + 1, 0, 1));
    const after = apart.shape.map((_, at): [number, number] => [0, at === axis + 1 ? step - 1 : 0]);
    const whole = tf.reshape(tf.pad(apart, after), x.shape.with(axis, count * step));
    wide = tf.slice(whole, Array(x.rank).fill(0), x.shape.with(axis, covered));
  }
  return tf.pad(
    wide,
    x.shape.map((_, at): [number, number] => (at === axis ? [start, length - start - covered] : [0, 0])),
  );
}

const stridedSlice: Backward = (dy, x, attrs) => {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } =
    attrs as unknown as tf.StridedSliceAttrs;
  const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as const;
  const walk = tf.slice_util.sliceInfo(x.shape, begin, end, strides, ...masks);
  let gradient = tf.reshape(dy, tf.slice_util.computeOutShape(walk.begin, walk.end, walk.strides));
  for (const [axis, length] of x.shape.entries()) {
    const step = walk.strides[axis];
    const last = walk.begin[axis] + (gradient.shape[axis] - 1) * step;
    if (step < 0) gradient = tf.reverse(gradient, axis);
    gradient = spread(gradient, axis, step < 0 ? last : walk.begin[axis], Math.abs(step), length);
  }
  return gradient;
};

/** What mirrored cells received goes back to the cells that they mirror; tfjs drops it. */
const mirrorPad: Backward = (dy, x, attrs) => {
  const { paddings, mode } = attrs as unknown as tf.MirrorPadAttrs;
  const skip = mode === 'reflect' ? 1 : 0;
  let gradient = dy;
  for (const [axis, length] of x.shape.entries()) {
    const [before, after] = paddings[axis];
    const part = (from: number, count: number) =>
      tf.slice(gradient, Array(x.rank).fill(0).with(axis, from), gradient.shape.with(axis, count));
    const mirrored = (from: number, count: number, to: number) =>
      count === 0 ? [] : [spread(tf.reverse(part(from, count), axis), axis, to, 1, length)];
    gradient = tf.addN([
      part(before, length),
      ...mirrored(0, before, skip),
      ...mirrored(before + length, after, length - skip - after),
    ]);
  }
  return gradient;
};

const depthToSpace: Backward = (dy, x, { blockSize }) => {
  const [n, h, w] = x.shape;
  const size = blockSize as number;
  const blocks = tf.reshape(dy, [n, h, size, w, size, -1]);
  return tf.reshape(tf.transpose(blocks, [0, 1, 3, 2, 4, 5]), x.shape);
};

/** Kernels that move elements: tfjs has no gradient of them, or of MirrorPad half of it. */
export function correctRearrangements(): void {
  for (const [kernelName, backward] of Object.entries({
    StridedSlice: stridedSlice,
    MirrorPad: mirrorPad,
    DepthToSpace: depthToSpace,
  })) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x'],
      gradFunc: (dy, saved, attrs) => ({ x: () => backward(dy as Tensor, (saved as Tensor[])[0], attrs) }),
    });
  }
}
