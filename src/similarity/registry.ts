import { InputError } from '../errors.ts';
import { nearestNames } from '../nearest.ts';
import { hog } from './hog.ts';
import type { Metric, MetricWords, View } from './metric.ts';
import { pearson } from './pearson.ts';
import { signAgreement } from './sign-agreement.ts';
import { spearmanAbs, spearmanSigned } from './spearman.ts';
import { spearmanSignedSupport } from './spearman-signed-support.ts';
import { spearmanSupport } from './spearman-support.ts';
import { ssim } from './ssim.ts';
import { topIntersection } from './top-intersection.ts';
import { topK } from './top-k.ts';

const all: readonly Metric[] = [
  spearmanAbs,
  spearmanSigned,
  spearmanSupport,
  spearmanSignedSupport,
  pearson,
  ssim,
  hog,
  signAgreement,
  topK,
  topIntersection,
];

/** All metrics by name. */
export const METRICS: Readonly<Record<string, Metric>> = Object.freeze(
  Object.fromEntries(all.map((metric) => [metric.name, Object.freeze(metric)])),
);

/** The metric of a name; throws an InputError that offers the nearest names where there is none. */
export function findMetric(name: string): Metric {
  if (Object.hasOwn(METRICS, name)) return METRICS[name];
  const near = nearestNames(name, Object.keys(METRICS));
  throw new InputError({
    thing: `metric ${name}`,
    expected: `one of ${Object.keys(METRICS).join(', ')}`,
    found: 'a name that is not known',
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : undefined,
  });
}

/** The metrics whose scores stand under maps of a view where nobody chose others, the first of them first. */
export function metricsUnderMaps(view: View): string[] {
  return all.filter((metric) => metric.underMaps && metric.view === view).map(({ name }) => name);
}

/** What the scores of a metric on maps of so many pixels are multiples of; undefined where they may be anything, and of what is none. */
export function stepOf(name: string, pixels: number): number | undefined {
  return Object.hasOwn(METRICS, name) ? METRICS[name].step?.(pixels) : undefined;
}

/** How a metric is spoken of; by its name where it is a check's own, or of a report of another version. */
export function metricWordsOf(name: string): MetricWords {
  if (Object.hasOwn(METRICS, name)) return METRICS[name].words;
  const words = name.replaceAll('-', ' ');
  return { name: words, short: words, says: '' };
}
