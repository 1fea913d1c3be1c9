import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hogMetric } from '../../src/similarity/hog.ts';
import { hogDescriptor } from '../../src/similarity/hog-descriptor.ts';
import type { Plane } from '../../src/similarity/metric.ts';
import { minMax } from '../../src/similarity/min-max.ts';
import { spearmanAbs, spearmanSigned } from '../../src/similarity/spearman.ts';
import { ssimMetric } from '../../src/similarity/ssim.ts';
import { generated, planeOf, score } from './planes-of.ts';

interface Golden {
  readonly cases: Readonly<Record<string, Readonly<Record<string, number | number[]>>>>;
}

interface Pair {
  readonly a: Plane;
  readonly b: Plane;
}

function read(name: string): Golden {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

function mapped({ a, b }: Pair, f: (value: number, index: number) => number): [Plane, Plane] {
  return [
    { ...a, values: a.values.map(f) },
    { ...b, values: b.values.map(f) },
  ];
}

function descriptorOf({ height, width, values }: Plane): Float64Array {
  return hogDescriptor(minMax(values)!, height, width, Math.min(height, width) < 48 ? 8 : 16);
}

// What each key of the golden files is, for two generated planes. The share of shared zeros is where the first is below .6.
const COMPUTED: Record<string, (pair: Pair) => number | number[]> = {
  first3_a: ({ a }) => Array.from(a.values.slice(0, 3)),
  spearman: ({ a, b }) => score(spearmanSigned, a, b),
  spearman_abs: (pair) => score(spearmanAbs, ...mapped(pair, Math.abs)),
  spearman_round1_ties: (pair) => score(spearmanSigned, ...mapped(pair, (v) => Math.round(10 * v) / 10)),
  spearman_shared_zeros_abs: (pair) =>
    score(spearmanAbs, ...mapped(pair, (v, i) => (pair.a.values[i] < 0.6 ? 0 : Math.abs(v)))),
  zero_fraction: ({ a }) => a.values.filter((v) => v < 0.6).length / a.values.length,
  ssim_uniform_w7_R1: ({ a, b }) => score(ssimMetric({ window: 7 }), a, b),
  ssim_uniform_w5_R2: ({ a, b }) => score(ssimMetric({ window: 5, range: 2 }), a, b),
  ssim_gauss_R2: ({ a, b }) => score(ssimMetric({ range: 2 }), a, b),
  ssim_gauss_R1_population: ({ a, b }) => score(ssimMetric({ sampleCovariance: false }), a, b),
  hog_len: ({ a }) => descriptorOf(a).length,
  hog_spearman: ({ a, b }) => score(hogMetric({ correlation: 'spearman' }), a, b),
  hog_pearson: ({ a, b }) => score(hogMetric(), a, b),
  hog_a_first5: ({ a }) => Array.from(descriptorOf(a).slice(0, 5)),
};

describe.each(['golden.json', 'golden-cells-8.json'])('scipy and scikit-image, %s', (file) => {
  const { cases } = read(file);
  const rows = Object.entries(cases).flatMap(([size, golden]) =>
    Object.keys(golden).map((key) => [size, key] as const),
  );

  test.each(rows)('%s %s', (size, key) => {
    const [height, width] = size.split('x').map(Number);
    const a = planeOf(generated(1, height * width), height, width);
    const b = planeOf(generated(2, height * width), height, width);
    const tolerance = key.startsWith('hog') ? 1e-7 : key.startsWith('ssim') ? 1e-10 : 1e-12;
    const expected = [cases[size][key]].flat();
    const found = [COMPUTED[key]({ a, b })].flat();
    expect(found).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) expect(Math.abs(found[i] - value)).toBeLessThan(tolerance);
  });
});
