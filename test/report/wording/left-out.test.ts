import { expect, test } from 'vitest';
import { REPORTERS } from '../../../src/config/options/reporters.ts';
import { jobSummary } from '../../../src/report/reporters/job-summary.ts';
import { reportText } from '../../../src/report/reporters/registry.ts';
import { exampleReport } from '../example.ts';

const method = 'score-cam';
const reason = 'it needs a network with a convolutional layer, found none';
const message = `${method} is left out: ${reason}`;
const report = {
  ...exampleReport(),
  skipped: [{ method, reason, named: true }],
  notices: [{ code: 'method-skipped', message }],
};

test.each(REPORTERS)('%s names a method that was asked for and is left out, and why', (reporter) => {
  const text = reportText(reporter, report, { colour: false, width: 200 });
  expect(text).toContain(method);
  expect(text).toContain(reason);
});

test('it is counted beside the verdicts', () => {
  const counts = '1 passed, 2 failed, 1 inconclusive, 1 method left out';
  for (const reporter of ['terminal', 'markdown', 'github'] as const) {
    expect(reportText(reporter, report, { colour: false })).toContain(counts);
  }
  expect(jobSummary(report)).toContain(counts);
  expect(reportText('junit', report)).toMatch(/tests="5" failures="2" errors="0" skipped="2"/);
  expect(reportText('tap', report)).toContain('1..5');
});

test('a quick run that leaves something open says at its end what would decide', () => {
  const quick = { ...report, plan: { ...report.plan, quick: true } };
  const advice = '1 inconclusive, 1 method left out (a quick run: decide with one without --quick)';
  for (const reporter of ['terminal', 'markdown', 'github'] as const) {
    expect(reportText(reporter, quick, { colour: false, width: 200 })).toContain(advice);
    expect(reportText(reporter, report, { colour: false })).not.toContain('--quick');
  }
  const decided = { ...quick, summary: { ...quick.summary, inconclusive: 0 } };
  expect(reportText('terminal', decided, { colour: false })).not.toContain('--quick');
  const lines = reportText('terminal', quick, { colour: false, width: 60 }).trimEnd().split('\n');
  expect(lines.every((line) => line.length <= 60)).toBe(true);
});
