import { describe, expect, test } from 'vitest';
import { arun } from '../../src/statistics/rules/arun.ts';
import { paper } from '../../src/statistics/rules/paper.ts';
import type { RuleQuestion } from '../../src/statistics/rules/rule.ts';
import { sixt } from '../../src/statistics/rules/sixt.ts';

const NOTHING = Number.NaN;
const question: RuleQuestion = {
  ...{ metric: 'ssim', full: true },
  scores: Float64Array.of(0.1, 0.3, NOTHING, 0.2),
  floor: Float64Array.of(0.3, 0.1, NOTHING, 0.5),
};
const nothing = { ...question, scores: Float64Array.of(NOTHING, NOTHING) };

test('paper: mean and standard deviation over images, no verdict', () => {
  const answer = paper.judge(question)!;
  expect(answer.value).toBeCloseTo(0.2, 14);
  expect([answer.low, answer.high]).toEqual([expect.closeTo(0.1, 14), expect.closeTo(0.3, 14)]);
  expect(answer.status).toBeNull();
  expect(paper.judge(nothing)).toBeNull();
  expect(paper.judge({ ...question, scores: Float64Array.of(0.4) })).toMatchObject({ low: null, high: null });
});

describe('arun', () => {
  test('holds the mean against that of pairs of different images', () => {
    expect(arun.judge(question)).toMatchObject({ status: 'passed', high: expect.closeTo(0.3, 14) });
    const alike = { ...question, floor: Float64Array.of(0.1, 0.2) };
    expect(arun.judge(alike)).toMatchObject({ status: 'failed' });
  });

  test('takes fifty pairs', () => {
    const floor = Float64Array.from({ length: 80 }, (_, pair) => (pair < 50 ? 0.1 : 0.9));
    expect(arun.judge({ ...question, floor })!.high).toBeCloseTo(0.1, 14);
  });

  test.each([
    ['another metric', { metric: 'spearman-abs' }],
    ['a stage with trained layers', { full: false }],
    ['no score', { scores: nothing.scores }],
    ['no pair', { floor: new Float64Array(0) }],
  ])('has nothing to say of %s', (_, changed) => {
    expect(arun.judge({ ...question, ...changed })).toBeNull();
  });
});

describe('sixt', () => {
  test('is the median over images', () => {
    expect(sixt.judge(question)!.value).toBeCloseTo(0.2, 14);
    expect(sixt.judge({ ...question, scores: Float64Array.of(0.1, 0.2, 0.4, 0.9) })!.value).toBeCloseTo(
      0.3,
      14,
    );
    expect(sixt.judge(nothing)).toBeNull();
  });

  test('turns signs where that is more alike', () => {
    const signed = {
      ...question,
      scores: Float64Array.of(-0.5, 0.1, -0.3),
      flipped: (score: number) => -score,
    };
    expect(sixt.judge(signed)!.value).toBeCloseTo(0.3, 14);
  });

  test('draws the band of resampled medians', () => {
    // The exact distribution of the resampled median of n values: of its rank the binomial tail, n odd.
    const n = 19;
    const scores = Float64Array.from({ length: n }, (_, i) => (i * 7) % n);
    const choose = (k: number) =>
      Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
    // P(median <= value of rank r) = P(at least (n + 1) / 2 of n draws have a rank of r or less).
    const atMost = (r: number) => {
      let sum = 0;
      for (let k = (n + 1) / 2; k <= n; k++) sum += choose(k) * (r / n) ** k * (1 - r / n) ** (n - k);
      return sum;
    };
    const quantile = (p: number) =>
      Array.from({ length: n }, (_, i) => i + 1).find((r) => atMost(r) >= p)! - 1;
    const { low, high } = sixt.judge({ ...question, scores })!;
    expect(low).toBe(quantile(0.025));
    expect(high).toBe(quantile(0.975));
  });
});
