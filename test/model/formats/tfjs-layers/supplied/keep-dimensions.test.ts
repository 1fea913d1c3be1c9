import { describe, expect, test } from 'vitest';
import { loadModel } from '../../../../../src/model/load.ts';
import { relativeError } from '../../../../engine/differences.ts';
import { inputs, refusal, tensors } from '../../../networks.ts';
import {
  convolution,
  dense,
  functional,
  inputLayer,
  layer,
  saveConverted,
  type Weight,
} from '../keras2-model.ts';

const weight = (name: string, shape: number[]): Weight => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { name, shape, values: Float32Array.from({ length: size }, (_, i) => Math.sin(1 + i * 1.3)) };
};

/** The end of MobileNet: pooling that keeps its axes or a layer that brings them back, and a 1x1 convolution. */
const network = (kind: string, kept: boolean) => {
  const pool = layer(kind, 'pool', ['input_1'], { data_format: 'channels_last', keepdims: kept });
  const back = layer('Reshape', 'back', ['pool'], { target_shape: [1, 1, 3] });
  return functional([
    inputLayer([4, 5, 3]),
    pool,
    ...(kept ? [] : [back]),
    layer('Conv2D', 'scores', [kept ? 'pool' : 'back'], convolution({ filters: 2, kernel_size: [1, 1] })),
    layer('Flatten', 'flat', ['scores'], { data_format: 'channels_last' }),
  ]);
};
const WEIGHTS = [weight('scores/kernel', [1, 1, 3, 2]), weight('scores/bias', [2])];

describe.each(['GlobalAveragePooling2D', 'GlobalMaxPooling2D'])('%s with keepdims', (kind) => {
  test('is the same as without, and its axes put back', async () => {
    const [kept, back] = await Promise.all(
      [true, false].map(async (one) => loadModel(await saveConverted(network(kind, one), [WEIGHTS]))),
    );
    expect(kept.sites.map(({ shape }) => shape)).toEqual([[1, 1, 3], [1, 1, 2], [2]]);
    const [a, b] = [kept, back].map((model) =>
      model.apply(inputs(model.inputShape), tensors(model, model.trained)).dataSync(),
    );
    expect(relativeError(b, a)).toBeLessThan(1e-6);
  });

  test('is written in the format that it came in', async () => {
    const model = await loadModel(await saveConverted(network(kind, true), [WEIGHTS]));
    const { parts } = model.serialise(model.trained).find(({ name }) => name === 'model.json')!;
    expect(Buffer.concat([...parts]).toString()).toContain(`"class_name":"${kind}"`);
  });
});

test('before channels it is refused', async () => {
  const config = { data_format: 'channels_first', keepdims: true };
  const topology = functional([
    inputLayer([3, 4, 5]),
    layer('GlobalAveragePooling2D', 'pool', ['input_1'], config),
  ]);
  const folder = await saveConverted(topology, []);
  expect(await refusal(() => loadModel(folder), folder)).toContain(
    'layer "pool": expected GlobalAveragePooling2D with data_format channels_last, found "channels_first".',
  );
});

test('weights of layers that were built in a scope are found without it', async () => {
  const topology = functional([inputLayer([3]), layer('Dense', 'logits', ['input_1'], dense(2))]);
  const scoped = [weight('block_1/logits/kernel', [3, 2]), weight('block_1/logits/bias', [2])];
  const model = await loadModel(await saveConverted(topology, [scoped]));
  expect(model.trained.get('logits/kernel')).toEqual(scoped[0].values);
});
