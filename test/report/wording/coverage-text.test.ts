import { expect, test } from 'vitest';
import { curvesPages } from '../../../src/report/figures/curves-figure.ts';
import { summaryPages } from '../../../src/report/figures/summary-figure.ts';
import { coverageText } from '../../../src/report/wording/coverage-text.ts';
import { exampleReport } from '../example.ts';

const report = exampleReport({ methods: ['gradient'], stages: ['output', 'full'] });
const plan = [
  { inputs: 8, draws: 3 },
  { inputs: 16, draws: 4 },
  { inputs: 32, draws: 6 },
];
const fixed = { ...plan[2], maps: 100 };
const looks = { plan, confidence: 1 - 0.05 / 3, taken: 1, maps: 56, fixed };

test('intervals of a look cover more than those of a fixed plan, and figures say so', async () => {
  expect(coverageText(report)).toBe('95 %');
  expect(coverageText({ ...report, looks })).toBe('98.33 %');
  for (const figure of [curvesPages, summaryPages]) {
    expect((await figure(report, 'cascade')).join()).toContain('95 % intervals');
    expect((await figure({ ...report, looks }, 'cascade')).join()).toContain('98.33 % intervals');
  }
});
