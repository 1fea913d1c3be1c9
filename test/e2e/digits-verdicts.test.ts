import { beforeAll, describe, expect, test } from 'vitest';
import { EXPECTED_VERDICTS } from '../../fixtures/digits/verdicts.ts';
import type { Report } from '../../src/results/report.ts';
import { runChecks } from '../../src/run-checks.ts';

let report: Report;
beforeAll(async () => {
  report = await runChecks({
    model: 'fixtures/digits/cnn',
    inputs: 'fixtures/digits/test',
    methods: Object.keys(EXPECTED_VERDICTS),
    limit: 32,
    draws: 5,
    quick: true,
  });
}, 240_000);

const checkOf = (method: string) => report.checks.find((c) => c.method === method)!;

// The defaults, 32 inputs and 5 draws, at the stages that carry gates: the others decide nothing.
describe('the digits network', () => {
  test.each(Object.entries(EXPECTED_VERDICTS))('%s', (method, allowed) => {
    const { status, explanation } = checkOf(method);
    expect(allowed, explanation).toContain(status);
  });

  test.each(['input-x-gradient', 'integrated-gradients'])(
    '%s fails on abs maps while signed passes',
    (method) => {
      const statuses = (metric: string) =>
        checkOf(method)
          .gates.filter((g) => g.metric === metric)
          .map((g) => g.status);
      expect(statuses('spearman-abs')).toEqual(['failed', 'failed']);
      expect(statuses('spearman-signed')).toEqual(['passed', 'passed']);
      expect(checkOf(method).explanation).toMatch(
        /\d+ % of the pixels are zero in both maps: signed Spearman passes/,
      );
    },
  );

  test('deterministic methods have a ceiling of 1', () => {
    for (const { method, references } of report.checks) {
      if (['smoothgrad', 'constant', 'fresh-noise'].includes(method)) continue;
      expect(references['spearman-abs']!.ceiling, method).toBe(1);
    }
  });

  test('every full stage covers all parameters', () => {
    for (const { stages } of report.checks) expect(stages.at(-1)!.coverage).toBe(1);
  });
});
