import type { CheckResult, Report } from '../../results/report.ts';

/** Where the card and the details of a check stand in the page: numbers, because names may hold anything. */
export function checkAnchor(report: Report, check: CheckResult, part: 'card' | 'check'): string {
  return `${part}-${report.checks.indexOf(check) + 1}`;
}
