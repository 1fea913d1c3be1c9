import { describe, expect, test } from 'vitest';
import { compareMaps } from '../../src/similarity/compare-maps.ts';
import { generated } from './planes-of.ts';

const A = generated(1, 24 * 26);
const NOISE = generated(2, 24 * 26);
const B = A.map((value, i) => 0.5 * value + NOISE[i]);

const METRICS = ['spearman-abs', 'spearman-signed', 'pearson', 'ssim'];
/** NumPy 2.5 and SciPy 1.17 in float64, Pearson in extended precision; SSIM by its formula over all whole windows. */
const PLAIN = [0.0025941474256081, 0.41695883442400294, 0.4294356209547291, -0.04055690676537999];
const OFFSET = [0.41695883442400294, 0.41695883442400294, 0.4294356209547291, 0.31778849055988256];

const batch = (values: Float64Array | Float32Array) => ({ shape: [24, 26], count: 1, values });

function scores(of: (value: number) => number, ofB = of): (number | null)[] {
  const found = compareMaps(batch(A.map(of)), batch(B.map(ofB)), METRICS);
  return METRICS.map((metric) => found[metric][0]);
}

describe('float64 maps', () => {
  test.each<[string, (v: number) => number, (v: number) => number, number[]]>([
    ['as they are', (v) => v, (v) => v, PLAIN],
    ['with an offset of 1e6', (v) => v + 1e6, (v) => v + 1e6, OFFSET],
    ['of 1e-50', (v) => v * 1e-50, (v) => v * 1e-50, PLAIN],
    ['of 1e-170 and 1e-300, whose squares vanish', (v) => v * 1e-170, (v) => v * 1e-300, PLAIN],
    ['of 1e200 and 1e306, whose squares are infinite', (v) => v * 1e200, (v) => v * 1e306, PLAIN],
  ])('%s', (_name, of, ofB, golden) => {
    for (const [at, score] of scores(of, ofB).entries())
      expect(score, METRICS[at]).toBeCloseTo(golden[at], 9);
  });

  test('score HOG as the same maps without a factor of 1e-50', () => {
    const hog = (factor: number) =>
      compareMaps(batch(A.map((v) => v * factor)), batch(B.map((v) => v * factor)), ['hog']).hog[0];
    expect(hog(1e-50)).toBeCloseTo(hog(1)!, 9);
  });

  test('stay undefined where they are constant or not finite', () => {
    const constant = batch(new Float64Array(A.length).fill(1e-320));
    const broken = batch(A.with(5, Number.POSITIVE_INFINITY));
    const zero = batch(new Float64Array(A.length));
    for (const maps of [constant, broken, zero]) {
      for (const score of Object.values(compareMaps(maps, batch(B)))) expect(score).toEqual([null]);
    }
  });
});

test('float32 maps score the same to the last bit in an array of either kind', () => {
  const [a, b] = [A, B].map((values) => Float32Array.from(values));
  const [wideA, wideB] = [a, b].map((values) => Float64Array.from(values));
  expect(compareMaps(batch(wideA), batch(wideB))).toEqual(compareMaps(batch(a), batch(b)));
  expect(compareMaps(batch(a), batch(wideB))).toEqual(compareMaps(batch(a), batch(b)));
});

test('other containers of numbers are refused', () => {
  const list = { ...batch(A), values: Array.from(A) as unknown as Float64Array };
  expect(() => compareMaps(list, batch(B))).toThrowErrorMatchingInlineSnapshot(
    `[InputError: values of 1 x [24, 26] maps: expected a Float32Array or a Float64Array, found Array.]`,
  );
});
