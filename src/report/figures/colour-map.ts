import {
  interpolateBrBG,
  interpolateCividis,
  interpolateGreys,
  interpolateInferno,
  interpolateMagma,
  interpolatePuOr,
  interpolateRdBu,
  interpolateViridis,
} from 'd3-scale-chromatic';

export type Rgb = readonly [red: number, green: number, blue: number];

// Odd, so that zero of a signed map has a step of its own.
const STEPS = 257;
const SEQUENTIAL = {
  inferno: table(interpolateInferno),
  magma: table(interpolateMagma),
  viridis: table(interpolateViridis),
  cividis: table(interpolateCividis),
  // White on black, as the figures of the sanity-check papers.
  grey: table((t) => interpolateGreys(1 - t)),
};
// d3's run from a warm colour to a cold one; here cold is negative, as in most published signed maps.
const DIVERGING = {
  'blue-red': table((t) => interpolateRdBu(1 - t)),
  'purple-orange': table((t) => interpolatePuOr(1 - t)),
  'teal-brown': table((t) => interpolateBrBG(1 - t)),
};

export type SequentialName = keyof typeof SEQUENTIAL;
export type DivergingName = keyof typeof DIVERGING;
/** Names of the colour maps, all of them legible for colour-blind readers; the first is the default. */
export const SEQUENTIAL_NAMES = Object.keys(SEQUENTIAL) as SequentialName[];
export const DIVERGING_NAMES = Object.keys(DIVERGING) as DivergingName[];

/** What stands for a value that is not a finite number: a grey that neither map contains. */
export const NOT_FINITE: Rgb = [128, 140, 128];

/** 0 is dark, 1 is light, luminance rises with the value; inferno by default. Values are clipped to [0, 1]. */
export function sequential(value: number, name: SequentialName = 'inferno'): Rgb {
  return Number.isFinite(value) ? SEQUENTIAL[name][step(value)] : NOT_FINITE;
}

/** Near-white for 0; blue for negative and red for positive by default. Values are clipped to [-1, 1]. */
export function diverging(value: number, name: DivergingName = 'blue-red'): Rgb {
  return Number.isFinite(value) ? DIVERGING[name][step((value + 1) / 2)] : NOT_FINITE;
}

/** The colour as SVG writes it. */
export function rgbText([red, green, blue]: Rgb): string {
  return `rgb(${red},${green},${blue})`;
}

function step(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * (STEPS - 1));
}

/** d3's interpolators return `rgb(r, g, b)` or `#rrggbb`. */
function table(interpolate: (t: number) => string): Rgb[] {
  return Array.from({ length: STEPS }, (_step, index) => {
    const text = interpolate(index / (STEPS - 1));
    const numbers = text.startsWith('#')
      ? [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16))
      : text.match(/\d+/g)!.map(Number);
    return [numbers[0], numbers[1], numbers[2]] as const;
  });
}
