import { expect, it } from 'vitest';
import { reportJson } from '../../../src/report/reporters/json.ts';
import { exampleReport } from '../example.ts';

it('comes back as it went', () => {
  const report = exampleReport();
  expect(JSON.parse(reportJson(report))).toEqual(report);
});

it('does not depend on the order in which the object was put together', () => {
  const report = exampleReport();
  const backwards = Object.fromEntries(Object.entries(report).reverse()) as unknown as typeof report;
  expect(reportJson(backwards)).toBe(reportJson(report));
  expect(Object.keys(JSON.parse(reportJson(backwards)))[0]).toBe('schema');
});

it('writes numbers that JSON cannot hold as null', () => {
  const report = { ...exampleReport(), durationMs: Number.NaN, seed: Number.POSITIVE_INFINITY };
  expect(JSON.parse(reportJson(report))).toMatchObject({ durationMs: null, seed: null });
});

it('is indented by two spaces and ends with a line feed', () => {
  const text = reportJson(exampleReport());
  expect(text.startsWith('{\n  "schema": "saliency-sanity/report@1",\n  "version"')).toBe(true);
  expect(text.endsWith('}\n')).toBe(true);
});
