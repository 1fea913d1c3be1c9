import { expect, test } from 'vitest';
import { expectationOf, requireKnownExpectations } from '../../src/vitest/expected.ts';

const expected = { gradient: 'failed', 'gradient/bottom-up': 'inconclusive' } as const;

test.each([
  ['gradient', 'cascade', 'failed'],
  ['gradient', 'bottom-up', 'inconclusive'],
  ['smoothgrad', 'cascade', 'passed'],
  ['constructor', 'cascade', 'passed'],
])('%s under %s is expected to be %s', (method, order, status) => {
  expect(expectationOf(expected, { method, order }).status).toBe(status);
});

test('an expectation may say why', () => {
  const reason = 'known, not shown to users';
  const found = expectationOf(
    { gradient: { status: 'failed', reason } },
    { method: 'gradient', order: 'cascade' },
  );
  expect(found).toEqual({ status: 'failed', reason });
});

const planned = [
  { method: 'gradient', order: 'cascade' },
  { method: 'gradient', order: 'bottom-up' },
];

test('expectations of planned checks are known', () => {
  expect(() =>
    requireKnownExpectations({ ...expected, 'gradient/cascade': 'passed' }, planned),
  ).not.toThrow();
});

test.each(['gradeint', 'gradient/independent', 'grad-cam', 'cascade'])('%s is not', (key) => {
  expect(() => requireKnownExpectations({ [key]: 'failed' }, planned)).toThrow(`expected['${key}']`);
});
