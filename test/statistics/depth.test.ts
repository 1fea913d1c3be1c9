import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/checks/check.ts';
import { wordsOf } from '../../src/checks/registry.ts';
import type { DepthResult } from '../../src/results/types.ts';
import { depthOf, depthsOf } from '../../src/statistics/depth.ts';
import { depthSentences } from '../../src/statistics/depth-sentences.ts';

const interval = (mean: number | null, half = 0.05) =>
  mean === null ? { mean, low: null, high: null } : { mean, low: mean - half, high: mean + half };

const stagesOf = (...means: (number | null)[]) =>
  means.map((mean, at) => ({ name: `stage${at + 1}`, ...interval(mean) }));

describe('the first stage that lies below the gate', () => {
  const gate = { metric: 'ssim', maximum: 0.5 };

  test.each([
    ['at once', [0.2, 0.1, 0.1], 1],
    ['with its whole interval', [0.9, 0.48, 0.4], 3],
    ['also where it rises again', [0.9, 0.3, 0.7], 2],
    ['past a stage that is not known', [null, 0.3, 0.1], 2],
    ['nowhere', [0.9, 0.8, 0.6], null],
  ])('%s', (_, means, place) => {
    const found = depthOf(gate, stagesOf(...means));
    expect(found).toMatchObject({ place, stages: 3, stage: place === null ? null : `stage${place}` });
    expect(found.retained).toBe(place === null ? null : means[place - 1]);
  });

  const conditions = (...sizes: number[]) =>
    sizes.map(
      (size, at): Condition => ({
        ...{ check: 'cascade', name: `stage${at + 1}`, aliases: [], layers: [], unrelated: false },
        groups: Array.from({ length: size }, (_each, i) => `group${i}`),
      }),
    );

  test('is looked for once for every metric and maximum', () => {
    const found = depthsOf([gate, gate, { metric: 'hog', maximum: 0.3 }], conditions(1, 2), (condition) =>
      interval(condition.name === 'stage2' ? 0.35 : 0.9),
    );
    expect(found!.map(({ metric, place }) => [metric, place])).toEqual([
      ['ssim', 2],
      ['hog', null],
    ]);
  });

  test('is not known where stages between were not measured', () => {
    expect(depthsOf([gate], conditions(1, 4), () => interval(0.1))).toBeUndefined();
    expect(depthsOf([gate], conditions(1), () => interval(0.1))).toBeUndefined();
  });
});

describe('is said', () => {
  const depths = (...places: (number | null)[]) =>
    places.map(
      (place, at): DepthResult => ({
        ...depthOf({ metric: ['spearman-signed', 'spearman-abs', 'ssim'][at], maximum: 0.5 }, []),
        ...{ place, stages: 10 },
      }),
    );
  const said = (check: string, ...places: (number | null)[]) =>
    depthSentences(depths(...places), wordsOf(check).depth ?? null);

  test('for a cascade', () => {
    const sentences = [
      said('cascade', 1, 1, 1),
      said('cascade', 3, 5, null),
      said('cascade', 2),
      said('cascade', null),
    ];
    expect(sentences.flat().join('\n')).toMatchInlineSnapshot(`
      "Falls below 50 % once the top one of 10 layers is random: what the output layer learned shows in it.
      Falls below 50 % once the top 3 of 10 layers are random by signed Spearman, the top 5 by abs Spearman and at no stage by SSIM: what the top 2 layers learned does not show in it.
      Falls below 50 % once the top 2 of 10 layers are random: what the top layer learned does not show in it.
      Falls below 50 % at no stage by signed Spearman."
    `);
  });

  test('from the input up', () => {
    const sentences = [
      said('bottom-up', 1, 4),
      said('bottom-up', 4, 5),
      said('bottom-up', 10),
      said('bottom-up', null),
    ];
    expect(sentences.flat().join('\n')).toMatchInlineSnapshot(`
      "Falls below 50 % once the lowest one of 10 layers is random by signed Spearman and the lowest 4 by abs Spearman: it depends on all layers.
      Falls below 50 % once the lowest 4 of 10 layers are random by signed Spearman and the lowest 5 by abs Spearman: it depends on the top 7 layers only.
      Falls below 50 % once the lowest 10 of 10 layers are random: it depends on the top layer only.
      Falls below 50 % at no stage by signed Spearman."
    `);
  });

  test('of no check whose stages do not add to each other', () => {
    expect([said('independent', 1), said('labels', 1), said('cascade')]).toEqual([[], [], []]);
  });
});
