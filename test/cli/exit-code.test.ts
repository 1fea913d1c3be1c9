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
    const summary = { status: 'inconclusive' as const, ...counts };
    expect(exitCodeOf(summary)).toBe(code);
    expect(exitCodeOf(summary, true)).toBe(allowed);
  },
);
