import { describe, expect, test } from 'vitest';
import '../../src/vitest/index.ts';
import type { Report, Status } from '../../src/results/report.ts';

/** As much of a report as the matcher reads. */
function reportOf(...statuses: Status[]): Report {
  const checks = statuses.map((status, i) => ({
    method: `method-${i + 1}`,
    order: 'cascade',
    status,
    explanation: 'Retains 86 % after the output layer is random.',
  }));
  return { checks } as unknown as Report;
}

function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  return 'held';
}

describe('toMatchVerdicts', () => {
  const report = reportOf('passed', 'failed', 'inconclusive');

  test('holds where the named checks have their verdicts, by method or method/order', () => {
    expect(report).toMatchVerdicts({ 'method-1': 'passed', 'method-2/cascade': 'failed' });
    expect(report).toMatchVerdicts({});
    expect(report).not.toMatchVerdicts({ 'method-1': 'passed', 'method-2': 'passed' });
  });

  test('explains every verdict that is another one, and names without a check', () => {
    const expected = { 'method-1': 'passed', 'method-2': 'passed', 'method-3/bottom-up': 'passed' } as const;
    expect(messageOf(() => expect(report).toMatchVerdicts(expected))).toMatchInlineSnapshot(`
      "method-2, cascade: expected passed, is failed. Retains 86 % after the output layer is random.

      method-3/bottom-up: expected a check of the report, found none. Did you mean method-3?"
    `);
  });

  test('without an argument compares all of them with a snapshot', () => {
    expect(report).toMatchVerdicts();
    expect(() => expect(report).not.toMatchVerdicts()).toThrow('needs the verdicts');
  });

  test('is wrong about what is not a report', () => {
    expect(messageOf(() => expect({}).toMatchVerdicts({}))).toContain('expected the report of runChecks');
  });
});

describe('toPassSanityChecks', () => {
  test('holds where every check passed', () => {
    expect(reportOf('passed', 'passed')).toPassSanityChecks();
    expect(reportOf('passed', 'failed')).not.toPassSanityChecks();
    expect(reportOf('passed', 'inconclusive')).not.toPassSanityChecks();
  });

  test('allows inconclusive checks when told, failed ones never', () => {
    expect(reportOf('passed', 'inconclusive')).toPassSanityChecks({ allowInconclusive: true });
    expect(reportOf('inconclusive', 'failed')).not.toPassSanityChecks({ allowInconclusive: true });
  });

  test('explains every check that did not pass', () => {
    const report = reportOf('passed', 'failed', 'inconclusive');
    expect(messageOf(() => expect(report).toPassSanityChecks())).toMatchInlineSnapshot(`
      "2 of 3 checks did not pass:

      method-2, cascade: failed. Retains 86 % after the output layer is random.

      method-3, cascade: inconclusive. Retains 86 % after the output layer is random."
    `);
    expect(messageOf(() => expect(reportOf('passed')).not.toPassSanityChecks())).toMatchInlineSnapshot(
      `"expected some check not to pass, but all of 1 did"`,
    );
  });

  test.each([[undefined], [null], [{}], ['report'], [Promise.resolve(reportOf('passed'))]])(
    'tells what is no report: %o',
    (value) => {
      expect(messageOf(() => expect(value).toPassSanityChecks())).toBe(
        'expected the report of runChecks, which resolves to one',
      );
    },
  );
});

test('a method that was named and is left out keeps a report from passing', () => {
  const skipped = [{ method: 'grad-cam', reason: 'it needs a convolution', named: true }];
  const report = { ...reportOf('passed'), skipped };
  expect(messageOf(() => expect(report).toPassSanityChecks())).toBe(
    'grad-cam is left out: it needs a convolution.',
  );
  expect(report).toPassSanityChecks({ allowInconclusive: true });
  expect({ ...report, skipped: [{ ...skipped[0], named: false }] }).toPassSanityChecks();
});
