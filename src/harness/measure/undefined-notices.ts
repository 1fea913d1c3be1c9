import type { Notice } from '../../results/report.ts';
import type { Explainer } from './explainer.ts';

/** Layers that are named one by one. */
const NAMED = 5;

/** Of which filters of the trained network the rules of methods could find nothing from their samples, by layer and number. */
export function undefinedNotices({ undefined: found }: Pick<Explainer, 'undefined'>): Notice[] {
  return [...found].flatMap(([name, layers]) => {
    if (layers.length === 0) return [];
    const [count, of] = [sum(layers.map((layer) => layer.count)), sum(layers.map((layer) => layer.of))];
    const worst = [...layers].sort((a, b) => b.count / b.of - a.count / a.of);
    const named = worst.slice(0, NAMED).map((layer) => `${layer.layer} ${layer.count} of ${layer.of}`);
    const more = layers.length - named.length;
    const rest = more > 0 ? ` and ${more} more` : '';
    const message =
      `${name}: ${count} of ${of} filters in these layers are never active on the samples, or hardly vary; nothing passes them: ` +
      `${named.join(', ')}${rest}`;
    return [{ code: 'undefined', message }];
  });
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
