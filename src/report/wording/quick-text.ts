import type { Report } from '../../results/report.ts';

/** How to decide what a quick run left open; null for other runs, and where it left nothing open. */
export function quickText({ plan, summary }: Pick<Report, 'plan' | 'summary'>): string | null {
  return plan.quick && summary.inconclusive > 0 ? 'a quick run: decide with one without --quick' : null;
}
