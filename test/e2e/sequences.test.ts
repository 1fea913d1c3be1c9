import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { explain } from '../../src/explain.ts';
import { runChecks } from '../../src/run-checks.ts';
import { FEED_FORWARD, RECURRENT } from '../model/formats/tfjs-layers/layers-networks.ts';
import { fill } from '../model/networks.ts';

const L = layers.layers;
const text = () =>
  layers.sequential({
    layers: [
      L.embedding({ inputDim: 9, outputDim: 4, inputLength: 12 }),
      L.conv1d({ filters: 6, kernelSize: 3, activation: 'relu' }),
      L.globalMaxPooling1d({}),
      L.dense({ units: 3, activation: 'softmax' }),
    ],
  });

const waves = (count: number, size: number) =>
  Float32Array.from({ length: count * size }, (_, i) => Math.sin(i * i * 0.7) + 0.1 * (i % size));
const indices = Float32Array.from({ length: 6 * 12 }, (_, i) => (i * i * 5 + i) % 9);

// Network, shape of an input, values, shape of a map.
const CASES: [string, () => layers.LayersModel, number[], Float32Array, number[]][] = [
  ['text', text, [12], indices, [12, 1, 4]],
  ['a signal', FEED_FORWARD.line, [16, 4], waves(6, 64), [16, 1, 4]],
  ['a recurrent network', RECURRENT.LSTM, [5, 3], waves(6, 15), [5, 1, 3]],
  ['a table', FEED_FORWARD.table, [5], waves(6, 5), [5]],
];

describe.each(CASES)('%s', (_, make, shape, values, mapShape) => {
  const config = () => ({
    model: fill(make()),
    inputs: { values, shape },
    methods: 'gradient,input-x-gradient,integrated-gradients',
    metrics: 'spearman-abs,spearman-signed,ssim,hog',
    draws: 2,
    pictures: 1,
    threads: 1,
  });

  test('is explained by one value per step or feature', async () => {
    const { maps } = await explain(config());
    for (const { shape: found, values: map } of Object.values(maps)) {
      expect(found).toEqual(mapShape);
      expect(map.length).toBe(6 * mapShape.reduce((a, b) => a * b, 1));
      expect(map.some((value) => value !== 0)).toBe(true);
      expect(map.every(Number.isFinite)).toBe(true);
    }
  });

  test('is checked without the metrics of pictures, which the report says', async () => {
    const report = await runChecks(config());
    const left = report.notices
      .filter(({ code }) => code === 'metric-left-out')
      .map(({ message }) => message);
    expect(left.map((message) => message.split(' is left out')[0]).sort()).toEqual(['hog', 'ssim']);
    expect(report.notices.map(({ code }) => code)).not.toContain('engine-fallback');
    for (const { references } of report.checks) {
      expect(references['spearman-abs']?.ceiling).toBe(1);
    }
  });
});
