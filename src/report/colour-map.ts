import { interpolateInferno, interpolateRdBu } from 'd3-scale-chromatic';

export type Rgb = readonly [red: number, green: number, blue: number];

// Odd, so that zero of a signed map has a step of its own.
const STEPS = 257;
const SEQUENTIAL = table((t) => interpolateInferno(t));
// RdBu runs from red to blue; here blue is negative and red positive, as in most published signed maps.
const DIVERGING = table((t) => interpolateRdBu(1 - t));

/** What stands for a value that is not a finite number: a grey that neither map contains. */
export const NOT_FINITE: Rgb = [128, 140, 128];

/** Inferno: 0 is black, 1 a light yellow, luminance rises with the value. Values are clipped to [0, 1]. */
export function sequential(value: number): Rgb {
  return Number.isFinite(value) ? SEQUENTIAL[step(value)] : NOT_FINITE;
}

/** Blue for negative, near-white for 0, red for positive; safe for colour-blind readers. Values are clipped to [-1, 1]. */
export function diverging(value: number): Rgb {
  return Number.isFinite(value) ? DIVERGING[step((value + 1) / 2)] : NOT_FINITE;
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
