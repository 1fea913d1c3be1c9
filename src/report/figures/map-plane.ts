import type { View } from '../../similarity/metric.ts';

/** One map as it is drawn: a value per pixel, divided by the map's own scale. */
export interface DrawnPlane {
  readonly height: number;
  readonly width: number;
  /** Rows and columns; false for a map of plain features, which is drawn as bars. */
  readonly spatial: boolean;
  /** [height, width] in [0, 1] for abs, [-1, 1] for signed, NaN where the map is not finite. */
  readonly values: Float64Array;
  /** What makes the map undefined for the metrics: shown on the picture. */
  readonly fault: 'constant' | 'not finite' | null;
}

/** Which quantile of the absolute values becomes the end of the colour scale. */
export const SCALE_QUANTILE = 0.99;

/** Whether maps or inputs of this shape have a picture: [features], [H, W] or [H, W, C]. */
export function isDrawable(shape: readonly number[]): boolean {
  return shape.length >= 1 && shape.length <= 3 && shape.every((size) => size > 0);
}

/**
 * The sum over channels of |a| (`abs`) or of a (`signed`), divided by its scale and clipped. The scale is `planeScale`
 * of the map itself, or what is given, so that maps can share one; a map of zeros stays zero.
 */
export function drawnPlane(
  values: ArrayLike<number>,
  shape: readonly number[],
  view: View,
  scale: number = planeScale(values, shape, view),
): DrawnPlane {
  const plane = summed(values, shape, view);
  const spatial = shape.length > 1;
  const [height, width] = spatial ? shape : [1, shape[0]];
  const finite = plane.every(Number.isFinite);
  const constant = plane.every((value) => value === plane[0]);
  const lowest = view === 'abs' ? 0 : -1;
  const scaled = plane.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN;
    return scale > 0 ? Math.min(1, Math.max(lowest, value / scale)) : 0;
  });
  const fault = finite ? (constant ? 'constant' : null) : 'not finite';
  return { height, width, spatial, values: scaled, fault };
}

/**
 * What becomes the end of the colour scale: the 99th percentile of the map's absolute values, so that single pixels do
 * not darken the rest. Where that percentile is 0 the largest value takes its place.
 */
export function planeScale(values: ArrayLike<number>, shape: readonly number[], view: View): number {
  const sizes = summed(values, shape, view).map(Math.abs).filter(Number.isFinite).sort();
  if (sizes.length === 0) return 0;
  const quantile = sizes[Math.ceil(SCALE_QUANTILE * sizes.length) - 1];
  return quantile > 0 ? quantile : sizes[sizes.length - 1];
}

/** [H, W] or [features]: channels summed. */
function summed(values: ArrayLike<number>, shape: readonly number[], view: View): Float64Array {
  const [height, width] = shape.length > 1 ? shape : [1, shape[0]];
  const channels = shape[2] ?? 1;
  const plane = new Float64Array(height * width);
  for (let pixel = 0; pixel < plane.length; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const value = values[pixel * channels + channel];
      plane[pixel] += view === 'abs' ? Math.abs(value) : value;
    }
  }
  return plane;
}
