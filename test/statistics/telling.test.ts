import { describe, expect, it, test } from 'vitest';
import type { Comparison } from '../../src/statistics/contrast.ts';
import { judgeGate } from '../../src/statistics/gate.ts';
import { studentQuantile } from '../../src/statistics/student.ts';
import { tellingOf } from '../../src/statistics/telling.ts';
import { randomFrom, simulated, type World } from './simulate.ts';

/** A network that keeps 70 % of every map. */
const world: World = {
  ...{ draws: 5, images: 32, mean: 0.76, sdDraws: 0.04, sdImages: 0.1, sdError: 0.03 },
  ...{ ceiling: 1, floor: 0.2, sdFloor: 0.04, sdPairs: 0.03, sdCeiling: 0 },
};

/** A method whose scores follow the derivative's, with some noise: it retains `more` in all. */
function follower(first: Comparison, more: number, seed: number): Comparison {
  const random = randomFrom(seed);
  const values = first.stage.values.map((score) => score + 0.8 * more + 0.03 * random.normal());
  return { ...first, stage: { ...first.stage, values } };
}

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b) / values.length;

/** The interval of d by the formulas as they are written, of a complete table. */
function slowExcess(method: Comparison, derivative: Comparison) {
  const { draws: K, images: n } = method.stage;
  const scaled = ({ stage, ceiling, floor: { pairs, scores } }: Comparison) => {
    const F = mean(scores);
    const R = mean(ceiling);
    const of = (image: number) =>
      Array.from(scores).filter((_, p) => pairs[2 * p] === image || pairs[2 * p + 1] === image);
    const perImage = (2 * scores.length) / n;
    const pseudo = Array.from({ length: n }, (_, i) => {
      const own = of(i);
      return own.length === 0 ? F : F + 2 * (own.length / perImage) * (mean(own) - F);
    });
    const rho = (mean(stage.values) - F) / (R - F);
    return Array.from(
      stage.values,
      (s, cell) => rho + (s - rho * ceiling[cell % n] - (1 - rho) * pseudo[cell % n]) / (R - F),
    );
  };
  const [r, g] = [scaled(method), scaled(derivative)];
  const d = r.map((value, cell) => value - g[cell]);
  const all = mean(d);
  const rows = Array.from({ length: K }, (_, k) => mean(d.slice(k * n, (k + 1) * n)));
  const columns = Array.from({ length: n }, (_, i) => mean(rows.map((_, k) => d[k * n + i])));
  const square = (values: number[]) => values.reduce((sum, value) => sum + value * value, 0);
  const msDraws = (n * square(rows.map((row) => row - all))) / (K - 1);
  const msImages = (K * square(columns.map((column) => column - all))) / (n - 1);
  const rest = d.map((value, cell) => value - rows[Math.floor(cell / n)] - columns[cell % n] + all);
  const msError = square(rest) / ((n - 1) * (K - 1));
  // Both components are positive in these worlds.
  const variance = (msDraws + msImages - msError) / (n * K);
  const freedom =
    (n * K * variance) ** 2 /
    (msDraws ** 2 / (K - 1) + msImages ** 2 / (n - 1) + msError ** 2 / ((n - 1) * (K - 1)));
  const half = studentQuantile(0.975, freedom) * Math.sqrt(variance);
  return { mean: all, low: all - half, high: all + half };
}

test('d is the paired difference of the two retained similarities, by its formula', () => {
  for (const seed of [1, 2, 3]) {
    const random = randomFrom(seed);
    const derivative = simulated({ ...world, sdCeiling: 0.03 }, random);
    const other = simulated({ ...world, mean: 0.85, floor: 0.1, ceiling: 0.95, sdCeiling: 0.02 }, random);
    const { excess } = tellingOf(other, derivative);
    const slow = slowExcess(other, derivative);
    expect(excess.mean).toBeCloseTo(slow.mean, 10);
    expect(excess.low).toBeCloseTo(slow.low, 10);
    expect(excess.high).toBeCloseTo(slow.high, 10);
  }
});

describe('a gate beside the derivative', () => {
  const judged = (more: number, seed = 1, w = world, margin?: number) => {
    const derivative = simulated(w, randomFrom(seed));
    return judgeGate({ ...follower(derivative, more, seed + 1000), derivative, maximum: 0.5, margin });
  };

  it('does not tell where as much is retained, and fails where clearly more is', () => {
    expect(judged(0)).toMatchObject({ status: 'not-telling', effort: {} });
    expect(judged(0.05).status).toBe('not-telling');
    expect(judged(0.2).status).toBe('failed');
    expect(judged(-0.4).status).toBe('passed');
  });

  it('is open about the margin, which may be another', () => {
    expect(judged(0.1).status).toBe('open');
    expect(judged(0.1, 1, world, 0.05).status).toBe('failed');
    expect(judged(0.2, 1, world, 0.3).status).toBe('not-telling');
  });

  it('of the derivative itself passes or does not tell', () => {
    const found = [0.3, 0.6, 0.65, 0.9].map((m) => {
      const derivative = simulated({ ...world, mean: m }, randomFrom(5));
      return judgeGate({ ...derivative, derivative, maximum: 0.5 });
    });
    expect(found.map(({ status }) => status)).toEqual([
      'passed',
      'not-telling',
      'not-telling',
      'not-telling',
    ]);
    for (const { excess } of found) expect(excess).toEqual({ mean: 0, low: 0, high: 0 });
  });

  it('is judged alone where no derivative was measured', () => {
    const comparison = simulated(world, randomFrom(5));
    const { status, derivative, excess } = judgeGate({ ...comparison, maximum: 0.5 });
    expect([status, derivative, excess]).toEqual(['failed', undefined, undefined]);
  });

  it('is open with one draw, and where the derivative has no scale', () => {
    expect(judged(0.2, 1, { ...world, draws: 1 }).status).toBe('open');
    const flat = simulated({ ...world, ceiling: 0.2 }, randomFrom(6));
    const finding = judgeGate({ ...simulated(world, randomFrom(7)), derivative: flat, maximum: 0.5 });
    expect(finding).toMatchObject({ status: 'open', excess: { mean: null, low: null, high: null } });
    expect(finding.p).toBeNaN();
  });

  it('errs in about 2.5 % a side at the margin itself', () => {
    const random = randomFrom(8);
    const counts = { passed: 0, failed: 0, 'not-telling': 0, open: 0, undefined: 0 };
    for (let run = 0; run < 200; run++) {
      const derivative = simulated({ ...world, draws: 4, images: 16 }, random);
      counts[judgeGate({ ...follower(derivative, 0.1, run), derivative, maximum: 0.5 }).status]++;
    }
    expect(counts.open).toBeGreaterThan(180);
    expect(counts.failed).toBeLessThan(12);
    expect(counts['not-telling']).toBeLessThan(12);
  });

  it('says that more draws tell more from as much', () => {
    const { status, effort } = judged(0.1, 3, { ...world, images: 12 });
    expect(status).toBe('open');
    expect(effort).toMatchObject({ draws: 8, images: 23 });
  });
});
