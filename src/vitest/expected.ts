import type { Expectation } from '../config/config.ts';
import { InputError } from '../errors.ts';
import { nearestNames } from '../nearest.ts';
import type { CheckResult, Status } from '../results/report.ts';

type Expected = Readonly<Record<string, Status | Expectation>>;

/** What is expected of a check, and why where that is said: by `method/order`, else by method, else `passed`. */
export function expectationOf(
  expected: Expected,
  { method, order }: Pick<CheckResult, 'method' | 'order'>,
): { status: Status; reason: string | null } {
  const key = [`${method}/${order}`, method].find((name) => Object.hasOwn(expected, name));
  if (key === undefined) return { status: 'passed', reason: null };
  const found = expected[key];
  return typeof found === 'string' ? { status: found, reason: null } : found;
}

/** Throws InputError for an expectation of a check that the run does not make: it would never be wrong. */
export function requireKnownExpectations(
  expected: Expected,
  planned: readonly Pick<CheckResult, 'method' | 'order'>[],
): void {
  const known = planned.flatMap(({ method, order }) => [method, `${method}/${order}`]);
  for (const key of Object.keys(expected)) {
    if (known.includes(key)) continue;
    const near = nearestNames(key, known);
    throw new InputError({
      thing: `expected['${key}']`,
      expected: 'a method of the run, or method/order',
      found: 'neither',
      hint: near.length ? `Did you mean ${near.join(' or ')}?` : undefined,
    });
  }
}
