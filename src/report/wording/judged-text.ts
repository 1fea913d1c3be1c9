import type { Report } from '../../results/report.ts';
import { decimal } from '../../statistics/wording.ts';
import { coverageText } from './coverage-text.ts';

/**
 * What verdicts rest on: coverage of the intervals, margin, and how the gates of a check are held together, as far as the
 * report says it (earlier versions knew no margin and no correction).
 */
export function judgedText({ plan, looks }: Pick<Report, 'plan' | 'looks'>): string {
  const { margin, correction } = plan;
  const held = { holm: "the gates of a check together, by Holm's correction", none: 'each gate for itself' };
  return [
    `intervals of ${coverageText({ plan, looks })} over inputs and draws`,
    ...(margin === undefined ? [] : [`margin ${decimal(margin)} beyond the derivative`]),
    ...(correction === undefined ? [] : [held[correction]]),
  ].join('; ');
}
