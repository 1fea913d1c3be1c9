import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plane } from '../../src/similarity/metric.ts';
import { findMetric, METRICS, metricsUnderMaps } from '../../src/similarity/registry.ts';
import { generated, planeOf, score } from './planes-of.ts';

const metrics = Object.values(METRICS);
const SIDE = 24;

function noise(seed: number, side = SIDE): Plane {
  return planeOf(generated(seed, side ** 2), side, side);
}

test('names, views and gates', () => {
  const listed = metrics.map(({ name, view, gating }) => `${name}: ${view}${gating ? ', gating' : ''}`);
  expect(listed).toMatchInlineSnapshot(`
    [
      "spearman-abs: abs, gating",
      "spearman-signed: signed, gating",
      "spearman-support: abs",
      "spearman-signed-support: signed",
      "pearson: signed",
      "ssim: abs, gating",
      "hog: abs, gating",
      "sign-agreement: signed",
      "top-k: abs",
      "top-intersection: abs, gating",
    ]
  `);
  expect(Object.keys(METRICS)).toEqual(metrics.map(({ name }) => name));
  expect(Object.isFrozen(METRICS) && metrics.every(Object.isFrozen)).toBe(true);
});

test('an unknown metric is refused with the nearest names', () => {
  expect(findMetric('ssim')).toBe(METRICS.ssim);
  expect(() => findMetric('spearman')).toThrowErrorMatchingInlineSnapshot(
    `[InputError: metric spearman: expected one of spearman-abs, spearman-signed, spearman-support, spearman-signed-support, pearson, ssim, hog, sign-agreement, top-k, top-intersection, found a name that is not known. Did you mean spearman-abs or spearman-signed or spearman-support?]`,
  );
  expect(() => findMetric('constructor')).toThrowErrorMatchingInlineSnapshot(
    `[InputError: metric constructor: expected one of spearman-abs, spearman-signed, spearman-support, spearman-signed-support, pearson, ssim, hog, sign-agreement, top-k, top-intersection, found a name that is not known.]`,
  );
});

test('metrics say themselves whether they stand under maps', () => {
  expect((['abs', 'signed'] as const).map(metricsUnderMaps)).toEqual([
    ['spearman-abs', 'ssim'],
    ['spearman-signed'],
  ]);
});

describe.each(metrics)('$name', (metric) => {
  // Maps of few values have ties and zeros everywhere, maps of many hardly any; the abs view has no negative ones.
  const seed = fc.nat();
  const steps = fc.constantFrom(2, 5, 50, 1e6);
  const valuesOf = (s: number, n: number) => noise(s).values.map((v) => Math.round(n * v) / n);
  const abs = (values: Float64Array) => (metric.view === 'abs' ? values.map(Math.abs) : values);
  const planeFrom = (s: number, n: number) => planeOf(abs(valuesOf(s, n)), SIDE, SIDE);

  test('is 1 for a map with itself, symmetric and within [-1, 1]', () => {
    fc.assert(
      fc.property(seed, steps, seed, steps, (...[seedA, stepsA, seedB, stepsB]) => {
        const [a, b] = [planeFrom(seedA, stepsA), planeFrom(seedB, stepsB)];
        expect(score(metric, a, a)).toBe(1);
        const found = score(metric, a, b);
        expect(found).toBeCloseTo(score(metric, b, a), 14);
        expect(Math.abs(found)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test.each([
    ['constant', (_: number) => 0.3],
    ['zero', (i: number) => (i % 2 === 0 ? 0 : -0)],
    ['partly NaN', (i: number) => (i === 100 ? Number.NaN : i)],
    ['partly infinite', (i: number) => (i === 100 ? Number.NEGATIVE_INFINITY : i)],
  ])('is NaN, neither 0 nor 1, for a %s map on either side', (_, f) => {
    const dead = planeOf(
      Array.from({ length: SIDE ** 2 }, (_, i) => f(i)),
      SIDE,
      SIDE,
    );
    for (const [a, b] of [
      [dead, noise(1)],
      [noise(1), dead],
      [dead, dead],
    ])
      expect(score(metric, a, b)).toBeNaN();
  });

  test('leaves the maps as they are, and its prepared maps to themselves', () => {
    const [a, b] = [noise(1), noise(2)];
    const [copyA, copyB] = [a.values.slice(), b.values.slice()];
    const [preparedA, preparedB] = [metric.prepare(a), metric.prepare(b)];
    const first = metric.compare(preparedA, preparedB);
    for (const side of [24, 30, 72]) score(metric, noise(3, side), noise(4, side));
    expect(metric.compare(preparedA, preparedB)).toBe(first);
    expect(a.values).toEqual(copyA);
    expect(b.values).toEqual(copyB);
    a.values.fill(0);
    expect(metric.compare(preparedA, preparedB)).toBe(first);
  });

  test('tells unrelated maps from equal ones', () => {
    expect(score(metric, planeFrom(1, 1e6), planeFrom(20, 1e6))).toBeLessThan(0.6);
  });
});
