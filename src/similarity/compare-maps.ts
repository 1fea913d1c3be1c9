import { InputError } from '../errors.ts';
import type { Metric } from './metric.ts';
import { type MapValues, mapPlane, planeExtent } from './planes.ts';
import { findMetric, METRICS } from './registry.ts';

/** A batch of maps to compare: `Maps` of a method, or maps from elsewhere in float64. */
export interface ComparableMaps {
  /** Shape of one map without the batch axis: [H, W, C], [H, W] or [features]. */
  readonly shape: readonly number[];
  /** Number of maps. */
  readonly count: number;
  /** Signed, row-major, `count` times the product of `shape`. */
  readonly values: MapValues;
}

/**
 * Similarities of two batches of maps, pair by pair: for each metric name, one score per pair, null where it is
 * undefined (a constant or non-finite map) or the metric does not apply (SSIM of maps without rows and columns).
 * `metrics` names the metrics, by default all that look at nothing but maps. The maps are only read, and compared in their own precision: float32 or
 * float64, which may differ between the two. Throws an InputError for unknown metrics and those that look at inputs, for batches of different shape ([H, W, 1] and
 * [H, W] are the same) or count, and for values in anything else than a Float32Array or a Float64Array.
 */
export function compareMaps(
  a: ComparableMaps,
  b: ComparableMaps,
  metrics: readonly string[] = OF_MAPS_ALONE,
): Record<string, (number | null)[]> {
  requireComparable(a, b);
  for (const name of metrics) requireOfMapsAlone(findMetric(name));
  const entries = metrics.map((name) => [name, compareBy(findMetric(name), a, b)] as const);
  return Object.fromEntries(entries);
}

const OF_MAPS_ALONE = Object.values(METRICS).flatMap(({ name, needsInput }) => (needsInput ? [] : [name]));

function requireOfMapsAlone({ name, needsInput }: Metric): void {
  if (!needsInput) return;
  throw new InputError({
    thing: `metric ${name}`,
    expected: 'one that compares maps alone',
    found: 'one that looks at the inputs, which files of maps do not hold',
    hint: 'A run on the model computes it.',
  });
}

function compareBy(metric: Metric, a: ComparableMaps, b: ComparableMaps): (number | null)[] {
  const applies = metric.inapplicable(planeExtent(a.shape)) === null;
  return Array.from({ length: a.count }, (_, i) => {
    if (!applies) return null;
    const score = metric.compare(prepared(metric, a, i), prepared(metric, b, i));
    return Number.isNaN(score) ? null : score;
  });
}

function prepared(metric: Metric, { shape, values }: ComparableMaps, index: number): unknown {
  return metric.prepare(mapPlane(values, index * sizeOf(shape), shape, metric.view));
}

/** [H, W, 1] is [H, W], as a class activation map is beside the gradient of grey images. */
function withoutChannel(shape: readonly number[]): readonly number[] {
  return shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : shape;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function requireComparable(a: ComparableMaps, b: ComparableMaps): void {
  const describe = ({ count, shape }: ComparableMaps) => `${count} x [${shape.join(', ')}]`;
  for (const maps of [a, b]) {
    planeExtent(maps.shape);
    if (!(maps.values instanceof Float32Array || maps.values instanceof Float64Array)) {
      throw new InputError({
        thing: `values of ${describe(maps)} maps`,
        expected: 'a Float32Array or a Float64Array',
        found: Object.prototype.toString.call(maps.values).slice(8, -1),
      });
    }
    const expected = maps.count * sizeOf(maps.shape);
    if (maps.values.length !== expected) {
      throw new InputError({
        thing: `maps of ${describe(maps)}`,
        expected: `${expected} values`,
        found: `${maps.values.length}`,
      });
    }
  }
  if (a.count !== b.count || String(withoutChannel(a.shape)) !== String(withoutChannel(b.shape))) {
    throw new InputError({
      thing: 'maps to compare',
      expected: `the same number and shape on both sides, ${describe(a)} as on the first`,
      found: `${describe(b)} on the second`,
    });
  }
}
