import '../../tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { type Correction, replaceKernel } from './replace-kernel.ts';

type Shape4 = [number, number, number, number];

interface PoolAttributes {
  readonly filterSize: [number, number];
  readonly strides: [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** For every window position along one axis: how many of its cells lie inside the image. */
export function cellsInside(
  positions: number,
  stride: number,
  before: number,
  window: number,
  size: number,
): number[] {
  return Array.from({ length: positions }, (_, i) => {
    const start = i * stride - before;
    return Math.min(size, start + window) - Math.max(0, start);
  });
}

const dividingByCellsInside: Correction = (registered) => (call) => {
  const { dy, input } = call.inputs;
  const { filterSize, strides, pad, dimRoundingMode } = call.attrs as unknown as PoolAttributes;
  const shape = input.shape as Shape4;
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const { padInfo, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  if (padInfo.top + padInfo.bottom + padInfo.left + padInfo.right === 0) return registered(call);
  const rows = cellsInside(outHeight, info.strideHeight, padInfo.top, filterHeight, info.inHeight);
  const columns = cellsInside(outWidth, info.strideWidth, padInfo.left, filterWidth, info.inWidth);
  const backend = call.backend as tf.KernelBackend;
  const values = backend.readSync(dy.dataId) as Float32Array;
  const scaled = values.map((value, i) => {
    const cell = Math.floor(i / outChannels);
    const inside = rows[Math.floor(cell / outWidth) % outHeight] * columns[cell % outWidth];
    return (value * filterHeight * filterWidth) / inside;
  });
  const dataId = backend.write(scaled, dy.shape, 'float32');
  try {
    const moved = { dataId, shape: dy.shape, dtype: 'float32' } as unknown as tf.Tensor;
    return registered({ ...call, inputs: { dy: moved, input } });
  } finally {
    backend.disposeData(dataId);
  }
};

/**
 * The forward kernel of the `cpu` backend divides by the cells inside the image, its gradient kernel by the whole
 * window, which is wrong at padded borders. The kernel is corrected rather than the gradient function: with that,
 * `AvgPoolGrad` means the same on every backend (TensorFlow's own is right) and stays one kernel in a recording.
 */
export function correctAveragePool(): void {
  replaceKernel('AvgPoolGrad', 'cpu', dividingByCellsInside);
}
