import * as tf from '@tensorflow/tfjs-core';

/**
 * Gives the wasm backend of TensorFlow.js the kernel that it lacks for training convolutional networks, made of kernels
 * that it has: what each cell of the filter saw, side by side, times the gradient of the result.
 */
export function supplyFilterGradient(): void {
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as unknown as { x: tf.TensorInfo; dy: tf.TensorInfo };
      const { strides, pad, filterShape, dimRoundingMode } = attrs as unknown as {
        strides: [number, number];
        pad: 'same' | 'valid' | number;
        filterShape: [number, number, number, number];
        dimRoundingMode?: 'floor' | 'round' | 'ceil';
      };
      const g = tf.backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filterShape,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      return tf.tidy(() => {
        const [image, gradient] = [x, dy].map((info) =>
          tf.engine().makeTensorFromTensorInfo(info, tf.engine().backend),
        );
        const { top, bottom, left, right } = g.padInfo;
        const padded = tf.pad(image, [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ]);
        const rows = g.batchSize * g.outHeight * g.outWidth;
        const cells: tf.Tensor[] = [];
        for (let row = 0; row < g.filterHeight; row++) {
          for (let col = 0; col < g.filterWidth; col++) {
            const seen = tf.stridedSlice(
              padded,
              [0, row, col, 0],
              [
                g.batchSize,
                row + (g.outHeight - 1) * g.strideHeight + 1,
                col + (g.outWidth - 1) * g.strideWidth + 1,
                g.inChannels,
              ],
              [1, g.strideHeight, g.strideWidth, 1],
            );
            cells.push(tf.reshape(seen, [rows, g.inChannels]));
          }
        }
        const product = tf.matMul(
          tf.concat(cells, 1),
          tf.reshape(gradient, [rows, g.outChannels]),
          true,
          false,
        );
        return tf.reshape(product, filterShape);
      });
    },
  });
}
