import fc from 'fast-check';
import { sampleRankCorrelation } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { pearson } from '../../src/similarity/pearson.ts';
import { spearmanAbs, spearmanSigned } from '../../src/similarity/spearman.ts';
import { spearmanSupport } from '../../src/similarity/spearman-support.ts';
import { features, generated, planeOf, score } from './planes-of.ts';
import { slowSpearman } from './reference.ts';

const integer = fc.integer({ min: -9, max: 9 });
const pairs = fc
  .array(fc.tuple(integer, integer), { minLength: 3, maxLength: 80 })
  .filter((list) => [0, 1].every((side) => new Set(list.map((pair) => pair[side])).size > 1));

function spearman(list: readonly (readonly [number, number])[]): number {
  return score(spearmanSigned, features(...list.map(([a]) => a)), features(...list.map(([, b]) => b)));
}

test.each([
  { a: [1, 2, 3, 4], b: [1, 4, 9, 16], expected: 1 },
  { a: [1, 2, 3, 4], b: [4, 3, 2, 1], expected: -1 },
  { a: [1, 2, 3, 4, 5], b: [2, 1, 4, 3, 5], expected: 0.8 },
  { a: [1, 1, 2], b: [1, 2, 2], expected: 0.5 },
])('spearman of $a and $b is $expected', ({ a, b, expected }) => {
  expect(score(spearmanSigned, features(...a), features(...b))).toBeCloseTo(expected, 14);
});

test('equal to the correlation of counted ranks, and to simple-statistics', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const a = list.map(([x]) => x);
      const b = list.map(([, y]) => y);
      expect(spearman(list)).toBeCloseTo(slowSpearman(a, b), 12);
      expect(spearman(list)).toBeCloseTo(sampleRankCorrelation(a, b), 12);
    }),
  );
});

test('equal to simple-statistics on planes of 100 x 90 with and without ties', () => {
  for (const f of [(v: number) => v, (v: number) => Math.round(20 * v)]) {
    const a = generated(1, 9000).map(f);
    const b = generated(2, 9000).map((v, i) => f(v + a[i] / 2));
    const expected = sampleRankCorrelation(Array.from(a), Array.from(b));
    expect(score(spearmanSigned, planeOf(a, 100, 90), planeOf(b, 100, 90))).toBeCloseTo(expected, 12);
  }
});

test('blind to the order of the pixels', () => {
  const withOrder = pairs.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
    ),
  );
  fc.assert(
    fc.property(withOrder, ([list, shuffled]) => {
      expect(spearman(shuffled)).toBe(spearman(list));
    }),
  );
});

test('blind to rising maps of the values, turned by falling ones; a linear correlation is not', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      expect(spearman(list.map(([a, b]) => [a ** 3 + a, Math.exp(b)]))).toBe(spearman(list));
      expect(spearman(list.map(([a, b]) => [-(a ** 3), b]))).toBe(0 - spearman(list));
    }),
  );
  const [a, b] = [features(1, 2, 3, 4), features(1, 8, 27, 64)];
  expect(score(spearmanSigned, a, b)).toBe(1);
  expect(score(pearson, a, b)).toBeLessThan(0.96);
});

describe('zeros that two unrelated maps share', () => {
  // Zero in both with probability p: the abs score has the floor of the formula, which carries no evidence.
  test.each([0, 0.5, 0.7, 0.85])('p = %d', (p) => {
    const side = 200;
    const count = side ** 2;
    const isZero = generated(7, count).map((v) => (v < 2 * p - 1 ? 1 : 0));
    // Products of two streams: neighbouring seeds of one generator are not independent enough.
    const noise = (seed: number) => {
      const other = generated(seed + 50, 2 * count).subarray(count);
      return generated(seed, count).map((v, i) => (isZero[i] ? 0 : v * other[i]));
    };
    const maps = [noise(11), noise(29)];
    const signed = maps.map((values) => planeOf(values, side, side));
    const abs = maps.map((values) => planeOf(values.map(Math.abs), side, side));
    const floor = (3 * p) / (3 * p + (1 - p) ** 2);
    expect(Math.abs(score(spearmanAbs, abs[0], abs[1]) - floor)).toBeLessThan(0.015);
    expect(Math.abs(score(spearmanSigned, signed[0], signed[1]))).toBeLessThan(0.03);
    expect(Math.abs(score(spearmanSupport, abs[0], abs[1]))).toBeLessThan(0.04);
  });
});
