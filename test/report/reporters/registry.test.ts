import { expect, test } from 'vitest';
import { REPORTERS } from '../../../src/config/options/reporters.ts';
import { reportText } from '../../../src/report/reporters/registry.ts';
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
