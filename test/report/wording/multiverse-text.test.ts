import { expect, test } from 'vitest';
import { reportTerminal } from '../../../src/report/reporters/terminal-text.ts';
import { multiverseParagraphs, multiverseSentences } from '../../../src/report/wording/multiverse-text.ts';
import type { CheckResult, Status } from '../../../src/results/report.ts';
import { multiverseOf } from '../../../src/statistics/multiverse.ts';
import { exampleReport } from '../example.ts';

/** Two scalings of each plane: verdicts in that order. */
const universe = (own: Status, ...statuses: Status[]) =>
  multiverseOf(
    statuses.map((status, at) => ({
      ...{ metric: 'ssim', plane: ['abs', 'signed', 'positive'][at >> 1] },
      ...{ scaling: ['max', 'min-max'][at % 2], status },
    })),
    own,
  );
const agreed = universe('failed', ...Array<Status>(6).fill('failed'));
const turned = universe('failed', 'failed', 'inconclusive', 'passed', 'passed', 'passed', 'passed');

test('how many choices agree, and what is said under each value of the choice that turns it', () => {
  expect(multiverseSentences(agreed)).toMatchInlineSnapshot(`
    [
      "All 6 choices of plane, scaling and metric give this verdict.",
    ]
  `);
  expect(multiverseSentences(turned)).toMatchInlineSnapshot(`
    [
      "1 of 6 choices of plane, scaling and metric gives this verdict.",
      "It turns with the plane (abs 1 failed, 1 inconclusive; signed passed; positive passed).",
    ]
  `);
  expect(multiverseSentences(universe('passed'))).toMatchInlineSnapshot(`
    [
      "Under no other plane or scaling can the maps be compared.",
    ]
  `);
});

const { checks } = exampleReport({ methods: ['gradient', 'guided-backprop', 'integrated-gradients'] });
const judged = checks.map((check, at): CheckResult => {
  const multiverse = at === 2 ? turned : agreed;
  return { ...check, status: 'failed', sources: { structuralZeros: null, gates: [], multiverse } };
});

test('checks of which the same is to be said stand together, and the check is named where there are several', () => {
  expect(multiverseParagraphs(judged)).toMatchInlineSnapshot(`
    [
      "gradient and guided-backprop (failed): all 6 choices of plane, scaling and metric give this verdict.",
      "integrated-gradients (failed): 1 of 6 choices of plane, scaling and metric gives this verdict. It turns with the plane (abs 1 failed, 1 inconclusive; signed passed; positive passed).",
    ]
  `);
  const other = { ...judged[1], order: 'labels' };
  expect(multiverseParagraphs([judged[0], other])).toMatchInlineSnapshot(`
    [
      "gradient under cascade and guided-backprop under labels (failed): all 6 choices of plane, scaling and metric give this verdict.",
    ]
  `);
  expect(multiverseParagraphs(checks)).toEqual([]);
});

test('the terminal tells it', () => {
  const text = reportTerminal({ ...exampleReport(), checks: judged }, { colour: false });
  expect(text).toContain(
    'Other planes, scalings and metrics\n  - gradient and guided-backprop (failed): all 6',
  );
  expect(reportTerminal(exampleReport(), { colour: false })).not.toContain('Other planes');
});
