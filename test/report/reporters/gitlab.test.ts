import { expect, test } from 'vitest';
import { gitlabReporter } from '../../../src/report/reporters/gitlab.ts';
import { exampleReport } from '../example.ts';
import { reportWithBaseline } from './with-baseline.ts';

interface Issue {
  readonly check_name: string;
  readonly description: string;
  readonly severity: string;
  readonly fingerprint: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const issuesOf = (report: Parameters<typeof gitlabReporter>[0]): Issue[] =>
  JSON.parse(gitlabReporter(report));

test('an issue per failed and inconclusive check and per regression', () => {
  const issues = issuesOf(reportWithBaseline());
  expect(issues.map(({ check_name, severity }) => `${check_name} ${severity}`)).toEqual([
    'saliency-sanity/failed major',
    'saliency-sanity/failed major',
    'saliency-sanity/inconclusive minor',
    'saliency-sanity/regression major',
    'saliency-sanity/regression major',
  ]);
  for (const { location, description } of issues) {
    expect(location).toEqual({ path: 'models/digits/model.json', lines: { begin: 1 } });
    expect(description).toMatch(/^guided-backprop|^integrated-gradients|^fresh-noise/);
  }
});

test('fingerprints are all different, and the same whatever the numbers are', () => {
  const issues = issuesOf(reportWithBaseline());
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  const report = exampleReport();
  const other = report.checks.map((check) => ({ ...check, explanation: 'Retains 51 %.' }));
  const again = issuesOf({ ...report, checks: other });
  expect(again.map(({ fingerprint }) => fingerprint)).toEqual(
    issues.slice(0, 3).map(({ fingerprint }) => fingerprint),
  );
});
