import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../../../src/model/load.ts';
import { runCompiled } from '../../../engine/agreement.ts';
import { relativeError } from '../../../engine/differences.ts';
import { refusal } from '../../networks.ts';
import { BATCH, CASES, type Case, wave, write } from './operation-cases.ts';

/** Of the largest logit; TensorFlow computes in float32 itself. */
const TOLERANCE = 1e-5;

describe('operations give what TensorFlow gives, whatever their attributes', () => {
  test.each(CASES.map((one) => [`${one.op} ${JSON.stringify(one.attr)}`, one] as const))(
    '%s',
    async (_, one) => {
      const model = await loadModel(await write(one));
      const shape = [BATCH, ...one.shape];
      const x = tf.tensor(wave(shape, 0.5), shape);
      const weights = Object.fromEntries(
        model.weights.map((spec) => [spec.name, tf.tensor(model.trained.get(spec.name)!, [...spec.shape])]),
      );
      const eager = tf.tidy(() =>
        Float32Array.from(model.apply(x, new Map(Object.entries(weights))).dataSync()),
      );
      const compiled = await runCompiled(
        ({ x: at }, given) => ({ logits: model.apply(at, given) }),
        { x },
        weights,
      );
      tf.dispose([x, ...Object.values(weights)]);
      model.dispose();
      const expected = Float32Array.from(one.logits);
      expect(relativeError(expected, eager), `eager ${eager}, TensorFlow ${expected}`).toBeLessThan(
        TOLERANCE,
      );
      expect(relativeError(expected, compiled.logits), 'compiled').toBeLessThan(TOLERANCE);
    },
  );
});

describe('what the converter would read over is refused by the node', () => {
  const IMAGE = [6, 5, 2];
  const WINDOW = { strides: [1, 1, 1, 1], padding: 'SAME' };
  const filter = { kind: 'w', shape: [3, 3, 2, 2] };
  const refused: [string, Case['attr'], Case['constants'], string][] = [
    ['Conv2D', { ...WINDOW, strides: [1, 1, 1, 2] }, [filter], 'strides [1,1,1,2] over inputs or channels'],
    ['MaxPool', { ...WINDOW, ksize: [1, 2, 2, 2] }, [], 'ksize [1,2,2,2] over inputs or channels'],
    [
      'MaxPool',
      {
        ksize: [1, 2, 2, 1],
        strides: [1, 1, 1, 1],
        padding: 'EXPLICIT',
        explicit_paddings: [0, 0, 1, 1, 1, 1, 0, 0],
      },
      [],
      'explicit padding of a pooling',
    ],
    [
      'FusedBatchNormV3',
      { is_training: true, epsilon: 0.001 },
      [0, 1, 2, 3].map(() => ({ kind: 'p', shape: [2] })),
      'is_training: normalisation by the batch itself',
    ],
    ['Conv2D', { ...WINDOW, data_format: 'NCHW' }, [filter], 'the data format NCHW; only NHWC is supported'],
    [
      '_FusedConv2D',
      { ...WINDOW, fused_ops: ['Relu'], num_args: 0, dilations: [1, 1, 1, 1] },
      [filter],
      'fused_ops Relu',
    ],
    [
      'FakeQuantWithMinMaxVars',
      { num_bits: 8 },
      [{ value: -1.5 }, { value: 1.5 }],
      'rounding to whole steps',
    ],
  ];

  test.each(refused)('%s %j', async (op, attr, constants, reason) => {
    const folder = await write({ op, attr, constants, shape: IMAGE, outputs: 60, logits: [] });
    const message = await refusal(() => loadModel(folder), folder);
    expect(message).toContain(`node tested: expected operations of a static graph, found ${op} (${reason}`);
  });
});
