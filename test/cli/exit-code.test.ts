import { expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-code.ts';

test.each([
  { passed: 3, failed: 0, inconclusive: 0, code: 0, allowed: 0 },
  { passed: 3, failed: 1, inconclusive: 0, code: 1, allowed: 1 },
  { passed: 3, failed: 1, inconclusive: 1, code: 1, allowed: 1 },
  { passed: 3, failed: 0, inconclusive: 1, code: 3, allowed: 0 },
  { passed: 0, failed: 0, inconclusive: 2, code: 3, allowed: 0 },
])(
  '$passed passed, $failed failed, $inconclusive inconclusive: $code, or $allowed with --allow-inconclusive',
  ({ code, allowed, ...counts }) => {
    const report = { summary: { status: 'inconclusive' as const, ...counts } };
    expect(exitCodeOf(report)).toBe(code);
    expect(exitCodeOf(report, true)).toBe(allowed);
  },
);

test('a regression against the baseline is 1, whatever else there is', () => {
  const summary = { status: 'passed' as const, passed: 3, failed: 0, inconclusive: 0 };
  const baseline = { file: 'baseline.json', startedAt: '', verdicts: [], retained: [] };
  expect(exitCodeOf({ summary, baseline: { ...baseline, regressions: 0 } })).toBe(0);
  expect(exitCodeOf({ summary, baseline: { ...baseline, regressions: 1 } })).toBe(1);
  const open = { ...summary, status: 'inconclusive' as const, inconclusive: 1 };
  expect(exitCodeOf({ summary: open, baseline: { ...baseline, regressions: 1 } }, true)).toBe(1);
});

test('a method that was asked for by name and is left out is 3 where nothing failed', () => {
  const summary = { status: 'inconclusive' as const, passed: 3, failed: 0, inconclusive: 0 };
  const skipped = [{ method: 'grad-cam', reason: 'it needs a convolution', named: true }];
  expect(exitCodeOf({ summary, skipped })).toBe(3);
  expect(exitCodeOf({ summary, skipped }, true)).toBe(0);
  expect(exitCodeOf({ summary: { ...summary, failed: 1 }, skipped })).toBe(1);
  expect(exitCodeOf({ summary, skipped: [{ ...skipped[0], named: false }] })).toBe(0);
});
