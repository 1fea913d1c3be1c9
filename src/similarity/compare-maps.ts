import type { Maps } from '../attribution/maps.ts';
import { InputError } from '../errors.ts';
import type { Metric } from './metric.ts';
import { mapPlane, planeExtent } from './planes.ts';
import { findMetric, METRICS } from './registry.ts';

/**
 * Similarities of two batches of maps, pair by pair: for each metric name, one score per pair, null where it is
 * undefined (a constant or non-finite map) or the metric does not apply (SSIM of maps without rows and columns).
 * `metrics` names the metrics, all by default. The maps are only read. Throws an InputError for unknown metrics and for
 * batches of different shape or count.
 */
export function compareMaps(
  a: Maps,
  b: Maps,
  metrics: readonly string[] = Object.keys(METRICS),
): Record<string, (number | null)[]> {
  requireComparable(a, b);
  const entries = metrics.map((name) => [name, compareBy(findMetric(name), a, b)] as const);
  return Object.fromEntries(entries);
}

function compareBy(metric: Metric, a: Maps, b: Maps): (number | null)[] {
  const applies = metric.inapplicable(planeExtent(a.shape)) === null;
  return Array.from({ length: a.count }, (_, i) => {
    if (!applies) return null;
    const score = metric.compare(prepared(metric, a, i), prepared(metric, b, i));
    return Number.isNaN(score) ? null : score;
  });
}

function prepared(metric: Metric, { shape, values }: Maps, index: number): unknown {
  return metric.prepare(mapPlane(values, index * sizeOf(shape), shape, metric.view));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function requireComparable(a: Maps, b: Maps): void {
  const describe = ({ count, shape }: Maps) => `${count} x [${shape.join(', ')}]`;
  for (const maps of [a, b]) {
    planeExtent(maps.shape);
    const expected = maps.count * sizeOf(maps.shape);
    if (maps.values.length !== expected) {
      throw new InputError({
        thing: `maps of ${describe(maps)}`,
        expected: `${expected} values`,
        found: `${maps.values.length}`,
      });
    }
  }
  if (describe(a) !== describe(b)) {
    throw new InputError({
      thing: 'maps to compare',
      expected: `the same number and shape on both sides, ${describe(a)} as on the first`,
      found: `${describe(b)} on the second`,
    });
  }
}
