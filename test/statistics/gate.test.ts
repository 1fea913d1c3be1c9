import { describe, expect, it, test } from 'vitest';
import { type Comparison, contrastOf } from '../../src/statistics/contrast.ts';
import { halfWidth } from '../../src/statistics/crossed.ts';
import { judgeGate } from '../../src/statistics/gate.ts';
import { retainedInterval } from '../../src/statistics/retained.ts';
import { randomFrom, simulated, type World } from './simulate.ts';

const NOTHING = Number.NaN;

const world: World = {
  draws: 5,
  images: 32,
  mean: 0.3,
  sdDraws: 0.04,
  sdImages: 0.1,
  sdError: 0.06,
  ceiling: 1,
  floor: 0.2,
  sdFloor: 0.05,
  sdPairs: 0.05,
  sdCeiling: 0,
};

/** Retained similarity of a world. */
function truth({ mean, ceiling, floor }: World): number {
  return (mean - floor) / (ceiling - floor);
}

/** Whether D(m) = 0 is rejected. */
function rejected(comparison: Comparison, m: number): boolean {
  const effects = contrastOf(comparison)!.at(m);
  return Math.abs(effects.mean) > halfWidth(effects, comparison.confidence);
}

const worlds: [string, World][] = [
  ['clearly below', world],
  ['near the gate', { ...world, mean: 0.62 }],
  ['clearly above', { ...world, mean: 0.9 }],
  ['noisy ceiling', { ...world, mean: 0.5, ceiling: 0.7, sdCeiling: 0.15 }],
  ['missing cells', { ...world, mean: 0.5, missing: 0.1 }],
  ['few of both', { ...world, mean: 0.5, draws: 2, images: 4 }],
  ['barely separated', { ...world, mean: 0.3, ceiling: 0.36, sdCeiling: 0.25, images: 24 }],
];

describe('retainedInterval', () => {
  test.each(worlds)('%s: is the set that D does not reject, found on a grid', (_, w) => {
    let bounded = 0;
    for (const seed of [1, 2, 3, 4]) {
      const comparison = simulated(w, randomFrom(seed));
      const { mean, low, high } = retainedInterval(comparison);
      if (low === null || high === null) continue;
      bounded++;
      const width = Math.max(high - low, 1e-6);
      for (let step = -30; step <= 60; step++) {
        const m = low + (step / 30) * width;
        if (Math.min(Math.abs(m - low), Math.abs(m - high)) < 1e-7) continue;
        expect(rejected(comparison, m)).toBe(m < low || m > high);
      }
      expect(rejected(comparison, low - 50) && rejected(comparison, high + 50)).toBe(true);
      expect(mean! >= low && mean! <= high).toBe(true);
    }
    expect(bounded).toBeGreaterThan(0);
  });

  it('is (S - F) / (R - F) in the middle', () => {
    const comparison = simulated(world, randomFrom(3));
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
    const floor = mean(comparison.floor.scores);
    const expected = (mean(comparison.stage.values) - floor) / (mean(comparison.ceiling) - floor);
    expect(retainedInterval(comparison).mean).toBeCloseTo(expected, 12);
  });

  it('covers the true value', () => {
    for (const size of [
      { draws: 3, images: 16, mean: 0.3 },
      { draws: 5, images: 32, mean: 0.6 },
      { draws: 5, images: 32, mean: 0.5, ceiling: 0.8, sdCeiling: 0.1, missing: 0.1 },
    ]) {
      const w = { ...world, ...size };
      const random = randomFrom(99);
      let covered = 0;
      for (let r = 0; r < 1000; r++) {
        const { low, high } = retainedInterval(simulated(w, random));
        if (low! <= truth(w) && truth(w) <= high!) covered++;
      }
      expect(covered / 1000).toBeGreaterThan(0.9);
      expect(covered / 1000).toBeLessThan(0.985);
    }
  });

  it('has no ends where the ceiling is not clearly above the floor', () => {
    let unbounded = 0;
    for (let seed = 0; seed < 40; seed++) {
      const w = { ...world, mean: 0.2, ceiling: 0.2, floor: 0.2, sdCeiling: 0.1 };
      const { mean, low, high } = retainedInterval(simulated(w, randomFrom(seed)));
      expect(low === null).toBe(high === null);
      if (mean === null) expect(low).toBeNull();
      if (low === null) unbounded++;
    }
    expect(unbounded).toBeGreaterThan(32);
  });

  it('is exactly 1 when nothing was randomised', () => {
    const comparison = simulated({ ...world, mean: 1, sdDraws: 0, sdImages: 0, sdError: 0 }, randomFrom(1));
    const { mean, low, high } = retainedInterval(comparison);
    for (const value of [mean, low, high]) expect(value).toBeCloseTo(1, 8);
  });

  it('is a point without ends for one draw', () => {
    const { mean, low, high } = retainedInterval(simulated({ ...world, draws: 1 }, randomFrom(1)));
    expect(mean).toBeCloseTo(truth(world), 1);
    expect([low, high]).toEqual([null, null]);
  });

  it('does not depend on the order of images and draws', () => {
    const comparison = simulated({ ...world, missing: 0.05, sdCeiling: 0.05 }, randomFrom(21));
    const { stage, floor } = comparison;
    const images = Array.from({ length: stage.images }, (_, i) => (11 * i + 5) % stage.images);
    const values = new Float64Array(stage.values.length);
    for (let k = 0; k < stage.draws; k++) {
      for (let i = 0; i < stage.images; i++) {
        values[((k + 3) % stage.draws) * stage.images + images[i]] = stage.values[k * stage.images + i];
      }
    }
    const ceiling = new Float64Array(stage.images);
    comparison.ceiling.forEach((value, i) => {
      ceiling[images[i]] = value;
    });
    const shuffled = {
      ...comparison,
      stage: { ...stage, values },
      ceiling,
      floor: { pairs: floor.pairs.map((image) => images[image]), scores: floor.scores },
    };
    const a = retainedInterval(comparison);
    const b = retainedInterval(shuffled);
    for (const end of ['mean', 'low', 'high'] as const) expect(b[end]).toBeCloseTo(a[end]!, 8);
  });

  it('looks only at images with a ceiling, a score and a partner', () => {
    const comparison = simulated(world, randomFrom(2));
    const dead = (values: Float64Array) => values.map((v, cell) => (cell % 32 === 4 ? NOTHING : v));
    const scores = comparison.floor.scores.map((v, pair) =>
      comparison.floor.pairs.subarray(2 * pair, 2 * pair + 2).includes(4) ? NOTHING : v,
    );
    const noCeiling = { ...comparison, ceiling: dead(comparison.ceiling) };
    const noScores = { ...comparison, stage: { ...comparison.stage, values: dead(comparison.stage.values) } };
    const nothing = { ...noCeiling, ...noScores, floor: { ...comparison.floor, scores } };
    expect(retainedInterval(noCeiling)).toEqual(retainedInterval(nothing));
    expect(retainedInterval(noScores)).toEqual(retainedInterval(nothing));
    expect(retainedInterval(noScores)).not.toEqual(retainedInterval(comparison));
  });
});

describe('judgeGate', () => {
  function decisions(w: World, maximum = 0.5) {
    const random = randomFrom(500);
    const counts = { passed: 0, failed: 0, 'not-telling': 0, open: 0, undefined: 0 };
    for (let r = 0; r < 200; r++) counts[judgeGate({ ...simulated(w, random), maximum }).status]++;
    return counts;
  }

  it('passes a map that forgets and fails one that remembers', () => {
    expect(decisions({ ...world, mean: 0.3 })).toMatchObject({ passed: 200 });
    expect(decisions({ ...world, mean: 0.9 })).toMatchObject({ failed: 200 });
  });

  it('decides wrongly in at most about 2.5 % on either side at the gate itself', () => {
    const { passed, failed, open } = decisions({ ...world, mean: 0.6 });
    expect(open).toBeGreaterThan(180);
    expect(passed).toBeLessThan(12);
    expect(failed).toBeLessThan(12);
  });

  it('hardly ever decides about a fresh-noise map', () => {
    const noise = {
      ...world,
      mean: 0,
      ceiling: 0,
      floor: 0,
      sdDraws: 0,
      sdImages: 0,
      sdError: 0.04,
      sdFloor: 0,
    };
    const { passed, failed } = decisions({ ...noise, sdPairs: 0.04, sdCeiling: 0.04 });
    expect(passed + failed).toBeLessThan(4);
  });

  it('agrees with the test of D at the maximum', () => {
    for (const [, w] of worlds) {
      for (let seed = 0; seed < 15; seed++) {
        const comparison = simulated(w, randomFrom(seed));
        const finding = judgeGate({ ...comparison, maximum: 0.5 });
        if (finding.low === null) continue;
        expect(finding.status !== 'open').toBe(rejected(comparison, 0.5));
        if (finding.status !== 'open') {
          expect(finding.status).toBe(contrastOf(comparison)!.at(0.5).mean > 0 ? 'failed' : 'passed');
        }
      }
    }
  });

  it('leaves one draw open, whatever the scores', () => {
    for (const mean of [0.2, 0.6, 1]) {
      const finding = judgeGate({ ...simulated({ ...world, draws: 1, mean }, randomFrom(1)), maximum: 0.5 });
      expect(finding).toMatchObject({ status: 'open', low: null, high: null, effort: {} });
    }
  });

  it('has nothing to judge in dead maps, one image, or identical maps', () => {
    const comparison = simulated(world, randomFrom(1));
    const ones = (values: Float64Array) => values.map(() => 1);
    const cases: Comparison[] = [
      { ...comparison, stage: { ...comparison.stage, values: comparison.stage.values.map(() => NOTHING) } },
      { ...comparison, ceiling: comparison.ceiling.map(() => NOTHING) },
      { ...comparison, floor: { pairs: new Int32Array(0), scores: new Float64Array(0) } },
      {
        ...comparison,
        stage: { ...comparison.stage, values: ones(comparison.stage.values) },
        ceiling: ones(comparison.ceiling),
        floor: { ...comparison.floor, scores: ones(comparison.floor.scores) },
      },
    ];
    for (const question of cases) {
      const finding = judgeGate({ ...question, maximum: 0.5 });
      expect(finding).toMatchObject({ status: 'undefined', retained: null, low: null, high: null });
    }
  });

  it('fails a map of the input alone: it stays what it was', () => {
    const input = { ...world, mean: 1, sdDraws: 0, sdImages: 0, sdError: 0 };
    expect(judgeGate({ ...simulated(input, randomFrom(1)), maximum: 0.5 }).status).toBe('failed');
  });

  it('says how far the ceiling lies above the floor', () => {
    const { separation } = judgeGate({ ...simulated(world, randomFrom(1)), maximum: 0.5 });
    expect(separation.mean).toBeCloseTo(0.8, 1);
    expect(separation.low!).toBeLessThan(0.8);
    expect(separation.high!).toBeGreaterThan(0.8);
  });
});
