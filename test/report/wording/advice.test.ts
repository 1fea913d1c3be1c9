import { expect, test } from 'vitest';
import { advice } from '../../../src/report/wording/advice.ts';
import type { CheckResult, Status } from '../../../src/results/report.ts';
import { exampleReport } from '../example.ts';

const [sample] = exampleReport().checks;
const checks = (
  verdicts: readonly (readonly [method: string, status: Status])[],
): { checks: CheckResult[] } => ({
  checks: verdicts.map(([method, status]) => ({ ...sample, method, status })),
});

test('says which methods pass, which to keep from and of which it is not known', () => {
  const several = checks([
    ['a', 'passed'],
    ['b', 'passed'],
    ['c', 'failed'],
    ['d', 'inconclusive'],
  ]);
  expect(advice(several).join('\n')).toMatchInlineSnapshot(`
    "On this network a and b pass.
    Do not take maps of c for what the network learned.
    Of d this run cannot tell."
  `);
});

test('of several checks it says which methods pass all, and sends to the card for the rest', () => {
  const several = checks([
    ['a', 'passed'],
    ['a', 'failed'],
    ['b', 'inconclusive'],
    ['b', 'passed'],
    ['c', 'passed'],
  ]);
  const orders = ['cascade', 'settings', 'cascade', 'settings', 'cascade'];
  expect(advice({ checks: several.checks.map((check, at) => ({ ...check, order: orders[at] })) })).toEqual([
    'On this network c passes every check of this run.',
    'a fails some: the report card says which.',
    'b fails none, and of some this run cannot tell.',
  ]);
});

test('without checks there is nothing to advise', () => {
  expect(advice({ checks: [] })).toEqual(['No method was judged in this run.']);
});
