import type { Report } from '../../results/report.ts';
import { decimal } from '../../statistics/wording.ts';

/**
 * What verdicts rest on: coverage of the intervals, margin, and how the gates of a check are held together, as far as the
 * report says it (earlier versions knew no margin and no correction).
 */
export function judgedText({ plan, looks }: Pick<Report, 'plan' | 'looks'>): string {
  const { margin, correction, confidence } = plan;
  const coverage = (100 * (looks?.confidence ?? confidence)).toFixed(2).replace(/\.?0+$/, '');
  const held = { holm: "the gates of a check together, by Holm's correction", none: 'each gate for itself' };
  return [
    `intervals of ${coverage} % over inputs and draws`,
    ...(margin === undefined ? [] : [`margin ${decimal(margin)} beyond the derivative`]),
    ...(correction === undefined ? [] : [held[correction]]),
  ].join('; ');
}
