import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type Correction, replaceKernel } from '../replace-kernel.ts';

/** tfjs-node looks for the length of an axis that is counted from the end, finds none and refuses every index. */
const countedFromStart: Correction = (registered) => (call) => {
  const { shape } = call.inputs.x;
  const [axis] = tf.util.parseAxisParam(call.attrs.axis as number, shape);
  return registered({ ...call, attrs: { ...call.attrs, axis } });
};

/** TensorFlow leaves out what belongs to a negative segment, and refuses one behind the last, which tfjs leaves out too. */
const withoutMissing: Correction = (registered) => (call) =>
  tf.tidy(() => {
    const ids = call.inputs.segmentIds as Tensor;
    const exists = tf.less(ids, tf.scalar(call.attrs.numSegments as number, 'int32'));
    const segmentIds = tf.where(exists, ids, tf.fill(ids.shape, -1, 'int32'));
    return registered({ ...call, inputs: { ...call.inputs, segmentIds } }) as Tensor;
  });

export function correctNativeIndices(backendName: string): void {
  replaceKernel('GatherV2', backendName, countedFromStart);
  replaceKernel('UnsortedSegmentSum', backendName, withoutMissing);
}
