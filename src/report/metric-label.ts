import { truncate } from './text-layout.ts';

const LABELS: Readonly<Record<string, { short: string; head: string; title: string }>> = {
  'spearman-abs': { short: 'abs', head: 'Spearman abs', title: 'Spearman, abs maps' },
  'spearman-signed': { short: 'sign', head: 'Spearman signed', title: 'Spearman, signed maps' },
  'spearman-support': { short: 'supp', head: 'Spearman support', title: 'Spearman on the joint support' },
  ssim: { short: 'ssim', head: 'SSIM', title: 'SSIM' },
  hog: { short: 'hog', head: 'HOG', title: 'HOG similarity' },
  pearson: { short: 'pear', head: 'Pearson', title: 'Pearson' },
  'sign-agreement': { short: 'agre', head: 'sign agreement', title: 'Sign agreement' },
  'top-k': { short: 'top', head: 'top-k', title: 'Top-k overlap' },
};

/** At most four characters for a narrow column; the terminal report explains them below its table. */
export function shortMetric(metric: string): string {
  return Object.hasOwn(LABELS, metric) ? LABELS[metric].short : truncate(metric, 4);
}

/** The metric in words, for figures. */
export function metricTitle(metric: string): string {
  return Object.hasOwn(LABELS, metric) ? LABELS[metric].title : metric;
}

/** What stands over a column of the metric's numbers in a figure. */
export function metricHead(metric: string): string {
  return Object.hasOwn(LABELS, metric) ? LABELS[metric].head : metric;
}
