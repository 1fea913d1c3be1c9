import { expect, test } from 'vitest';
import { depthNote, depthText } from '../../../src/report/wording/depth-text.ts';
import type { DepthResult } from '../../../src/results/report.ts';

/** Of ten stages: where it lies below, and the first at which it may. */
const deep = (place: number | null, earliest: number | null | undefined = place): DepthResult => ({
  ...{ metric: 'ssim', maximum: 0.5, stage: null, place, stages: 10 },
  ...(earliest === undefined ? {} : { earliest }),
  ...{ retained: null, low: null, high: null },
});

const NEVER = deep(null, 11);
const UNKNOWN = deep(null, null);

test.each<[string, DepthResult[], string | null]>([
  ['at the same place by all metrics', [deep(1), deep(1)], '1/10'],
  ['at others by others', [deep(3), deep(5)], '3–5/10'],
  ['not decided before', [deep(1), deep(3, 1)], '1–3/10'],
  ['never by one', [deep(3), NEVER], '3–…/10'],
  ['never', [NEVER, NEVER], '–/10'],
  ['not decided by one', [deep(1), deep(null, 3)], '1–?/10'],
  ['not decided from a place on', [deep(null, 3)], '3–?/10'],
  ['not decided', [deep(null, 1)], '?/10'],
  ['not decided by one and never by another', [deep(null, 1), NEVER], '1–…/10'],
  ['not known by one', [deep(2), UNKNOWN], '2/10'],
  ['not known', [UNKNOWN], null],
  ['not asked', [], null],
])('%s', (_, depth, text) => {
  expect(depthText({ depth })).toBe(text);
});

test('reports of earlier versions say where it does, or that it does nowhere', () => {
  const old = (place: number | null) => ({ ...deep(place), earliest: undefined });
  expect([depthText({ depth: [old(2)] }), depthText({ depth: [old(null)] })]).toEqual(['2/10', '–/10']);
});

test('only what occurs is explained', () => {
  const note = (...depths: DepthResult[][]) => depthNote(depths.map((depth) => ({ depth })));
  expect([
    note([deep(1)]),
    note([deep(3), NEVER], [deep(null, 1)]),
    note([UNKNOWN], []),
  ]).toMatchInlineSnapshot(`
    [
      "Behind the verdict: how many stages, of all, it takes until the whole interval lies below the gate.",
      "Behind the verdict: how many stages, of all, it takes until the whole interval lies below the gate; …: by some metric never; ?: not decided.",
      "",
    ]
  `);
});
