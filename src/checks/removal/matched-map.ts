import { largestFirst } from '../../similarity/largest-first.ts';
import { smoothed } from './smoothed.ts';

/**
 * A random plane that is like another but for where its values lie: the same values, rank for rank on white noise which was
 * smoothed to the plane's own autocorrelation length. `noise` holds as many normal numbers and is not changed.
 */
export function matchedMap(
  plane: Float64Array,
  height: number,
  width: number,
  noise: Float64Array,
): Float64Array {
  const length = autocorrelationLength(plane, height, width);
  // A Gaussian of SD s gives an autocorrelation exp(-d^2 / 4 s^2), which is 1/e at d = 2 s.
  const places = largestFirst(smoothed(noise, height, width, length / 2));
  const values = plane.slice().sort();
  const out = new Float64Array(plane.length);
  for (let rank = 0; rank < places.length; rank++) out[places[rank]] = values[values.length - 1 - rank];
  return out;
}

/**
 * The lag, in pixels, at which the autocorrelation of a plane first falls below 1/e, the mean of both axes; of an axis along which
 * it never does its extent. A single row has one axis.
 */
export function autocorrelationLength(plane: Float64Array, height: number, width: number): number {
  const along = [
    ...(height > 1 ? [lagAlong(plane, height, width, width)] : []),
    ...(width > 1 ? [lagAlong(plane, width, height, 1)] : []),
  ];
  return along.reduce((sum, lag) => sum + lag / along.length, 0);
}

/** Along an axis of `extent` values that lie `stride` apart, of which there are `lines`. */
function lagAlong(plane: Float64Array, extent: number, lines: number, stride: number): number {
  const mean = plane.reduce((sum, value) => sum + value / plane.length, 0);
  const start = (line: number) => (stride === 1 ? line * extent : line);
  const at = (lag: number): number => {
    let sum = 0;
    for (let line = 0; line < lines; line++) {
      const from = start(line);
      for (let i = 0; i + lag < extent; i++) {
        sum += (plane[from + i * stride] - mean) * (plane[from + (i + lag) * stride] - mean);
      }
    }
    return sum / ((extent - lag) * lines);
  };
  const variance = at(0);
  for (let lag = 1; lag < extent; lag++) if (at(lag) < variance / Math.E) return lag;
  return extent;
}
