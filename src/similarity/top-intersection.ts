import { largestFirst } from './largest-first.ts';
import type { Metric } from './metric.ts';
import { valueRange } from './min-max.ts';
import { requireSameSize } from './planes.ts';

/** Share of the pixels that count as a map's largest (Ghorbani et al. 2019). */
export const TOP_SHARE = 0.02;

/** The largest pixels of a plane, the first in row-major order on ties: `share` of them, halves up, and at least one. */
export const topPixelsOf = (values: Float64Array, share: number = TOP_SHARE): Uint32Array =>
  largestFirst(values).subarray(0, topOf(values.length, share));

const topOf = (pixels: number, share: number = TOP_SHARE): number =>
  Math.max(1, Math.floor(share * pixels + 0.5));

interface Top {
  readonly pixels: ReadonlySet<number>;
  readonly of: number;
}

/** Share of the largest pixels of one plane that are among those of the other; both of the same size. */
export function intersection(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let both = 0;
  for (const pixel of a) if (b.has(pixel)) both++;
  return both / a.size;
}

/**
 * Share of the largest 2 % of the pixels of one abs plane that are among those of the other, in [0, 1] (top-k intersection, Ghorbani et al.
 * 2019); .02 by chance. NaN for a constant or non-finite map.
 */
export const topIntersection: Metric<Top | null> = {
  name: 'top-intersection',
  description: 'share of the largest 2 % of the pixels of the absolute maps that both have',
  words: {
    name: 'top 2 % overlap',
    short: 'top2',
    says: 'The share that the largest 2 % of the pixels of two maps have in common.',
  },
  view: 'abs',
  gating: true,
  inapplicable: ({ height, width }) =>
    height * width * TOP_SHARE >= 1 ? null : `2 % of ${height * width} values are less than one`,
  step: (pixels) => 1 / topOf(pixels),
  prepare: ({ values }) =>
    valueRange(values) === null ? null : { pixels: new Set(topPixelsOf(values)), of: values.length },
  compare: (a, b) => {
    if (a === null || b === null) return Number.NaN;
    requireSameSize(a.of, b.of);
    return intersection(a.pixels, b.pixels);
  },
};
