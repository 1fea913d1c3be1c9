import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { cellsInside } from '../average-pool.ts';
import { type Correction, type Given, type Kernel, replaceKernel } from '../replace-kernel.ts';
import { type Frame, framed, frameOf, unframed } from './frame.ts';

interface Attributes {
  readonly filterSize: [number, number];
  readonly strides: [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** A pool of an image whose windows reach over its border. */
interface Pool {
  readonly image: Tensor4D;
  readonly frame: Frame;
  /** What a mean over the whole window is multiplied by to be one over the cells inside the image, [1, H, W, 1]. */
  cells(): Tensor4D;
  /** The kernel of the library, on other operands. */
  run(inputs: Given['inputs']): Tensor4D;
}

function cellsOf(info: tf.backend_util.Conv2DInfo, [, outHeight, outWidth]: readonly number[]): Tensor4D {
  const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth } = info;
  const rows = cellsInside(outHeight, strideHeight, padInfo.top, filterHeight, info.inHeight);
  const columns = cellsInside(outWidth, strideWidth, padInfo.left, filterWidth, info.inWidth);
  const factors = rows.flatMap((h) => columns.map((w) => (filterHeight * filterWidth) / (h * w)));
  return tf.tensor4d(factors, [1, outHeight, outWidth, 1]);
}

/** Does `work` where windows reach over the border of the image, which is the operand `name`. */
const pooling =
  (name: 'x' | 'input', work: (pool: Pool, given: Given['inputs']) => Tensor4D): Correction =>
  (registered: Kernel) =>
  (given) => {
    const image = given.inputs[name] as Tensor4D;
    const dy = given.inputs.dy as Tensor4D | undefined;
    const { filterSize, strides, pad, dimRoundingMode } = given.attrs as unknown as Attributes;
    const { computePool2DInfo } = tf.backend_util;
    const info = computePool2DInfo(image.shape, filterSize, strides, 1, pad, dimRoundingMode);
    const frame = frameOf(info, dy);
    if (!frame) return registered(given);
    const attrs = { ...given.attrs, pad: 'valid' };
    const pool: Pool = {
      image,
      frame,
      cells: () => cellsOf(info, dy?.shape ?? info.outShape),
      run: (inputs) => registered({ ...given, inputs, attrs }) as Tensor4D,
    };
    return tf.tidy(() => work(pool, given.inputs));
  };

const maximum = pooling('x', ({ image, frame, run }) => run({ x: framed(image, frame, -Infinity) }));

const maximumGradient = pooling('input', ({ image, frame, run }, { dy, output }) =>
  unframed(run({ dy, output, input: framed(image, frame, -Infinity) }), image.shape, frame),
);

const average = pooling('x', ({ image, frame, run, cells }) =>
  tf.mul(run({ x: framed(image, frame) }), cells()),
);

const averageGradient = pooling('input', ({ image, frame, run, cells }, { dy }) =>
  unframed(run({ dy: tf.mul(dy, cells()), input: framed(image, frame) }), image.shape, frame),
);

/** The pools of TensorFlow's library, as tfjs-node calls them, know no number of cells as padding and no rounding up. */
export function correctNativePools(backendName: string): void {
  replaceKernel('MaxPool', backendName, maximum);
  replaceKernel('MaxPoolGrad', backendName, maximumGradient);
  replaceKernel('AvgPool', backendName, average);
  replaceKernel('AvgPoolGrad', backendName, averageGradient);
}
