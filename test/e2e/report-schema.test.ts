import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { reportJson } from '../../src/report/reporters/json.ts';
import { runChecks } from '../../src/run-checks.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';

const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: false }).compile(schema);

test('the report of a run follows the JSON Schema of the package', async () => {
  const values = blobs(24);
  const labels = Array.from({ length: 24 }, (_, i) => i % 4);
  const made = await runChecks({
    model: smallNetwork(),
    inputs: { values: values.slice(0, 6 * 144), shape: [12, 12, 1], labels: labels.slice(0, 6) },
    methods: ['gradient', 'grad-cam', 'constant', 'fresh-noise'],
    orders: ['cascade', 'independent', 'labels'],
    training: { data: { values, labels }, epochs: 2, batch: 8, cache: false },
    draws: 2,
    threads: 1,
  });
  const report = JSON.parse(reportJson(made));
  validate(report);
  expect(validate.errors).toBeNull();

  expect(validate({ ...report, summary: { ...report.summary, status: 'fine' } })).toBe(false);
  expect(validate.errors?.[0].instancePath).toBe('/summary/status');
});
