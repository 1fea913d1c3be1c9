import { topPixelsOf } from '../../similarity/top-intersection.ts';

/** What an attack wants of the plane of one map: the larger its value, the better. */
export interface Aim {
  value(plane: Float64Array): number;
  /** How the value moves with every pixel of the plane. */
  slope(plane: Float64Array): Float64Array;
}

/** Makes the aim against the plane of an input as it is; `direction` is a random one, [rows, columns]. */
export type AimAgainst = (
  plane: Float64Array,
  facts: { readonly width: number; readonly direction: Float64Array },
) => Aim;

/** As little as possible at the pixels that were largest: their sum, negative. */
export const topPixels: AimAgainst = (plane) => {
  const top = topPixelsOf(plane);
  const slope = new Float64Array(plane.length);
  for (const pixel of top) slope[pixel] = -1;
  return {
    value: (now) => top.reduce((sum, pixel) => sum - now[pixel], 0),
    slope: () => slope,
  };
};

/** The centre of mass as far as possible from where it was, in pixels. */
export const massCentre: AimAgainst = (plane, { width, direction }) => {
  const [row, column] = centreOf(plane, width);
  const away = (now: Float64Array) => {
    const [r, c, mass] = centreOf(now, width);
    return { r, c, mass, down: r - row, across: c - column };
  };
  return {
    value: (now) => {
      const { down, across } = away(now);
      return Math.hypot(down, across);
    },
    slope: (now) => {
      const { r, c, mass, down, across } = away(now);
      // On the spot every direction is as good.
      const [y, x] = down === 0 && across === 0 ? direction : [down, across];
      const length = Math.hypot(y, x) * mass;
      return now.map((_, p) => (y * (Math.floor(p / width) - r) + x * ((p % width) - c)) / length);
    },
  };
};

/** Row, column and sum of a plane; not finite where it is zero throughout. */
export function centreOf(plane: Float64Array, width: number): [row: number, column: number, mass: number] {
  let [rows, columns, mass] = [0, 0, 0];
  for (let p = 0; p < plane.length; p++) {
    rows += plane[p] * Math.floor(p / width);
    columns += plane[p] * (p % width);
    mass += plane[p];
  }
  return [rows / mass, columns / mass, mass];
}
