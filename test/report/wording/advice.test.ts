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

test('a method passes where all its checks do', () => {
  const several = checks([
    ['a', 'passed'],
    ['a', 'failed'],
    ['b', 'inconclusive'],
    ['b', 'passed'],
  ]);
  expect(advice(several)).toEqual([
    'On this network no method of this run passes.',
    'Do not take maps of a for what the network learned.',
    'Of b this run cannot tell.',
  ]);
});

test('without checks there is nothing to advise', () => {
  expect(advice({ checks: [] })).toEqual(['No method was judged in this run.']);
});
