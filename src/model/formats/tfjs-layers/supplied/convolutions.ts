import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { asList } from '../tf-layers.ts';
import { type LayerClass, layerClass, listOf, register, type Shape, type Supplied } from './base-class.ts';

type Readable = { read(): Tensor };
type Activation = { apply(x: Tensor): Tensor };

/** A convolution over steps that sees no step to come: it is padded at the beginning alone. */
class CausalConv1D extends (layerClass('Conv1D') as LayerClass) {
  static override className = 'CausalConv1D';

  constructor(settings: Record<string, unknown>) {
    super({ ...settings, padding: 'valid' });
  }

  get border(): number {
    const { kernelSize, dilationRate } = this;
    return (listOf(kernelSize, 1)[0] - 1) * listOf(dilationRate, 1)[0];
  }

  override computeOutputShape(shape: Shape): Shape {
    const [batch, steps, channels] = shape;
    return super.computeOutputShape([batch, steps === null ? null : steps + this.border, channels]) as Shape;
  }

  override call(inputs: Tensor | Tensor[], settings: Record<string, unknown>): Tensor | Tensor[] {
    return tf.tidy(() => {
      const padded = tf.pad(asList(inputs)[0], [
        [0, 0],
        [this.border, 0],
        [0, 0],
      ]);
      return super.call(padded, settings as never);
    });
  }

  override getClassName(): string {
    return 'Conv1D';
  }
}

/** A convolution of every channel by itself whose filter has gaps. */
class DilatedDepthwiseConv2D extends (layerClass('DepthwiseConv2D') as LayerClass) {
  static override className = 'DilatedDepthwiseConv2D';

  override computeOutputShape(shape: Shape): Shape {
    const rates = listOf(this.dilationRate, 2);
    const own = this.kernelSize;
    // What a filter with gaps covers.
    this.kernelSize = listOf(own, 2).map((extent, axis) => (extent - 1) * rates[axis] + 1);
    try {
      return super.computeOutputShape(shape) as Shape;
    } finally {
      this.kernelSize = own;
    }
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const { depthwiseKernel, bias, activation, strides, padding, dilationRate } = this as unknown as {
      depthwiseKernel: Readable;
      bias: Readable | null;
      activation: Activation | null;
      strides: [number, number];
      padding: 'same' | 'valid';
      dilationRate: [number, number];
    };
    return tf.tidy(() => {
      const [x] = asList(inputs) as tf.Tensor4D[];
      const kernel = depthwiseKernel.read() as tf.Tensor4D;
      const product = tf.depthwiseConv2d(x, kernel, strides, padding, 'NHWC', dilationRate);
      const sum = bias ? tf.add(product, bias.read()) : product;
      return activation ? activation.apply(sum) : sum;
    });
  }

  override getClassName(): string {
    return 'DepthwiseConv2D';
  }
}

register(CausalConv1D);
register(DilatedDepthwiseConv2D);

export const CONVOLUTIONS: readonly Supplied[] = [
  {
    kind: 'Conv1D',
    settings: ['padding'],
    layer: CausalConv1D,
    applies: ({ padding, data_format: format }) => padding === 'causal' && format !== 'channels_first',
  },
  {
    kind: 'DepthwiseConv2D',
    settings: ['dilation_rate'],
    layer: DilatedDepthwiseConv2D,
    applies: ({ dilation_rate: rate, data_format: format }) =>
      listOf(rate, 2).some((one) => one !== 1) && format !== 'channels_first',
  },
];
