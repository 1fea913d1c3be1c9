import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

const L = layers.layers;
const chain = (x: layers.SymbolicTensor, ...list: layers.layers.Layer[]) =>
  list.reduce((y, layer) => layer.apply(y) as layers.SymbolicTensor, x);
const conv = (filters: number, kernelSize: number, more = {}) =>
  L.conv2d({ filters, kernelSize, padding: 'same', ...more });
const norm = (more = {}) => L.batchNormalization({ axis: 3, epsilon: 1e-3, ...more });
const relu = () => L.activation({ activation: 'relu' });

function mlp(): layers.LayersModel {
  return layers.sequential({
    layers: [
      L.dense({ units: 24, activation: 'relu', inputShape: [16] }),
      L.dense({ units: 16, activation: 'relu' }),
      L.dense({ units: 5, activation: 'softmax' }),
    ],
  });
}

function cnn(): layers.LayersModel {
  return layers.sequential({
    layers: [
      conv(8, 3, { activation: 'relu', inputShape: [12, 12, 2] }),
      L.maxPooling2d({ poolSize: 2 }),
      conv(12, 3, { activation: 'relu', padding: 'valid' }),
      L.maxPooling2d({ poolSize: 2 }),
      L.flatten(),
      L.dense({ units: 16, activation: 'relu' }),
      L.dense({ units: 5 }),
    ],
  });
}

/** BatchNorm with and without scale and center, strides, a sum, a concatenation and padded pools. */
function residual(): layers.LayersModel {
  const input = layers.input({ shape: [12, 12, 3] });
  const first = chain(input, conv(8, 3, { useBias: false }), norm({ scale: false }), relu());
  const branch = chain(
    first,
    conv(8, 3),
    norm({ center: false }),
    relu(),
    conv(8, 3, { useBias: false }),
    norm(),
  );
  const sum = relu().apply(L.add().apply([first, branch])) as layers.SymbolicTensor;
  const short = chain(sum, conv(12, 1, { strides: 2, useBias: false }), norm());
  const long = chain(sum, conv(12, 3, { strides: 2 }), norm(), relu(), conv(12, 3), norm());
  const halved = relu().apply(L.add().apply([short, long])) as layers.SymbolicTensor;
  const pooled = chain(halved, L.maxPooling2d({ poolSize: 3, strides: 1, padding: 'same' }));
  const joined = L.concatenate().apply([halved, pooled]) as layers.SymbolicTensor;
  const output = chain(
    joined,
    L.averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' }),
    L.globalAveragePooling2d({}),
    L.dense({ units: 5 }),
  );
  return layers.model({ inputs: input, outputs: output });
}

/** Capped ReLUs in both spellings, depthwise and dilated convolutions. */
function mobile(): layers.LayersModel {
  return layers.sequential({
    layers: [
      conv(8, 3, { inputShape: [10, 10, 2], strides: 2 }),
      L.reLU({ maxValue: 6 }),
      L.depthwiseConv2d({ kernelSize: 3, padding: 'same' }),
      norm(),
      L.activation({ activation: 'relu6' }),
      conv(8, 3, { dilationRate: 2, activation: 'relu' }),
      conv(6, 3, { activation: 'relu' }),
      L.flatten(),
      L.dense({ units: 5 }),
    ],
  });
}

export const NETWORKS: Readonly<Record<string, () => layers.LayersModel>> = { mlp, cnn, residual, mobile };

/** Random weights of a size that keeps signals alive, the same for the same seed. */
export function randomised(
  specs: readonly { name: string; shape: readonly number[]; role: string }[],
  seed: number,
): Map<string, Float32Array> {
  return new Map(
    specs.map(({ name, shape, role }, i) => {
      const fan =
        shape.length > 1 ? tf.util.sizeFromShape(shape.slice(0, role === 'depthwise-kernel' ? 2 : -1)) : 0;
      const bound = fan > 0 ? Math.sqrt(6 / fan) : 0.1;
      const centre = role === 'moving-variance' || role === 'scale' ? 1 : 0;
      const values: Tensor = tf.randomUniform(
        [...shape],
        centre - bound,
        centre + bound,
        'float32',
        seed + i,
      );
      return [name, Float32Array.from(values.dataSync())];
    }),
  );
}
