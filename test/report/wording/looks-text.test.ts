import { expect, test } from 'vitest';
import { decidedText } from '../../../src/report/wording/looks-text.ts';
import type { CheckResult } from '../../../src/results/report.ts';
import { LOOKS, type Look } from '../../../src/statistics/looks.ts';
import { exampleReport } from '../example.ts';

const [sample] = exampleReport().checks;
const decided = (plan: readonly Look[], ...checks: Partial<CheckResult>[]) =>
  decidedText({
    looks: {
      ...{ plan, confidence: 0.9875, taken: plan.length, maps: 112 },
      fixed: { inputs: 32, draws: 5, maps: 1344 },
    },
    checks: checks.map((check) => ({ ...sample, ...plan[0], ...check })),
  });

test('what no look decides is not called decided', () => {
  const passed = { status: 'passed', reason: null, stopped: 'decided' } as const;
  const untrained = { status: 'inconclusive', reason: 'untrained', stopped: 'decided' } as const;
  expect(decided(LOOKS, passed, untrained)).toMatchInlineSnapshot(
    `"Decided: 1 at 8 inputs x 3 draws. 1 inconclusive for a reason that no look takes away. 112 maps were judged, 8 % of the 1,344 that 32 inputs x 5 draws on all stages take."`,
  );
  expect(decided(LOOKS, untrained, untrained)).toMatchInlineSnapshot(
    `"Decided: none. 2 inconclusive for a reason that no look takes away. 112 maps were judged, 8 % of the 1,344 that 32 inputs x 5 draws on all stages take."`,
  );
});

test('what the largest look leaves open takes a run of a fixed plan, what a smaller one does more inputs', () => {
  const open = { status: 'inconclusive', reason: 'undecided', stopped: 'capped', ...LOOKS[3] } as const;
  expect(decided(LOOKS, open)).toMatchInlineSnapshot(
    `"Decided: none. More than 64 x 12 takes a run without --decide. 112 maps were judged, 8 % of the 1,344 that 32 inputs x 5 draws on all stages take."`,
  );
  expect(decided(LOOKS.slice(0, 2), { ...open, ...LOOKS[1] })).not.toContain('without --decide');
});
