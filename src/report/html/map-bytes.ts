import type { View } from '../../similarity/metric.ts';
import type { DrawnPlane } from '../figures/map-plane.ts';

/** The byte of a pixel that is not finite; 0 to 254 are values. */
const NOT_FINITE = 255;
/** Steps of a scale that loses nothing that an eye sees. */
export const FINE_STEPS = 254;

/** How the page sees a map: rows and columns after averaging down. */
export interface Side {
  readonly height: number;
  readonly width: number;
}

/** The map's own size, or the largest of the same proportions with at most `limit` pixels. */
export function shownSize(height: number, width: number, limit: number): Side {
  if (height * width <= limit) return { height, width };
  const factor = Math.sqrt(limit / (height * width));
  // Strips of features are one pixel high and stay so.
  const rows = Math.max(1, Math.floor(height * factor));
  return {
    height: rows,
    width: Math.max(1, Math.min(width, Math.floor(limit / rows), Math.ceil(width * factor))),
  };
}

/**
 * A drawn map in one byte to the pixel: 0 to `steps`, an even number up to 254, for 0 to 1 of abs maps and -1 to 1 of
 * signed ones, 255 where it is not finite. Larger maps are averaged over the pixels that fall into one.
 */
export function mapBytes(
  plane: DrawnPlane,
  view: View,
  { height, width }: Side,
  steps = FINE_STEPS,
): Uint8Array {
  const bytes = new Uint8Array(height * width);
  for (let row = 0; row < height; row++) {
    const top = Math.floor((row * plane.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * plane.height) / height));
    for (let column = 0; column < width; column++) {
      const left = Math.floor((column * plane.width) / width);
      const right = Math.max(left + 1, Math.floor(((column + 1) * plane.width) / width));
      let sum = 0;
      let count = 0;
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const value = plane.values[y * plane.width + x];
          if (!Number.isFinite(value)) continue;
          sum += value;
          count++;
        }
      }
      const mean = view === 'abs' ? sum / count : (sum / count + 1) / 2;
      bytes[row * width + column] = count === 0 ? NOT_FINITE : Math.round(mean * steps);
    }
  }
  return bytes;
}
