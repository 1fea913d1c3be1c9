import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { asList } from '../tf-layers.ts';
import { type LayerClass, layerClass, register, type Shape, type Supplied } from './base-class.ts';

type Readable = { read(): Tensor };

const single = (axis: unknown): unknown => (Array.isArray(axis) && axis.length === 1 ? axis[0] : axis);

/** A softmax over other axes than the last. */
class SoftmaxOverAxes extends (layerClass('Softmax') as LayerClass) {
  static override className = 'SoftmaxOverAxes';

  constructor(settings: Record<string, unknown>) {
    super({ ...settings, axis: settings.axis ?? -1 });
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const [x] = asList(inputs);
      const axes = [this.axis as number | number[]].flat().map((axis) => (axis < 0 ? axis + x.rank : axis));
      if (axes.length === 1 && axes[0] === x.rank - 1) return tf.softmax(x);
      const powers = tf.exp(tf.sub(x, tf.max(x, axes, true)));
      return tf.div(powers, tf.sum(powers, axes, true));
    });
  }

  override getClassName(): string {
    return 'Softmax';
  }
}

/** A normalisation along another axis than the last. */
class BatchNormalizationOverAxis extends (layerClass('BatchNormalization') as LayerClass) {
  static override className = 'BatchNormalizationOverAxis';

  constructor(settings: Record<string, unknown>) {
    // Keras 2 writes a list of one.
    super({ ...settings, axis: single(settings.axis) });
  }

  override call(inputs: Tensor | Tensor[], settings: Record<string, unknown>): Tensor | Tensor[] {
    const [x] = asList(inputs);
    const { epsilon, ...own } = this as unknown as {
      axis: number;
      epsilon: number;
      scale: boolean;
      center: boolean;
    };
    const axis = own.axis < 0 ? own.axis + x.rank : own.axis;
    if (axis === x.rank - 1) return super.call(inputs, settings as never);
    return tf.tidy(() => {
      const along = x.shape.map((extent, i) => (i === axis ? extent : 1));
      const read = (name: string, there = true) =>
        there ? tf.reshape((this[name] as Readable).read(), along) : null;
      const slope = tf.rsqrt(tf.add(read('movingVariance')!, epsilon));
      const [gamma, beta] = [read('gamma', own.scale), read('beta', own.center)];
      const scaled = tf.mul(tf.sub(x, read('movingMean')!), gamma ? tf.mul(slope, gamma) : slope);
      return beta ? tf.add(scaled, beta) : scaled;
    });
  }

  override getClassName(): string {
    return 'BatchNormalization';
  }
}

/** A reshape with an extent that follows from the others, which TensorFlow.js tells only while it runs. */
class InferringReshape extends (layerClass('Reshape') as LayerClass) {
  static override className = 'InferringReshape';

  override computeOutputShape(shape: Shape): Shape {
    const [batch, ...rest] = shape;
    const target = this.targetShape as Shape;
    if (rest.includes(null)) return [batch, ...target];
    const known = target.reduce<number>((size, extent) => size * (extent ?? 1), 1);
    const size = (rest as number[]).reduce((product, extent) => product * extent, 1);
    return [batch, ...target.map((extent) => extent ?? size / known)];
  }

  override getClassName(): string {
    return 'Reshape';
  }
}

for (const layer of [SoftmaxOverAxes, BatchNormalizationOverAxis, InferringReshape]) register(layer);

export const AXES: readonly Supplied[] = [
  {
    kind: 'Softmax',
    settings: ['axis'],
    layer: SoftmaxOverAxes,
    applies: ({ axis }) => single(axis) !== -1,
  },
  {
    kind: 'BatchNormalization',
    settings: ['axis'],
    layer: BatchNormalizationOverAxis,
    applies: ({ axis = -1 }) => single(axis) !== -1,
  },
  {
    kind: 'Reshape',
    settings: ['target_shape'],
    layer: InferringReshape,
    applies: ({ target_shape: target }) =>
      Array.isArray(target) && target.some((extent) => extent === null || Number(extent) < 0),
  },
];
