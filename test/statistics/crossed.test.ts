import { describe, expect, it, test } from 'vitest';
import { crossedEffects, meanInterval } from '../../src/statistics/crossed.ts';
import type { ScoreTable } from '../../src/statistics/table.ts';
import { crossedTable, type Effects, randomFrom } from './simulate.ts';

const NOTHING = Number.NaN;

/** The balanced formulas of a two-way random layout without replication, written out. */
function balanced({ draws: K, images: n, values }: ScoreTable) {
  const cell = (k: number, i: number) => values[k * n + i];
  const all = [...values].reduce((a, b) => a + b) / (n * K);
  const rows = Array.from(
    { length: K },
    (_, k) => [...values.slice(k * n, (k + 1) * n)].reduce((a, b) => a + b) / n,
  );
  const columns = Array.from({ length: n }, (_, i) => rows.reduce((sum, _r, k) => sum + cell(k, i), 0) / K);
  const msDraws = (n * rows.reduce((sum, row) => sum + (row - all) ** 2, 0)) / (K - 1);
  const msImages = (K * columns.reduce((sum, column) => sum + (column - all) ** 2, 0)) / (n - 1);
  let sse = 0;
  for (let k = 0; k < K; k++) {
    for (let i = 0; i < n; i++) sse += (cell(k, i) - rows[k] - columns[i] + all) ** 2;
  }
  const msError = sse / ((n - 1) * (K - 1));
  const sum = msDraws + msImages - msError;
  const freedom =
    sum ** 2 / (msDraws ** 2 / (K - 1) + msImages ** 2 / (n - 1) + msError ** 2 / ((n - 1) * (K - 1)));
  return { mean: all, variance: sum / (n * K), freedom, msDraws, msImages, msError };
}

/**
 * The analysis of variance with missing cells, the long way: products of pairs of cells. Two cells of one image and other
 * draws have the image's variance in common, two of one draw the draw's, a cell with itself everything.
 */
function byPairs({ draws, images, values }: ScoreTable) {
  const cells = [...values.keys()].filter((cell) => !Number.isNaN(values[cell]));
  const n = cells.length;
  const mean = cells.reduce((sum, cell) => sum + values[cell], 0) / n;
  const image = (cell: number) => cell % images;
  const draw = (cell: number) => Math.floor(cell / images);
  // Half the mean squared difference of cells that differ in draw alone is draw + error, and so on: sums over pairs.
  const halfSquares = (related: (a: number, b: number) => number) => {
    let sum = 0;
    for (const a of cells) for (const b of cells) sum += related(a, b) * (values[a] - values[b]) ** 2;
    return sum / 2;
  };
  const count = (of: (cell: number) => number, cell: number) =>
    cells.filter((c) => of(c) === of(cell)).length;
  const withinImages = halfSquares((a, b) => (image(a) === image(b) ? 1 / count(image, a) : 0));
  const withinDraws = halfSquares((a, b) => (draw(a) === draw(b) ? 1 / count(draw, a) : 0));
  const total = halfSquares(() => 1 / n);
  const ofImage = cells.reduce((sum, cell) => sum + count(image, cell), 0) / n;
  const ofDraw = cells.reduce((sum, cell) => sum + count(draw, cell), 0) / n;
  const I = new Set(cells.map(image)).size;
  const K = new Set(cells.map(draw)).size;
  // Three equations: (N - I)(B + E), (N - K)(A + E), (N - n_A) A + (N - n_B) B + (N - 1) E.
  const p = withinImages / (n - I);
  const q = withinDraws / (n - K);
  const E = (total - (n - ofImage) * q - (n - ofDraw) * p) / (n - 1 - (n - ofImage) - (n - ofDraw));
  const [A, B] = [q - E, p - E];
  // The variance of a mean: covariances of all pairs of cells.
  let variance = 0;
  for (const a of cells) {
    for (const b of cells) {
      variance +=
        ((image(a) === image(b) ? A : 0) + (draw(a) === draw(b) ? B : 0) + (a === b ? E : 0)) / n ** 2;
    }
  }
  return { mean, variance, A, B, E, draws };
}

const clear: Effects = { draws: 5, images: 24, mean: 0.4, sdDraws: 0.1, sdImages: 0.2, sdError: 0.1 };

describe('crossedEffects', () => {
  it('is the balanced analysis of variance where nothing is missing', () => {
    for (const [seed, size] of [
      [1, { draws: 2, images: 9 }],
      [2, { draws: 5, images: 24 }],
      [3, { draws: 11, images: 6 }],
    ] as const) {
      const table = crossedTable({ ...clear, ...size, sdDraws: 0.3 }, randomFrom(seed));
      const expected = balanced(table);
      const effects = crossedEffects(table);
      expect(Math.min(expected.msDraws, expected.msImages)).toBeGreaterThan(expected.msError);
      expect(effects.mean).toBeCloseTo(expected.mean, 13);
      expect(effects.variance / expected.variance).toBeCloseTo(1, 10);
      expect(effects.freedom / expected.freedom).toBeCloseTo(1, 10);
      expect(effects.components.error).toBeCloseTo(expected.msError, 13);
    }
  });

  it('computes a table by hand', () => {
    // Draw means 2, 4; image means 2, 3, 4; no error.
    const effects = crossedEffects({ draws: 2, images: 3, values: Float64Array.of(1, 2, 3, 3, 4, 5) });
    expect(effects.mean).toBeCloseTo(3, 14);
    expect(effects.components.error).toBeCloseTo(0, 14);
    // MS_draws 6, MS_images 2, MS_error 0: variance 8 / 6, freedom 64 / (36 / 1 + 4 / 2).
    expect(effects.variance).toBeCloseTo(8 / 6, 12);
    expect(effects.freedom).toBeCloseTo(64 / 38, 12);
  });

  it('takes the larger variance of one factor alone where both together give none', () => {
    // Every draw has the same mean and so has every image: both main mean squares are 0.
    const table = { draws: 2, images: 2, values: Float64Array.of(1, -1, -1, 1) };
    const effects = crossedEffects(table);
    expect(balanced(table).variance).toBeLessThan(0);
    expect(effects.components).toEqual({ draws: 0, images: 0, error: 4 });
    // Nor has one factor alone: the error is left, 4 over 4 cells.
    expect(effects.variance).toBeCloseTo(1, 14);
    expect(effects.freedom).toBeCloseTo(1, 14);
  });

  it('gives a constant table an interval of no width', () => {
    const effects = crossedEffects({ draws: 3, images: 4, values: new Float64Array(12).fill(0.1) });
    const interval = meanInterval(effects, 0.95);
    for (const end of [interval.mean, interval.low, interval.high]) expect(end).toBeCloseTo(0.1, 14);
  });

  test.each([
    ['one draw', 1, 3, [1, 2, 4]],
    ['one image', 3, 1, [1, 2, 4]],
    ['one defined draw', 2, 3, [1, 2, 4, NOTHING, NOTHING, NOTHING]],
    ['unconnected cells', 2, 2, [1, NOTHING, NOTHING, 4]],
    ['as many effects as cells', 2, 2, [1, 2, 4, NOTHING]],
  ])('%s: a mean without an interval', (_, draws, images, cells) => {
    const effects = crossedEffects({ draws, images, values: Float64Array.from(cells) });
    const { mean, low, high } = meanInterval(effects, 0.95);
    expect(mean).not.toBeNull();
    expect([low, high]).toEqual([null, null]);
  });

  it('gives nothing for a table without a defined cell, or without cells', () => {
    const none = { mean: null, low: null, high: null };
    expect(
      meanInterval(crossedEffects({ draws: 2, images: 2, values: new Float64Array(4).fill(NOTHING) }), 0.95),
    ).toEqual(none);
    expect(meanInterval(crossedEffects({ draws: 0, images: 0, values: new Float64Array(0) }), 0.95)).toEqual(
      none,
    );
  });

  it('does not depend on the order of images and draws', () => {
    const table = crossedTable({ ...clear, missing: 0.15 }, randomFrom(5));
    const swapped = new Float64Array(table.values.length);
    for (let k = 0; k < table.draws; k++) {
      for (let i = 0; i < table.images; i++) {
        const row = (k + 2) % table.draws;
        const column = (7 * i + 3) % table.images;
        swapped[row * table.images + column] = table.values[k * table.images + i];
      }
    }
    const a = crossedEffects(table);
    const b = crossedEffects({ ...table, values: swapped });
    expect(b.mean).toBeCloseTo(a.mean, 12);
    expect(b.variance / a.variance).toBeCloseTo(1, 9);
    expect(b.freedom / a.freedom).toBeCloseTo(1, 9);
  });

  it('ignores draws and images that hold nothing', () => {
    const values = Float64Array.of(1, 2, NOTHING, 5, NOTHING, NOTHING, NOTHING, NOTHING, 2, 4, NOTHING, 4);
    const effects = crossedEffects({ draws: 3, images: 4, values });
    expect(effects).toEqual(
      crossedEffects({ draws: 2, images: 3, values: Float64Array.of(1, 2, 5, 2, 4, 4) }),
    );
  });
});

describe('missing cells', () => {
  test.each([1, 2, 3])('give what pairs of cells give, %i', (seed) => {
    const table = crossedTable({ ...clear, images: 9, sdDraws: 0.3, missing: 0.3 }, randomFrom(seed));
    const expected = byPairs(table);
    const { mean, variance, components } = crossedEffects(table);
    expect(mean).toBeCloseTo(expected.mean, 13);
    expect(variance / expected.variance).toBeCloseTo(1, 10);
    expect(components.images).toBeCloseTo(Math.max(0, expected.A), 12);
    expect(components.draws).toBeCloseTo(Math.max(0, expected.B), 12);
    expect(components.error).toBeCloseTo(Math.max(0, expected.E), 12);
  });

  it('leave the variance components unbiased', () => {
    const random = randomFrom(77);
    const sums = { draws: 0, images: 0, error: 0 };
    const tables = 1500;
    for (let t = 0; t < tables; t++) {
      const { components } = crossedEffects(
        crossedTable({ ...clear, draws: 6, images: 12, sdDraws: 0.3, missing: 0.2 }, random),
      );
      sums.draws += components.draws / tables;
      sums.images += components.images / tables;
      sums.error += components.error / tables;
    }
    expect(sums.draws / 0.09).toBeCloseTo(1, 1);
    expect(sums.images / 0.04).toBeCloseTo(1, 1);
    expect(sums.error / 0.01).toBeCloseTo(1, 1);
  });
});

describe('the 95 % interval covers', () => {
  function coverage(effects: Effects, seed: number): number {
    const random = randomFrom(seed);
    let covered = 0;
    for (let t = 0; t < 1000; t++) {
      const { low, high } = meanInterval(crossedEffects(crossedTable(effects, random)), 0.95);
      if (low! <= effects.mean && effects.mean <= high!) covered++;
    }
    return covered / 1000;
  }

  test.each([
    [3, 16, 0],
    [5, 32, 0],
    [10, 64, 0],
    [3, 16, 0.1],
    [5, 32, 0.1],
    [10, 64, 0.1],
  ])('%i draws x %i images, %f missing', (draws, images, missing) => {
    const share = coverage({ ...clear, draws, images, missing }, 1000 + images);
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.98);
  });

  test.each([
    ['draws', { sdDraws: 0.2, sdImages: 0.02 }],
    ['images', { sdDraws: 0.01, sdImages: 0.2 }],
  ])('where mostly %s vary', (_, sds) => {
    const share = coverage({ ...clear, ...sds }, 4);
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.985);
  });

  it('which treating all cells as independent does not', () => {
    const random = randomFrom(3);
    let covered = 0;
    for (let t = 0; t < 300; t++) {
      const { values } = crossedTable(clear, random);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const variance =
        values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1) / values.length;
      if (Math.abs(mean - clear.mean) < 1.96 * Math.sqrt(variance)) covered++;
    }
    expect(covered / 300).toBeLessThan(0.7);
  });
});

describe('scores that are multiples of a step', () => {
  const table = (values: readonly number[], step?: number): ScoreTable => ({
    ...{ draws: 2, images: values.length, values: Float64Array.from([...values, ...values]) },
    ...(step === undefined ? {} : { step }),
  });
  const intervalOf = (values: readonly number[], step?: number) =>
    meanInterval(crossedEffects(table(values, step)), 0.95);

  it('have no interval without width, however alike images are', () => {
    const two = intervalOf([0.5, 0.5], 1 / 16);
    // Step / sqrt(12) over the root of two images, times Student's t of one degree of freedom.
    expect(two.high! - two.mean!).toBeCloseTo(12.7062047362 / 16 / Math.sqrt(12) / Math.sqrt(2), 8);
    expect(intervalOf([0.5, 0.5])).toMatchObject({ low: 0.5, high: 0.5 });
  });

  it('keep the interval that they have where images differ by more', () => {
    const values = [0.25, 0.5, 0.75, 0.5];
    const [stepped, plain] = [intervalOf(values, 0.25), intervalOf(values)];
    expect(stepped.low).toBeCloseTo(plain.low!, 12);
  });

  test.each([
    [6, 0.9],
    [12, 0.95],
    [32, 0.98],
  ])('of %i images that are right with a probability of %f the interval of hits holds it', (images, p) => {
    const likely = (hits: number): number => {
      let ways = 1;
      for (let k = 1; k <= hits; k++) ways *= (images - hits + k) / k;
      return ways * p ** hits * (1 - p) ** (images - hits);
    };
    const covered = (step?: number) =>
      Array.from({ length: images + 1 }, (_, hits) => {
        const { low, high } = intervalOf(
          Array.from({ length: images }, (__, i) => (i < hits ? 1 : 0)),
          step,
        );
        return low! <= p && p <= high! ? likely(hits) : 0;
      }).reduce((sum, share) => sum + share, 0);
    expect(covered(1)).toBeGreaterThan(0.9);
    expect(covered()).toBeLessThan(0.75);
  });
});
