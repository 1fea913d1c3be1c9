import { describe, expect, test } from 'vitest';
import { judgeBound, undrawn } from '../../src/statistics/bound-gate.ts';
import type { Comparison } from '../../src/statistics/contrast.ts';
import type { Expects } from '../../src/statistics/verdict-words.ts';

/** Scores of six images in three draws around a mean, with references that make what is retained the score itself. */
function comparison(mean: number): Comparison {
  const images = 6;
  const values = Float64Array.from({ length: 18 }, (_, cell) => mean + 0.01 * ((cell % 5) - 2));
  const pairs = Int32Array.from([0, 1, 2, 3, 4, 5]);
  const floor = { pairs, scores: new Float64Array(3) };
  return {
    stage: { draws: 3, images, values },
    ceiling: new Float64Array(images).fill(1),
    floor,
    confidence: 0.95,
  };
}

const statusOf = (expects: Expects, mean: number, raw: boolean) =>
  judgeBound({ expects, bound: 0.5, comparison: comparison(mean), raw }).status;

describe('a gate asks on the side that its check expects', () => {
  test.each([
    ['change', 0.3, 'passed'],
    ['change', 0.7, 'failed'],
    ['change', 0.501, 'open'],
    ['stay', 0.7, 'passed'],
    ['stay', 0.3, 'failed'],
    ['stay', 0.501, 'open'],
    ['beats', 0.7, 'passed'],
    ['beats', 0.3, 'failed'],
  ] as const)('%s, %d: %s', (expects, mean, status) => {
    expect(statusOf(expects, mean, true)).toBe(status);
    expect(statusOf(expects, mean, false)).toBe(status);
  });

  test('who stays exactly on the bound stays, and who equals a control in every image does not beat it', () => {
    const still = {
      ...comparison(0.5),
      stage: { draws: 2, images: 6, values: new Float64Array(12).fill(0.5) },
    };
    const judged = (expects: Expects) =>
      judgeBound({ expects, bound: 0.5, comparison: still, raw: true }).status;
    expect([judged('stay'), judged('beats')]).toEqual(['passed', 'failed']);
  });

  test('who lies beyond a control by no more than rounding does not beat it', () => {
    const values = Float64Array.from({ length: 12 }, (_, cell) => 1e-7 + 1e-9 * (cell % 6));
    const rounded = { ...comparison(0), stage: { draws: 2, images: 6, values } };
    const question = { expects: 'beats', bound: 0, comparison: rounded, raw: true } as const;
    expect(judgeBound(question)).toMatchObject({ status: 'failed', p: 0 });
  });

  test('says which side it is, and what was held against it', () => {
    const { minimum, maximum, score, retained } = judgeBound({
      ...{ expects: 'stay', bound: 0.5, comparison: comparison(0.7), raw: true },
    });
    expect({ minimum, maximum, retained }).toEqual({ minimum: 0.5, maximum: undefined, retained: null });
    expect(score).toBeCloseTo(0.7, 2);
  });
});

test('where nothing is drawn the interval is that of a mean over images (one-sample t)', () => {
  const values = Float64Array.from([0.2, 0.5, 0.9, 0.4]);
  const stage = undrawn({ draws: 1, images: 4, values });
  const found = judgeBound({
    ...{ expects: 'change', bound: 0.5, raw: true },
    comparison: { ...comparison(0), stage },
  });
  // Mean .5, SD .29439, t(3, .975) = 3.182446.
  expect(found.score).toBeCloseTo(0.5, 12);
  expect(found.high! - found.score!).toBeCloseTo((3.182446305 * 0.2943920289) / 2, 8);
});

test('a mean without any defined score is undefined', () => {
  const stage = undrawn({ draws: 1, images: 4, values: new Float64Array(4).fill(Number.NaN) });
  const question = {
    expects: 'stay',
    bound: 0.5,
    comparison: { ...comparison(0), stage },
    raw: true,
  } as const;
  expect(judgeBound(question)).toMatchObject({ status: 'undefined', score: null });
});
