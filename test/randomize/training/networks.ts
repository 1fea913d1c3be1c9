import * as layers from '@tensorflow/tfjs-layers';
import { Stream } from '../../../src/randomize/stream.ts';

const L = layers.layers;

/** Initial values are the same in every run: Adam divides by the size of gradients, and where those are rounding any two ways of adding up part. */
const drawn = (seed: number, kind: 'glorotUniform' | 'heNormal' = 'glorotUniform') => ({
  kernelInitializer: layers.initializers[kind]({ seed }),
});

/** 8 features, 3 classes. */
export function mlp(dropout = 0): layers.LayersModel {
  return layers.sequential({
    layers: [
      L.dense({ inputShape: [8], units: 16, activation: 'relu', name: 'fc1', ...drawn(1, 'heNormal') }),
      ...(dropout ? [L.dropout({ rate: dropout, name: 'drop' })] : []),
      L.dense({ units: 3, name: 'output', biasInitializer: 'zeros', ...drawn(2) }),
    ],
  });
}

/** A residual block with BatchNorm: 8 x 8 x 2 to 3 classes. */
export function residual(l2 = 0): layers.LayersModel {
  const input = layers.input({ shape: [8, 8, 2] });
  const regularized = l2 ? { kernelRegularizer: layers.regularizers.l2({ l2 }) } : {};
  const convolution = { filters: 4, kernelSize: 3, padding: 'same', useBias: false } as const;
  const apply = (layer: layers.layers.Layer, x: unknown) =>
    layer.apply(x as layers.SymbolicTensor) as layers.SymbolicTensor;
  let x = apply(L.conv2d({ ...convolution, ...regularized, strides: 2, name: 'stem', ...drawn(3) }), input);
  x = apply(L.batchNormalization({ name: 'norm1', momentum: 0.9 }), x);
  const trunk = apply(L.activation({ activation: 'relu', name: 'relu1' }), x);
  x = apply(L.conv2d({ ...convolution, name: 'conv', ...drawn(4) }), trunk);
  x = apply(L.batchNormalization({ name: 'norm2', momentum: 0.8, scale: true }), x);
  x = apply(L.add({ name: 'sum' }), [x, trunk]);
  x = apply(L.activation({ activation: 'relu', name: 'relu2' }), x);
  x = apply(L.globalAveragePooling2d({ name: 'pool' }), x);
  return layers.model({
    inputs: input,
    outputs: apply(L.dense({ units: 3, name: 'output', activation: 'softmax', ...drawn(5) }), x),
  });
}

/** Inputs whose class shows: class c is bright at every place p with p mod classes = c. */
export function easyData(count: number, size: number, classes: number, seed = 1) {
  const stream = new Stream('easy data', seed);
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  const data = Float32Array.from({ length: count * size }, (_, k) => {
    const [i, place] = [Math.floor(k / size), k % size];
    return 0.7 * stream.normal() + (place % classes === labels[i] ? 1 : 0);
  });
  return { data, labels };
}
