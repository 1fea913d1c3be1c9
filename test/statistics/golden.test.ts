import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrastOver } from '../../src/statistics/contrast.ts';
import { crossedEffects, meanInterval } from '../../src/statistics/crossed.ts';
import { holmRejections } from '../../src/statistics/holm.ts';
import { retainedOf } from '../../src/statistics/retained.ts';

interface Mean {
  readonly mean: number;
  readonly variance_used: number;
  readonly df: number | null;
  readonly low: number;
  readonly high: number;
}

interface Golden {
  readonly name: string;
  /** [image][draw]. */
  readonly S: readonly (readonly (number | null)[])[];
  readonly ceilings: readonly number[];
  readonly floors: readonly number[];
  readonly result: {
    readonly reason?: string;
    readonly mean: number;
    readonly retained: number;
    readonly D: Readonly<Record<string, Mean>>;
    readonly components_of_S: Readonly<Record<'images' | 'draws' | 'rest', number>>;
    readonly interval: { readonly shape: string; readonly low: number; readonly high: number };
  };
}

// Tables and numbers of an implementation of its own, by whole arrays and by pairs of cells, in double precision.
const text = readFileSync(new URL('./golden.json', import.meta.url), 'utf8');
const golden = JSON.parse(text) as {
  readonly level: number;
  readonly tables: readonly Golden[];
  readonly holm: readonly { readonly p: readonly number[]; readonly rejected_at_05: readonly boolean[] }[];
};

function contrastIn({ S, ceilings, floors }: Golden) {
  const [images, draws] = [S.length, S[0].length];
  const values = new Float64Array(draws * images);
  S.forEach((row, i) => {
    row.forEach((score, k) => {
      values[k * images + i] = score ?? Number.NaN;
    });
  });
  const floor = floors.reduce((sum, one) => sum + one, 0) / images;
  const stage = { draws, images, values };
  const pseudoValues = Float64Array.from(floors, (one) => 2 * one - floor);
  return { stage, contrast: contrastOver(stage, Float64Array.from(ceilings), [...S.keys()], pseudoValues) };
}

describe.each(golden.tables.map((each) => [each.name, each] as const))('%s', (_, each) => {
  const { stage, contrast } = contrastIn(each);
  const { result } = each;

  test('mean of the scores', () => {
    expect(crossedEffects(stage).mean).toBeCloseTo(result.mean, 11);
    if (result.reason) expect(meanInterval(crossedEffects(stage), golden.level).low).toBeNull();
  });
  if (result.reason) return;

  test('components of the scores', () => {
    const { components } = crossedEffects(stage);
    const { images, draws, rest } = result.components_of_S;
    expect(components.images).toBeCloseTo(Math.max(0, images), 11);
    expect(components.draws).toBeCloseTo(Math.max(0, draws), 11);
    expect(components.error).toBeCloseTo(Math.max(0, rest), 11);
  });

  test.each(Object.entries(result.D))('D(%s)', (m, expected) => {
    for (const effects of [crossedEffects(contrast.table(Number(m))), contrast.at(Number(m))]) {
      expect(effects.mean).toBeCloseTo(expected.mean, 11);
      expect(effects.variance).toBeCloseTo(expected.variance_used, 11);
      if (expected.df !== null) expect(effects.freedom / expected.df).toBeCloseTo(1, 9);
      const { low, high } = meanInterval(effects, golden.level);
      expect(low).toBeCloseTo(expected.low, 7);
      expect(high).toBeCloseTo(expected.high, 7);
    }
  });

  test('retained similarity', () => {
    const { mean, low, high } = retainedOf(contrast, golden.level);
    expect(mean).toBeCloseTo(result.retained, 11);
    const bounded = result.interval.shape === 'interval' || result.interval.shape === 'point';
    if (!bounded) expect([low, high]).toEqual([null, null]);
    else {
      expect(low).toBeCloseTo(result.interval.low, 7);
      expect(high).toBeCloseTo(result.interval.high, 7);
    }
  });
});

test.each(golden.holm)('Holm: $p', ({ p, rejected_at_05 }) => {
  expect(holmRejections(p, 0.05)).toEqual(rejected_at_05);
});
