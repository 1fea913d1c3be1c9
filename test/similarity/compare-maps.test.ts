import { describe, expect, test } from 'vitest';
import { compareMaps } from '../../src/similarity/compare-maps.ts';
import { spearmanAbs, spearmanSigned } from '../../src/similarity/spearman.ts';
import { ssim } from '../../src/similarity/ssim.ts';
import { generated, planeOf, score } from './planes-of.ts';

function maps(shape: readonly number[], count: number, seed: number) {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, count, values: Float32Array.from(generated(seed, count * size)) };
}

test('scores pair by pair, the same in a batch as alone', () => {
  const [a, b] = [maps([12, 13, 2], 3, 1), maps([12, 13, 2], 3, 2)];
  const all = compareMaps(a, b);
  for (let i = 0; i < 3; i++) {
    const [x, y] = [a, b].map(({ values }) => values.slice(i * 312, (i + 1) * 312));
    const plane = (values: Float32Array, f: (v: number) => number) =>
      planeOf(
        Array.from({ length: 156 }, (_, p) => f(values[2 * p]) + f(values[2 * p + 1])),
        12,
        13,
      );
    const same = (v: number) => v;
    expect(all['spearman-abs'][i]).toBe(score(spearmanAbs, plane(x, Math.abs), plane(y, Math.abs)));
    expect(all['spearman-signed'][i]).toBe(score(spearmanSigned, plane(x, same), plane(y, same)));
    expect(all.ssim[i]).toBe(score(ssim, plane(x, Math.abs), plane(y, Math.abs)));
  }
});

test('null where undefined or not applicable, in JSON values', () => {
  const a = maps([16, 16], 2, 1);
  const b = maps([16, 16], 2, 2);
  a.values.fill(0, 0, 256);
  expect(compareMaps(a, b, ['spearman-abs', 'ssim', 'hog'])).toEqual({
    'spearman-abs': [null, expect.any(Number)],
    ssim: [null, expect.any(Number)],
    hog: [null, null],
  });
  const flat = compareMaps(maps([300], 1, 1), maps([300], 1, 2), ['ssim', 'hog', 'pearson']);
  expect(flat).toEqual({ ssim: [null], hog: [null], pearson: [expect.any(Number)] });
});

test('[H, W, 1] and [H, W] are the same maps', () => {
  const [a, b] = [maps([12, 13], 2, 1), maps([12, 13], 2, 2)];
  expect(compareMaps(a, { ...b, shape: [12, 13, 1] })).toEqual(compareMaps(a, b));
});

test('all metrics of maps with themselves are 1', () => {
  const a = maps([24, 24, 3], 2, 5);
  for (const scores of Object.values(compareMaps(a, a))) expect(scores).toEqual([1, 1]);
});

test('no maps, no scores', () => {
  expect(compareMaps(maps([4, 4], 0, 1), maps([4, 4], 0, 1), ['pearson'])).toEqual({ pearson: [] });
});

test('the maps stay as they are', () => {
  const [a, b] = [maps([24, 24], 1, 1), maps([24, 24], 1, 2)];
  const copies = [a.values.slice(), b.values.slice()];
  compareMaps(a, b);
  expect([a.values, b.values]).toEqual(copies);
});

describe('refused', () => {
  const a = maps([4, 4], 2, 1);

  test('different shapes', () => {
    expect(() => compareMaps(a, maps([4, 2, 2], 2, 1))).toThrowErrorMatchingInlineSnapshot(
      `[InputError: maps to compare: expected the same number and shape on both sides, 2 x [4, 4] as on the first, found 2 x [4, 2, 2] on the second.]`,
    );
  });
  test('different counts', () => {
    expect(() => compareMaps(a, maps([4, 4], 1, 1))).toThrowErrorMatchingInlineSnapshot(
      `[InputError: maps to compare: expected the same number and shape on both sides, 2 x [4, 4] as on the first, found 1 x [4, 4] on the second.]`,
    );
  });
  test('values that do not fill the shape', () => {
    expect(() => compareMaps(a, { ...a, count: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[InputError: maps of 3 x [4, 4]: expected 48 values, found 32.]`,
    );
  });
  test('a metric that looks at the inputs', () => {
    expect(() => compareMaps(a, a, ['spearman-signed-support'])).toThrowErrorMatchingInlineSnapshot(
      `[InputError: metric spearman-signed-support: expected one that compares maps alone, found one that looks at the inputs, which files of maps do not hold. A run on the model computes it.]`,
    );
  });
  test('an unknown metric', () => {
    expect(() => compareMaps(a, a, ['ssimm'])).toThrowErrorMatchingInlineSnapshot(
      `[InputError: metric ssimm: expected one of spearman-abs, spearman-signed, spearman-support, spearman-signed-support, pearson, ssim, hog, sign-agreement, top-k, top-intersection, found a name that is not known. Did you mean ssim?]`,
    );
  });
});
