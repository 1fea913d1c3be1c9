import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/checks/check.ts';
import { wordsOf } from '../../src/checks/registry.ts';
import { depthKind, depthOf, depthsOf, earliestOf } from '../../src/statistics/depth.ts';
import { depthSentences } from '../../src/statistics/depth-sentences.ts';
import type { GateResult } from '../../src/statistics/verdict-types.ts';

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
    const found = depthsOf([gate, gate, { metric: 'hog', maximum: 0.3 }], conditions(1, 2), 2, (condition) =>
      interval(condition.name === 'stage2' ? 0.35 : 0.9),
    );
    expect(found!.map(({ metric, place }) => [metric, place])).toEqual([
      ['ssim', 2],
      ['hog', null],
    ]);
  });

  test('is not known where stages between were not measured', () => {
    expect(depthsOf([gate], conditions(1, 4), 4, () => interval(0.1))).toBeUndefined();
    expect(depthsOf([gate], conditions(1), 1, () => interval(0.1))).toBeUndefined();
    // The first stages of bottom-up, which carry its gates.
    expect(depthsOf([gate], conditions(1, 2), 4, () => interval(0.1))).toBeUndefined();
  });
});

/** Intervals of a stage, against a gate at .5. */
const ABOVE = interval(0.8);
const BELOW = interval(0.2);
const ACROSS = interval(0.48);
const UNKNOWN = interval(null);
/** A mean alone, as of one draw or one image. */
const ENDLESS = { mean: 0.2, low: null, high: null };

describe('the first stage that may lie below', () => {
  test.each([
    ['the one that does', [ABOVE, ABOVE, BELOW], 3, 3],
    ['one before that, which is not decided', [ABOVE, ACROSS, BELOW], 3, 2],
    ['one before that, of which nothing is known', [ENDLESS, ABOVE, BELOW], 3, 1],
    ['not one where it rises again', [ACROSS, ABOVE, BELOW], 3, 1],
    ['one after those that lie above, none being decided', [ABOVE, ACROSS, ACROSS], null, 2],
    ['none, where all lie above', [ABOVE, ABOVE, ABOVE], null, 4],
    ['not known where no stage has an interval', [UNKNOWN, ENDLESS, UNKNOWN], null, null],
  ])('is %s', (_, stages, place, earliest) => {
    const named = stages.map((stage, at) => ({ name: `stage${at + 1}`, ...stage }));
    expect(depthOf({ metric: 'ssim', maximum: 0.5 }, named)).toMatchObject({ place, earliest });
  });

  test('is, in reports that say no more, the one that does', () => {
    const { earliest: _, ...old } = depthOf({ metric: 'ssim', maximum: 0.5 }, stagesOf(0.9, 0.2));
    expect([earliestOf(old), depthKind(old)]).toEqual([2, 'fallen']);
    expect(depthKind({ ...old, place: null })).toBe('never');
  });
});

describe('is said', () => {
  const METRICS = ['spearman-signed', 'spearman-abs', 'ssim'];
  type Stages = readonly (typeof ABOVE | typeof ENDLESS | typeof UNKNOWN)[];
  const first = (above: number, rest: Stages, stages = 10): Stages =>
    Array.from({ length: stages }, (_, at) => (at < above ? ABOVE : (rest[at - above] ?? rest.at(-1)!)));

  const said = (check: string, metrics: readonly Stages[], status: GateResult['status'] = 'failed') => {
    const depths = metrics.map((stages, at) =>
      depthOf(
        { metric: METRICS[at], maximum: 0.5 },
        stages.map((stage, place) => ({ name: `stage${place + 1}`, ...stage })),
      ),
    );
    const gates = depths.map(
      ({ metric }, at): GateResult => ({
        ...{ stage: 'output', metric, maximum: 0.5, retained: metrics[at][0].mean },
        ...{ low: metrics[at][0].low, high: metrics[at][0].high, status },
      }),
    );
    return depthSentences(depths, wordsOf(check).depth ?? null, gates);
  };

  test('for a cascade', () => {
    const sentences = [
      said('cascade', [first(0, [BELOW]), first(0, [BELOW]), first(0, [BELOW])]),
      said('cascade', [first(2, [BELOW]), first(4, [BELOW]), first(10, [])]),
      said('cascade', [first(1, [BELOW])]),
      said('cascade', [first(9, [BELOW]), first(3, [BELOW])]),
      said('cascade', [first(10, []), first(10, [])]),
    ];
    expect(sentences.flat().join('\n')).toMatchInlineSnapshot(`
      "Falls below 50 % once the top one of 10 layers is random: what the output layer learned shows in it.
      Falls below 50 % once the top 3 of 10 layers are random by signed Spearman, the top 5 by abs Spearman and at no stage by SSIM: what the top 2 layers learned does not show in it.
      Falls below 50 % once the top 2 of 10 layers are random: what the output layer learned does not show in it.
      Falls below 50 % once the top 4 of 10 layers are random by abs Spearman and all layers by signed Spearman: what the top 3 layers learned does not show in it.
      Falls below 50 % at no stage."
    `);
  });

  test('as far as intervals decide it', () => {
    const sentences = [
      said('cascade', [first(0, [ACROSS, ACROSS, BELOW]), first(0, [BELOW])]),
      said('cascade', [first(1, [ACROSS, BELOW])]),
      said('cascade', [first(1, [ACROSS, BELOW]), first(2, [ACROSS, ACROSS, BELOW])]),
      said('cascade', [first(0, [BELOW]), first(10, []), first(2, [ACROSS])]),
      said('cascade', [first(0, [ACROSS]), first(3, [ACROSS])]),
      said('bottom-up', [first(0, [ACROSS, BELOW])]),
    ];
    expect(sentences.flat().join('\n')).toMatchInlineSnapshot(`
      "Falls below 50 % once the top one of 10 layers is random by abs Spearman and the top 3 at the latest by signed Spearman.
      Falls below 50 % at the latest once the top 3 of 10 layers are random: what the output layer learned does not show in it.
      Falls below 50 % at the latest once the top 3 of 10 layers are random by signed Spearman and the top 5 by abs Spearman: what the output layer learned does not show in it.
      Falls below 50 % once the top one of 10 layers is random by signed Spearman and at no stage by abs Spearman; by SSIM this is not decided.
      At which stage it falls below 50 %, if at any, is not decided.
      Falls below 50 % at the latest once the lowest 2 of 10 layers are random."
    `);
  });

  test('from the input up', () => {
    const sentences = [
      said('bottom-up', [first(0, [BELOW]), first(0, [BELOW])]),
      said('bottom-up', [first(0, [BELOW]), first(3, [BELOW])]),
      said('bottom-up', [first(3, [BELOW]), first(4, [BELOW])]),
      said('bottom-up', [first(9, [BELOW])]),
      said('bottom-up', [first(10, [])]),
    ];
    expect(sentences.flat().join('\n')).toMatchInlineSnapshot(`
      "Falls below 50 % once the lowest one of 10 layers is random: what the layer next to the input learned shows in it.
      Falls below 50 % once the lowest one of 10 layers is random by signed Spearman and the lowest 4 by abs Spearman.
      Falls below 50 % once the lowest 4 of 10 layers are random by signed Spearman and the lowest 5 by abs Spearman: it depends on the top 7 layers only.
      Falls below 50 % once all layers are random: it depends on the top layer only.
      Falls below 50 % at no stage."
    `);
  });

  test('not where no stage has an interval, and by the metrics alone that have', () => {
    expect(said('cascade', [first(0, [UNKNOWN]), first(0, [ENDLESS])])).toEqual([]);
    expect(said('cascade', [first(0, [BELOW]), first(0, [UNKNOWN])])).toEqual([
      'Falls below 50 % once the top one of 10 layers is random by signed Spearman: what the output layer learned shows in it.',
    ]);
  });

  test.each(['not-telling', 'open'] as const)('with no conclusion where gates are %s', (status) => {
    expect(said('cascade', [first(2, [BELOW])], status)).toEqual([
      'Falls below 50 % once the top 3 of 10 layers are random.',
    ]);
  });

  test('of no check whose stages do not add to each other', () => {
    const stages = [first(0, [BELOW])];
    expect([said('independent', stages), said('labels', stages), said('cascade', [])]).toEqual([[], [], []]);
  });
});
