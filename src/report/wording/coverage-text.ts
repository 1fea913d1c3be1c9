import type { Report } from '../../results/report.ts';

/** Coverage of the intervals of a report, `98.75 %`: that of one look where a run stops when it is decided. */
export function coverageText({ plan, looks }: Pick<Report, 'plan' | 'looks'>): string {
  return shareOf(looks?.confidence ?? plan.confidence);
}

/** A coverage of so much, with two decimals at most. */
export const shareOf = (confidence: number): string =>
  `${(100 * confidence).toFixed(2).replace(/\.?0+$/, '')} %`;
