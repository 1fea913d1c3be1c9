import type { Report, SkippedMethod } from '../../results/report.ts';
import { counted } from './count-text.ts';
import { quickText } from './quick-text.ts';

/** Methods that were asked for by name and are left out: they keep a run from passing. */
export function leftOutMethods({ skipped = [] }: Pick<Report, 'skipped'>): SkippedMethod[] {
  return skipped.filter(({ named }) => named);
}

/**
 * `3 passed, 0 failed, 1 inconclusive`, and where methods that were named are left out their number; where a quick run left
 * something open, what would decide it.
 */
export function countsText(report: Pick<Report, 'plan' | 'skipped' | 'summary'>): string {
  const { passed, failed, inconclusive } = report.summary;
  const { length } = leftOutMethods(report);
  const leftOut = length > 0 ? `, ${counted(length, 'method')} left out` : '';
  const quick = quickText(report);
  const rest = quick === null ? '' : ` (${quick})`;
  return `${passed} passed, ${failed} failed, ${inconclusive} inconclusive${leftOut}${rest}`;
}
