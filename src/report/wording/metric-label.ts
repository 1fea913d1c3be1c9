import { CHECKS } from '../../checks/registry.ts';
import { metricWordsOf } from '../../similarity/registry.ts';
import { capitalised, metricWords } from '../../statistics/wording.ts';
import { truncate } from './text-layout.ts';

/** At most four characters for a narrow column; the terminal report explains them below its table. */
export const shortMetric = (metric: string): string =>
  truncate(OWN.get(metric) ?? metricWordsOf(metric).short, 4);

/** Numbers that checks find by themselves. */
const OWN = new Map(
  CHECKS.flatMap(({ own }) => (own?.quantities ?? []).map(({ name, short }) => [name, short] as const)),
);

/** The metric in words, to stand alone: over a panel, in a cell. A metric that nobody knows keeps its name. */
export function metricTitle(metric: string): string {
  const words = metricWords(metric);
  return words === metric && !OWN.has(metric) ? metric : capitalised(words);
}
