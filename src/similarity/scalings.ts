import { minMax, valueRange } from './min-max.ts';

export const PLANE_CHOICES = ['abs', 'signed', 'positive'] as const;
/** What of a map is compared: sizes, values with signs, or what speaks for the class alone. */
export type PlaneChoice = (typeof PLANE_CHOICES)[number];

export const SCALINGS = ['none', 'max', 'rms', 'min-max', 'p99'] as const;
/**
 * What is done to a plane before it is compared: nothing; division by its largest size or by its root mean square; a move and
 * scale to [0, 1]; or a cut at the 99th percentile of its sizes on both sides.
 */
export type Scaling = (typeof SCALINGS)[number];

/** The plane of a choice, from the plane that a metric's view gives: abs or signed. */
export function planeOfChoice(values: Float64Array, plane: PlaneChoice): Float64Array {
  return plane === 'positive' ? values.map((value) => Math.max(value, 0)) : values;
}

/** A scaled copy of a plane; null for a constant or non-finite one. */
export function scaled(values: Float64Array, scaling: Scaling): Float64Array | null {
  return valueRange(values) === null ? null : SCALE[scaling](values);
}

const SCALE: Readonly<Record<Scaling, (values: Float64Array) => Float64Array | null>> = {
  none: (values) => values.slice(),
  max: (values) =>
    divided(
      values,
      values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    ),
  rms: (values) =>
    divided(values, Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)),
  'min-max': minMax,
  p99: (values) => {
    const bound = percentile(values.map(Math.abs), 0.99);
    return values.map((value) => Math.min(bound, Math.max(-bound, value)));
  },
};

const divided = (values: Float64Array, by: number): Float64Array => values.map((value) => value / by);

/** With linear interpolation between the two nearest values. */
function percentile(values: Float64Array, share: number): number {
  const sorted = values.sort();
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
