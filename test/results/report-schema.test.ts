import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { reportHtml } from '../../src/report/html/report-html.ts';
import { reportMarkdown } from '../../src/report/reporters/markdown.ts';
import { reportTerminal } from '../../src/report/reporters/terminal-text.ts';
import type { Report } from '../../src/results/report.ts';
import { REPORT_SCHEMA, reportJsonSchema } from '../../src/results/report-schema.ts';
import { exampleReport } from '../report/example.ts';
import { reportWithBaseline } from '../report/reporters/with-baseline.ts';

test('schema/report.schema.json is made from it (npm run reference)', async () => {
  const path = new URL('../../schema/report.schema.json', import.meta.url);
  expect(await readFile(path, 'utf8')).toBe(reportJsonSchema());
});

test.each([
  ['without', exampleReport()],
  ['with', reportWithBaseline()],
])('a report %s a baseline follows it, also one with more keys', (_, report) => {
  expect(REPORT_SCHEMA.safeParse(report).error).toBeUndefined();
  expect(REPORT_SCHEMA.safeParse({ ...report, later: 1 }).success).toBe(true);
});

test('a report of before there were derivatives, corrections and depths follows it, and is read by every reporter', async () => {
  const report = exampleReport();
  const { margin: _margin, correction: _correction, ...plan } = report.plan;
  const old = { ...report, plan } as unknown as Report;
  expect(old.checks.every(({ gates, depth }) => !depth && gates.every((gate) => !gate.derivative))).toBe(
    true,
  );
  expect(REPORT_SCHEMA.safeParse(old).error).toBeUndefined();
  expect(reportMarkdown(old)).not.toContain('of the derivative');
  expect(reportTerminal(old)).toContain('Retained similarity; ! above the gate, ? not decided, – not known.');
  expect(await reportHtml(old, null)).not.toContain('of the derivative');
});

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Paths of what a value has and its schema does not describe. */
function undescribed(value: unknown, schema: JsonSchema, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const kinds = schema.anyOf ?? [schema];
  if (Array.isArray(value)) {
    const items = kinds.find((kind) => kind.items)?.items;
    return items ? value.flatMap((item) => undescribed(item, items, `${path}[]`)) : [path];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const described = kinds.flatMap((kind) => kind.properties?.[key] ?? kind.additionalProperties ?? []);
    const [found] = described.filter((each) => Object.keys(each).length > 0);
    // Settings of methods are free.
    if (path === '.plan.methods') return [];
    return found ? undescribed(inner, found, `${path}.${key}`) : [`${path}.${key}`];
  });
}

test('describes every key of a report', () => {
  const schema = JSON.parse(reportJsonSchema());
  expect([...new Set(undescribed(reportWithBaseline(), schema))]).toEqual([]);
  expect(undescribed({ plan: { drews: 5 } }, schema)).toEqual(['.plan.drews']);
});

test.each([
  [{ schema: 'saliency-sanity/report@2' }, 'schema'],
  [{ summary: undefined }, 'summary'],
  [{ checks: [7] }, 'checks.0'],
  [{ checks: [{ ...exampleReport().checks[0], status: 'fine' }] }, 'checks.0.status'],
  [{ durationMs: 'long' }, 'durationMs'],
])('refuses %j', (change, path) => {
  const { error } = REPORT_SCHEMA.safeParse({ ...exampleReport(), ...change });
  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
});
