import { nearestNames } from '../nearest.ts';
import type { Report, Status } from '../results/report.ts';

/** Verdicts by method or `method/order`. */
export type Verdicts = Readonly<Record<string, Status>>;

/** The verdict of every check by `method/order`, in the order of the report. */
export function verdictsOf({ checks }: Report): Verdicts {
  return Object.fromEntries(checks.map(({ method, order, status }) => [`${method}/${order}`, status]));
}

/**
 * A line for every verdict that is not the named one, and for every name without a check. A method's name stands for its
 * checks of every order; checks that are not named may have any verdict.
 */
export function verdictFaults(report: Report, expected: Verdicts): string[] {
  return Object.entries(expected).flatMap(([name, status]) => {
    const checks = report.checks.filter(
      ({ method, order }) => name === `${method}/${order}` || name === method,
    );
    if (checks.length === 0) return [noSuchCheck(name, report)];
    return checks
      .filter((check) => check.status !== status)
      .map(
        (check) =>
          `${check.method}, ${check.order}: expected ${status}, is ${check.status}. ${check.explanation}`,
      );
  });
}

function noSuchCheck(name: string, { checks }: Report): string {
  const near = nearestNames(
    name,
    checks.flatMap(({ method, order }) => [method, `${method}/${order}`]),
  );
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  return `${name}: expected a check of the report, found none.${hint}`;
}
