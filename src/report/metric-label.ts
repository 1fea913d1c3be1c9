import { truncate } from './text-layout.ts';

const LABELS: Readonly<Record<string, { short: string; title: string }>> = {
  'spearman-abs': { short: 'abs', title: 'Spearman, abs maps' },
  'spearman-signed': { short: 'sign', title: 'Spearman, signed maps' },
  'spearman-support': { short: 'supp', title: 'Spearman on the joint support' },
  ssim: { short: 'ssim', title: 'SSIM' },
  hog: { short: 'hog', title: 'HOG similarity' },
  pearson: { short: 'pear', title: 'Pearson' },
  'sign-agreement': { short: 'agre', title: 'Sign agreement' },
  'top-k': { short: 'top', title: 'Top-k overlap' },
};

/** At most four characters for a narrow column; the terminal report explains them below its table. */
export function shortMetric(metric: string): string {
  return Object.hasOwn(LABELS, metric) ? LABELS[metric].short : truncate(metric, 4);
}

/** The metric in words, for figures. */
export function metricTitle(metric: string): string {
  return Object.hasOwn(LABELS, metric) ? LABELS[metric].title : metric;
}
