import type { Element } from 'xast';
import { x } from 'xastscript';
import type { View } from '../../similarity/metric.ts';
import type { DrawnPlane } from './map-plane.ts';

/**
 * A map of plain features as bars in a square of `side` units: upwards from the bottom for abs maps, from the middle
 * for signed ones.
 */
export function barsOf(
  plane: DrawnPlane,
  side: number,
  signed: boolean,
  paint: (value: number) => string,
): Element {
  const base = signed ? side / 2 : side;
  const reach = (signed ? side / 2 : side) * 0.94;
  const step = side / plane.width;
  const bars = Array.from(plane.values, (value, index) => {
    if (!Number.isFinite(value)) return null;
    const height = Math.abs(value) * reach;
    const fill = paint(value);
    const top = value > 0 ? base - height : base;
    // A gap between bars only where they are wide enough to lose it.
    const width = step > 3 ? step - 1 : step;
    return x('rect', {
      x: round(index * step),
      y: round(top),
      width: round(width),
      height: round(height),
      fill,
    });
  });
  return x(
    'g',
    bars.filter((bar) => bar !== null),
  );
}

/** Bars have colours of the darker half of a colour map only: light bars would not show on white. */
export function barValue(value: number, view: View): number {
  if (view === 'abs') return 0.2 + 0.5 * value;
  return value < 0 ? -0.8 : 0.8;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
