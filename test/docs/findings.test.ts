import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PARTS } from '../../bench/findings/catalogue.ts';
import { EXPECTATIONS, findingsOf } from '../../bench/findings/expectations.ts';
import { PROFILE_NAMES } from '../../src/checks/profiles.ts';
import { CHECK_NAMES } from '../../src/checks/registry.ts';
import type { CheckResult, GateResult } from '../../src/results/report.ts';
import { exampleReport } from '../report/example.ts';

const [sample] = exampleReport().checks;
const shifted = (method: string, score: number, status: CheckResult['status']): CheckResult => {
  const gate: GateResult = { ...sample.gates[0], retained: null, score };
  return { ...sample, method, order: 'input-shift', status, gates: [gate] };
};

test('an expectation comes out, in part, or not, and what was not measured is said to be so', () => {
  const checks = [
    shifted('gradient', 1, 'passed'),
    shifted('guided-backprop', 0.99, 'passed'),
    shifted('input-x-gradient', 0.2, 'failed'),
    shifted('integrated-gradients', 0.3, 'failed'),
  ];
  const found = findingsOf([{ network: 'digits', report: { ...exampleReport(), checks } }]);
  expect(found.slice(0, 3).map(({ outcome, found: numbers }) => [outcome, numbers])).toEqual([
    ['comes out in part', 'gradient on digits: 1.00; guided-backprop on digits: .99'],
    ['comes out', 'input-x-gradient on digits: failed, .20; integrated-gradients on digits: failed, .30'],
    ['not measured', ''],
  ]);
});

test('the findings are about checks that there are', () => {
  for (const { check } of EXPECTATIONS) expect(CHECK_NAMES).toContain(check);
  for (const { checks } of PARTS) {
    for (const name of checks) expect([...CHECK_NAMES, ...PROFILE_NAMES]).toContain(name);
  }
});

test('docs/checks.md has a row for every check, and for every profile', () => {
  const page = readFileSync('docs/checks.md', 'utf8');
  for (const name of [...CHECK_NAMES, ...PROFILE_NAMES])
    expect(page).toMatch(new RegExp(`^\\| .*\`${name}\``, 'm'));
});
