import type { OnnxNode } from './node.ts';

/** Which input cells make an output cell, with which weights. */
export type Taps = readonly (readonly [cell: number, weight: number])[];

/** How an axis is resized. */
export interface Sampling {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  readonly mode: 'nearest' | 'linear' | 'cubic';
  readonly coordinates: (at: number, sampling: Sampling) => number;
  readonly round: (x: number) => number;
  /** Keys' parameter of cubic interpolation. */
  readonly cubic: number;
  /** Whether cells outside the image have no weight, rather than those of the border. */
  readonly excludeOutside: boolean;
  /** Whether a smaller image averages over what it leaves out. */
  readonly antialias: boolean;
  /** What is outside the image where coordinates may lie there; null where the border is repeated. */
  readonly outside: number | null;
}

type Coordinates = Sampling['coordinates'];

const halfPixel: Coordinates = (at, { scale }) => (at + 0.5) / scale - 0.5;

/** The part of the image that is resized, in shares of its length. */
export type Region = readonly [start: number, end: number];

const COORDINATES: Readonly<Record<string, (region: Region) => Coordinates>> = {
  half_pixel: () => halfPixel,
  half_pixel_symmetric:
    () =>
    (at, { scale, from, to }) => {
      const adjustment = to / (scale * from);
      const offset = (from / 2) * (1 - adjustment);
      return offset + (at + 0.5) / scale - 0.5;
    },
  pytorch_half_pixel: () => (at, sampling) => (sampling.to > 1 ? halfPixel(at, sampling) : 0),
  align_corners:
    () =>
    (at, { from, to }) =>
      to === 1 ? 0 : (at * (from - 1)) / (to - 1),
  asymmetric:
    () =>
    (at, { scale }) =>
      at / scale,
  tf_half_pixel_for_nn:
    () =>
    (at, { scale }) =>
      (at + 0.5) / scale,
  tf_crop_and_resize:
    ([start, end]) =>
    (at, { from, to }) =>
      to > 1
        ? start * (from - 1) + (at * (end - start) * (from - 1)) / (to - 1)
        : 0.5 * (start + end) * (from - 1),
};

export const COORDINATE_MODES = Object.keys(COORDINATES);

export const coordinatesOf = (mode: string, region: Region): Coordinates => COORDINATES[mode](region);

const ROUNDINGS: Readonly<Record<string, (x: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

export const roundingOf = (node: OnnxNode): ((x: number) => number) =>
  ROUNDINGS[node.text('nearest_mode', Object.keys(ROUNDINGS), 'round_prefer_floor')];

const clamp = (cell: number, from: number) => Math.min(from - 1, Math.max(0, cell));

const triangle = (distance: number) => Math.max(0, 1 - Math.abs(distance));

function keys(distance: number, a: number): number {
  const d = Math.abs(distance);
  if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  return d < 2 ? a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a : 0;
}

/** The cells of the input that an output cell is made of. */
export function tapsAt(at: number, sampling: Sampling): Taps {
  const { from, mode, round, coordinates, antialias, scale, cubic, excludeOutside, outside } = sampling;
  const source = coordinates(at, sampling);
  if (outside !== null && (source < 0 || source > from - 1)) return [];
  if (mode === 'nearest') return [[clamp(round(source), from), 1]];
  const stretch = antialias ? Math.max(1, 1 / scale) : 1;
  const support = (mode === 'linear' ? 1 : 2) * stretch;
  const weightAt = (cell: number) => {
    const distance = (cell - source) / stretch;
    return mode === 'linear' ? triangle(distance) : keys(distance, cubic);
  };
  const weights = new Map<number, number>();
  for (let cell = Math.ceil(source - support); cell <= Math.floor(source + support); cell++) {
    const inside = cell >= 0 && cell < from;
    if (!inside && excludeOutside) continue;
    const own = clamp(cell, from);
    weights.set(own, (weights.get(own) ?? 0) + weightAt(cell));
  }
  const sum = [...weights.values()].reduce((a, b) => a + b, 0);
  return [...weights].filter(([, weight]) => weight !== 0).map(([cell, weight]) => [cell, weight / sum]);
}
