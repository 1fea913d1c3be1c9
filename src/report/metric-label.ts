import { metricWordsOf } from '../similarity/registry.ts';
import { truncate } from './text-layout.ts';

/** At most four characters for a narrow column; the terminal report explains them below its table. */
export const shortMetric = (metric: string): string => truncate(metricWordsOf(metric).short, 4);

/** The metric in words, for figures. */
export const metricTitle = (metric: string): string => metricWordsOf(metric).title;

/** What stands over a column of the metric's numbers in a figure. */
export const metricHead = (metric: string): string => metricWordsOf(metric).head;
