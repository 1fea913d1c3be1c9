import { describe, expect, test } from 'vitest';
import { MULTIVERSE } from '../../src/similarity/multiverse.ts';
import { cellStatus, multiverseOf } from '../../src/statistics/multiverse.ts';
import type { Status } from '../../src/statistics/verdict-types.ts';

const cells = (status: (cell: (typeof MULTIVERSE)[number]) => Status) =>
  MULTIVERSE.map((cell) => ({ ...cell, status: status(cell) }));

test('cells that cannot differ are not among them', () => {
  expect(MULTIVERSE.map(({ name }) => name)).toMatchInlineSnapshot(`
    [
      "spearman abs none",
      "spearman abs p99",
      "spearman signed none",
      "spearman signed p99",
      "spearman positive none",
      "spearman positive p99",
      "ssim abs max",
      "ssim abs rms",
      "ssim abs min-max",
      "ssim signed max",
      "ssim signed rms",
      "ssim signed min-max",
      "ssim positive max",
      "ssim positive rms",
      "ssim positive min-max",
    ]
  `);
});

test.each([
  { gates: ['passed', 'passed'], status: 'passed' },
  { gates: ['passed', 'open'], status: 'inconclusive' },
  { gates: ['undefined', 'failed'], status: 'failed' },
  { gates: ['passed', 'not-telling'], status: 'passed' },
  { gates: ['not-telling', 'not-telling'], status: 'inconclusive' },
  { gates: [], status: 'inconclusive' },
] as const)('a cell of gates $gates is $status', ({ gates, status }) => {
  expect(cellStatus(gates)).toBe(status);
});

describe('the choice that turns a verdict', () => {
  test('is none where all say the same', () => {
    expect(
      multiverseOf(
        cells(() => 'passed'),
        'passed',
      ),
    ).toMatchObject({ same: 1, turns: null });
    expect(
      multiverseOf(
        cells(() => 'passed'),
        'failed',
      ),
    ).toMatchObject({ same: 0, turns: null });
  });

  test('is the one that tells all cells', () => {
    const signs = multiverseOf(
      cells(({ plane }) => (plane === 'signed' ? 'passed' : 'failed')),
      'failed',
    );
    expect(signs.same).toBeCloseTo(2 / 3, 12);
    expect(signs.turns).toEqual({
      choice: 'plane',
      verdicts: { abs: 'failed', signed: 'passed', positive: 'failed' },
    });
    const metrics = multiverseOf(
      cells(({ metric }) => (metric === 'ssim' ? 'failed' : 'passed')),
      'failed',
    );
    expect(metrics.turns).toEqual({ choice: 'metric', verdicts: { spearman: 'passed', ssim: 'failed' } });
  });

  test('is none where no single choice tells more cells than the commonest verdict', () => {
    const one = multiverseOf(
      cells(({ name }) => (name === 'ssim abs max' ? 'failed' : 'passed')),
      'passed',
    );
    expect(one.turns).toBeNull();
    expect(one.same).toBeCloseTo(14 / 15, 12);
  });
});
