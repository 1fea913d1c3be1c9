import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../../../src/model/load.ts';
import { disagreement, type Tensors, TOLERANCE } from '../../../engine/agreement.ts';
import { inputs, refusal, tensors } from '../../networks.ts';
import {
  batchNorm,
  convolution,
  dense,
  functional,
  inputLayer,
  layer,
  saveConverted,
  type Weight,
} from './keras2-model.ts';

const values = (count: number, phase: number, low = -0.5, high = 0.5) =>
  Float32Array.from({ length: count }, (_, i) => low + ((high - low) * (1 + Math.sin(phase + i * 1.7))) / 2);

function weight(name: string, shape: number[], phase: number, more: Partial<Weight> = {}): Weight {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const positive = /variance|gamma/.test(name);
  return { name, shape, values: values(size, phase, positive ? 0.5 : -0.5, positive ? 1.5 : 0.5), ...more };
}

const norm = (name: string, channels: number, phase: number, parts = ['gamma', 'beta']) =>
  [...parts, 'moving_mean', 'moving_variance'].map((part, i) =>
    weight(`${name}/${part}`, [channels], phase + i),
  );

/** An inverted residual as MobileNetV2 has it, with a nested Sequential, a shared order of groups and three encodings. */
const BLOCK = functional([
  inputLayer([8, 8, 3]),
  layer('Rescaling', 'scale', ['input_1'], { scale: 2, offset: -1 }),
  layer('ZeroPadding2D', 'pad', ['scale'], {
    padding: [
      [0, 1],
      [0, 1],
    ],
    data_format: 'channels_last',
  }),
  layer(
    'Conv2D',
    'stem',
    ['pad'],
    convolution({ filters: 4, strides: [2, 2], padding: 'valid', use_bias: false }),
  ),
  layer('BatchNormalization', 'stem_bn', ['stem'], batchNorm()),
  layer('ReLU', 'stem_relu', ['stem_bn'], { max_value: 6, negative_slope: 0, threshold: 0 }),
  layer('DepthwiseConv2D', 'deep', ['stem_relu'], {
    ...convolution({ depth_multiplier: 1, use_bias: false }),
    depthwise_initializer: {
      class_name: 'VarianceScaling',
      config: { scale: 1, mode: 'fan_avg', distribution: 'uniform', seed: null },
    },
    depthwise_regularizer: null,
    depthwise_constraint: null,
  }),
  layer('BatchNormalization', 'deep_bn', ['deep'], batchNorm({ scale: false })),
  layer('Activation', 'deep_act', ['deep_bn'], { activation: 'swish' }),
  layer('Add', 'sum', ['stem_relu', 'deep_act']),
  {
    ...layer('Sequential', 'head', ['sum']),
    config: {
      name: 'head',
      layers: [
        {
          class_name: 'GlobalAveragePooling2D',
          config: {
            name: 'gap',
            batch_input_shape: [null, 4, 4, 4],
            data_format: 'channels_last',
            keepdims: false,
          },
        },
        { class_name: 'Dense', config: { name: 'logits', ...dense(3, 'softmax') } },
      ],
    } as never,
  },
]);

const GROUPS = [
  [
    weight('stem/kernel', [3, 3, 3, 4], 1, { as: 'uint8' }),
    ...norm('stem_bn', 4, 2),
    weight('deep/depthwise_kernel', [3, 3, 4, 1], 8, { as: 'float16' }),
  ],
  [...norm('deep_bn', 4, 12, ['beta'])],
  [weight('logits/kernel', [4, 3], 20, { as: 'uint16' }), weight('logits/bias', [3], 21)],
];

/** Gradients that are not zero, the same compiled as eager. */
async function explain(folder: string): Promise<void> {
  const model = await loadModel(folder);
  const error = await disagreement(
    ({ x }, given) => {
      const logit = (at: tf.Tensor) => tf.sum(tf.slice(model.apply(at, given), [0, 1], [-1, 1]));
      const gradient = tf.grad(logit)(x);
      return { logits: model.apply(x, given), gradient, size: tf.log(tf.max(tf.abs(gradient))) };
    },
    { x: inputs(model.inputShape) },
    Object.fromEntries(tensors(model, model.trained)) as Tensors,
  );
  expect(error).toBeLessThan(TOLERANCE);
  model.dispose();
}

describe('models of Keras 2, converted', () => {
  it('a functional model in several groups and encodings', async () => {
    const folder = await saveConverted(BLOCK, GROUPS);
    const model = await loadModel(folder);
    expect(model).toMatchObject({ inputShape: [8, 8, 3], classes: 3, removedActivation: 'softmax' });
    expect(model.layers.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'logits Dense',
      'deep_bn BatchNormalization',
      'deep DepthwiseConv2D',
      'stem_bn BatchNormalization',
      'stem Conv2D',
    ]);
    for (const { name, values: stored, as } of GROUPS.flat()) {
      const error = { uint8: 2e-3, uint16: 8e-6, float16: 5e-4 }[as ?? 'uint8'];
      model.trained.get(name)!.forEach((value, i) => {
        expect(Math.abs(value - stored[i])).toBeLessThanOrEqual(as ? error : 0);
      });
    }
    const specs = new Map(model.weights.map((spec) => [spec.name, spec]));
    expect(specs.get('stem/kernel')?.initializer).toMatchObject({
      className: 'VarianceScaling',
      config: { mode: 'fanAvg', distribution: 'uniform' },
    });
    expect(specs.get('deep/depthwise_kernel')?.role).toBe('depthwise-kernel');
    model.dispose();
    await explain(folder);
  });

  it('a sequence model with recurrent cells and layer normalisation', async () => {
    const recurrent = {
      activation: 'tanh',
      recurrent_activation: 'sigmoid',
      use_bias: true,
      unit_forget_bias: true,
      recurrent_initializer: { class_name: 'Orthogonal', config: { gain: 1, seed: null } },
      return_sequences: true,
      implementation: 2,
      time_major: false,
    };
    const topology = functional([
      inputLayer([6, 3]),
      layer(
        'Conv1D',
        'conv',
        ['input_1'],
        convolution({ filters: 4, kernel_size: [3], strides: [1], dilation_rate: [1], padding: 'same' }),
      ),
      layer('LayerNormalization', 'norm', ['conv'], { axis: [2], epsilon: 0.001, center: true, scale: true }),
      layer('LSTM', 'lstm', ['norm'], { units: 4, ...recurrent }),
      layer('GlobalMaxPooling1D', 'pool', ['lstm'], { data_format: 'channels_last', keepdims: false }),
      layer('Dense', 'logits', ['pool'], dense(2)),
    ]);
    const folder = await saveConverted(topology, [
      [
        weight('conv/kernel', [3, 3, 4], 1),
        weight('conv/bias', [4], 2),
        weight('norm/gamma', [4], 3),
        weight('norm/beta', [4], 4),
        weight('lstm/lstm_cell/kernel', [4, 16], 5),
        weight('lstm/lstm_cell/recurrent_kernel', [4, 16], 6),
        weight('lstm/lstm_cell/bias', [16], 7),
        weight('logits/kernel', [4, 2], 8),
        weight('logits/bias', [2], 9),
      ],
    ]);
    await explain(folder);
  });
});

describe('what TensorFlow.js would read over is refused', () => {
  const CASES: [string, string, Record<string, unknown>][] = [
    ['ReLU', 'negative_slope 0, found 0.1', { negative_slope: 0.1 }],
    ['ReLU', 'threshold 0, found 0.5', { threshold: 0.5 }],
    ['Conv2DTranspose', 'groups 1, found 2', convolution({ filters: 4, groups: 2 })],
  ];

  it.each(CASES)('%s with %s', async (kind, what, config) => {
    const topology = functional([inputLayer([4, 4, 2]), layer(kind, 'odd', ['input_1'], config)]);
    const folder = await saveConverted(topology, []);
    expect(await refusal(() => loadModel(folder), folder)).toContain(`expected ${kind} with ${what}.`);
  });

  it('inside a wrapper and a nested model', async () => {
    const relu = layer('ReLU', 'deep', ['input_2'], { negative_slope: 0.3 });
    const nested = functional([inputLayer([4], 'input_2'), relu], 'nested');
    const wrapped = layer('TimeDistributed', 'each', ['input_1'], { layer: nested });
    const folder = await saveConverted(functional([inputLayer([3, 4]), wrapped]), []);
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer "deep": expected ReLU with negative_slope 0, found 0.3. Other values would be ignored, or computed otherwise than in Keras."`,
    );
  });

  it('a layer that TensorFlow.js does not know', async () => {
    const topology = functional([
      inputLayer([4]),
      layer('TFOpLambda', 'tf.math.add', ['input_1'], { function: 'math.add' }),
    ]);
    const folder = await saveConverted(topology, []);
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER/model.json: layer "tf.math.add": expected layers that TensorFlow.js knows, found "TFOpLambda"."`,
    );
  });
});
