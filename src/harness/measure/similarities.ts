import type { Maps } from '../../attribution/maps.ts';
import type { Metric } from '../../similarity/metric.ts';
import { mapPlane, planeExtent } from '../../similarity/planes.ts';

import type { Chunk } from './chunks.ts';
import type { InputOf } from './input-structures.ts';

/** The maps of one method with what each metric needs of them, made once and compared many times. */
export interface PreparedMaps {
  readonly maps: Maps;
  /** By metric name, one entry per map. Metrics that do not apply are left out. */
  readonly prepared: ReadonlyMap<string, readonly unknown[]>;
}

/** The metrics that apply to maps of a shape, and why the others do not. */
export function applicableMetrics(metrics: readonly Metric[], shape: readonly number[]) {
  const extent = planeExtent(shape);
  const reasons = new Map<string, string>();
  for (const metric of metrics) {
    const reason = metric.inapplicable(extent);
    if (reason) reasons.set(metric.name, reason);
  }
  return { metrics: metrics.filter((m) => !reasons.has(m.name)), reasons };
}

/** `inputOf` tells what the maps explain; metrics that look at it give NaN without. */
export function prepareMaps(maps: Maps, metrics: readonly Metric[], inputOf?: InputOf): PreparedMaps {
  const size = maps.values.length / maps.count;
  const applicable = applicableMetrics(metrics, maps.shape).metrics;
  const prepared = new Map<string, unknown[]>(applicable.map((m) => [m.name, []]));
  for (let i = 0; i < maps.count; i++) {
    for (const view of ['abs', 'signed'] as const) {
      const viewing = applicable.filter((m) => m.view === view);
      if (viewing.length === 0) continue;
      const plane = { ...mapPlane(maps.values, i * size, maps.shape, view), shared: new Map() };
      for (const metric of viewing) {
        const input = metric.needsInput ? inputOf?.(i) : undefined;
        prepared.get(metric.name)?.push(metric.prepare(plane, input));
      }
    }
  }
  return { maps, prepared };
}

/** Scores of pairs (i of `a`, j of `b`) by metric name; NaN where undefined. */
export function comparePairs(
  a: PreparedMaps,
  b: PreparedMaps,
  pairs: Int32Array,
  metrics: readonly Metric[],
): Record<string, Float64Array> {
  const scores: Record<string, Float64Array> = {};
  for (const metric of metrics) {
    const left = a.prepared.get(metric.name);
    const right = b.prepared.get(metric.name);
    if (!left || !right) continue;
    scores[metric.name] = Float64Array.from({ length: pairs.length / 2 }, (_, p) =>
      metric.compare(left[pairs[2 * p]], right[pairs[2 * p + 1]]),
    );
  }
  return scores;
}

/** Pairs (0, 0), (1, 1) ...: the same image on both sides. */
export const samePairs = (count: number): Int32Array =>
  Int32Array.from({ length: 2 * count }, (_, i) => Math.floor(i / 2));

/** The same images of a chunk on both sides: their places among all at the left, from `other` on at the right. */
export const shiftedPairs = ({ first, count }: Chunk, other: number): Int32Array =>
  Int32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? first : other) + Math.floor(i / 2));

/** Number of values that are zero in both of two batches of maps, whose first lies at `first` among those of `a`. */
export function sharedZeros(a: Maps, b: Maps, first = 0): number {
  const offset = first * (b.values.length / b.count);
  let zeros = 0;
  for (let i = 0; i < b.values.length; i++) if (a.values[offset + i] === 0 && b.values[i] === 0) zeros++;
  return zeros;
}
