import { capitalised, metricWords } from '../statistics/wording.ts';
import { truncate } from './text-layout.ts';

const SHORT: Readonly<Record<string, string>> = {
  'spearman-abs': 'abs',
  'spearman-signed': 'sign',
  'spearman-support': 'supp',
  ssim: 'SSIM',
  hog: 'HOG',
  pearson: 'pear',
  'sign-agreement': 'agre',
  'top-k': 'top',
};

/** At most four characters for a narrow column; the terminal report explains them below its table. */
export function shortMetric(metric: string): string {
  return Object.hasOwn(SHORT, metric) ? SHORT[metric] : truncate(metric, 4);
}

/** The metric in words, to stand alone: over a panel, in a cell. */
export function metricTitle(metric: string): string {
  const words = metricWords(metric);
  return words === metric ? metric : capitalised(words);
}
