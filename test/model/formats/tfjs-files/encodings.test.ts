import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../../src/model/load.ts';
import { save, tinyNetwork } from '../../networks.ts';

const L = layers.layers;

describe('quantised weights', () => {
  const cases: [string, object, Buffer, number[]][] = [
    ['bool', { dtype: 'bool' }, Buffer.from([0, 1, 1, 0]), [0, 1, 1, 0]],
    ['uint8', { dtype: 'uint8' }, Buffer.from([0, 1, 128, 255]), [0, 1, 128, 255]],
    ['int32', { dtype: 'int32' }, Buffer.from(Int32Array.of(-3, 0, 7, 70000).buffer), [-3, 0, 7, 70000]],
    [
      'uint8 codes',
      { dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -10 } },
      Buffer.from([0, 1, 20, 255]),
      [-10, -9.5, 0, 117.5],
    ],
    [
      'uint16 codes',
      {
        dtype: 'float32',
        quantization: { dtype: 'uint16', scale: 0.25, min: -1, original_dtype: 'float32' },
      },
      Buffer.from(Uint16Array.of(0, 4, 5, 65535).buffer),
      [-1, 0, 0.25, 16382.75],
    ],
    [
      'uint8 codes of whole numbers',
      { dtype: 'int32', quantization: { dtype: 'uint8', scale: 0.3, min: -2 } },
      Buffer.from([0, 1, 2, 10]),
      [-2, -2, -1, 1],
    ],
    [
      'float16',
      { dtype: 'float32', quantization: { dtype: 'float16' } },
      // 1, -2, the largest number, the smallest subnormal number.
      Buffer.from(Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001).buffer),
      [1, -2, 65504, 2 ** -24],
    ],
  ];

  it.each(cases)('%s', async (_, entry, code, expected) => {
    const folder = await save(tinyNetwork(), (document, bytes) => {
      const [kernel, bias] = document.weightsManifest[0].weights;
      document.weightsManifest[0].weights = [{ name: kernel.name, shape: kernel.shape, ...entry }, bias];
      return Buffer.concat([code, bytes.subarray(16)]);
    });
    const model = await loadModel(folder);
    expect([...model.trained.get('dense/kernel')!]).toEqual(expected);
  });

  it('agree with the decoder of TensorFlow.js for every half precision number', async () => {
    const bits = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter((b) => (b & 0x7c00) !== 0x7c00);
    const quantization = { dtype: 'float16' as const };
    const spec = { name: 'all', shape: [bits.length], dtype: 'float32' as const, quantization };
    const expected = tf.io.decodeWeights(bits.buffer, [spec]).all.dataSync();
    const network = layers.sequential({
      layers: [L.dense({ units: 2, useBias: false, inputShape: [bits.length / 2], name: 'dense' })],
    });
    const folder = await save(network, (document) => {
      document.weightsManifest[0].weights = [{ ...spec, name: 'dense/kernel', shape: [bits.length / 2, 2] }];
      return Buffer.from(bits.buffer);
    });
    expect((await loadModel(folder)).trained.get('dense/kernel')).toEqual(expected);
  });
});
