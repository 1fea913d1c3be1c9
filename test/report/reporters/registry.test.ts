import { expect, test } from 'vitest';
import { addsToLog, REPORTERS } from '../../../src/config/options/reporters.ts';
import { jobSummary } from '../../../src/report/reporters/job-summary.ts';
import { addedText, reportText } from '../../../src/report/reporters/registry.ts';
import { exampleReport } from '../example.ts';
import { reportWithBaseline } from './with-baseline.ts';

test.each(REPORTERS)('%s ends with one line feed', (reporter) => {
  const text = reportText(reporter, exampleReport(), { colour: false });
  expect(text).toMatch(/[^\n]\n$/);
});

test.each(REPORTERS)('%s tells of a regression, with the file of the baseline or the change', (reporter) => {
  const text = reportText(reporter, reportWithBaseline(), { colour: false });
  expect(text).not.toBe(reportText(reporter, exampleReport(), { colour: false }));
  expect(text.replace(/\s+/g, ' ')).toMatch(/inconclusive before, failed now|"before": "inconclusive"/);
});

test('github adds the summary of a job to the file that the environment names, and nobody else adds anything', () => {
  const env = { GITHUB_STEP_SUMMARY: 'summary.md' };
  const added = REPORTERS.flatMap((reporter) => addedText(reporter, exampleReport(), env) ?? []);
  expect(added).toEqual([{ file: 'summary.md', text: jobSummary(exampleReport()) }]);
  expect(addedText('github', exampleReport(), {})).toBeNull();
});

test('what is a log may tell of several runs on standard output, what is a document may not', () => {
  const logs = REPORTERS.filter((reporter) => addsToLog({ reporter, file: null }));
  expect(logs).toEqual(['terminal', 'github']);
  expect(REPORTERS.some((reporter) => addsToLog({ reporter, file: 'a' }))).toBe(false);
});
