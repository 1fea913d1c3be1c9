import type { CheckPictures } from '../../results/pictures.ts';
import { FINE_STEPS, shownSize } from './map-bytes.ts';
import { needsBoth, ownSide, packedMaps } from './packed-maps.ts';

/** Characters that all maps of a page may take: room for the rest stays below the page's 5 MB. */
const BUDGET = 3_400_000;
/** Steps of the colour scale where fine ones have no room: 31 shades of each sign. */
const COARSE_STEPS = 62;
/** Inputs that are kept rather than the full size of large maps. */
const FEW_INPUTS = 3;
/** Pixels, those of 64x64, that a map keeps rather than several inputs. */
const LEAST_PIXELS = 4096;
/** Room for what the sample does not foresee. */
const MARGIN = 1.04;

/** How the maps of a page are made small enough for it. */
export interface PackingChoice {
  readonly inputs: number;
  readonly steps: number;
  /** Pixels of a map at most; larger ones are averaged down. */
  readonly pixels: number;
}

/**
 * How much of the maps a page of at most 5 MB has room for. First the colour scale becomes coarser, then inputs beyond
 * three are left out, then maps of more than 64x64 are averaged down, then inputs are left out but for one; only then
 * do maps of 64x64 become smaller. `taken` are the characters that other pictures take.
 */
export function choosePacking(checks: readonly CheckPictures[], count: number, taken = 0): PackingChoice {
  const most = Math.max(...checks.map((check) => pixelsOf(check)));
  const fits = ({ inputs, pixels }: PackingChoice, density: number) =>
    inputs * density * MARGIN * checks.reduce((sum, check) => sum + pixelsPerInput(check, pixels), 0) <=
    BUDGET - taken;
  const fine = { inputs: count, pixels: most, steps: FINE_STEPS };
  if (fits(fine, densityOf(checks, count, FINE_STEPS))) return fine;
  const density = densityOf(checks, count, COARSE_STEPS);
  for (const choice of ladder(count, most)) if (fits(choice, density)) return choice;
  return { inputs: 1, pixels: 1, steps: COARSE_STEPS };
}

function* ladder(count: number, most: number): Generator<PackingChoice> {
  const steps = COARSE_STEPS;
  const few = Math.min(FEW_INPUTS, count);
  for (let inputs = count; inputs > few; inputs--) yield { inputs, pixels: most, steps };
  for (let inputs = few; inputs > 0; inputs--) {
    const least = inputs === 1 ? 1 : Math.min(most, LEAST_PIXELS);
    for (
      let pixels = most;
      pixels >= least;
      pixels = pixels === least ? 0 : Math.max(least, Math.floor(0.97 * pixels))
    )
      yield { inputs, pixels, steps };
  }
}

function pixelsOf(check: CheckPictures): number {
  const { height, width } = ownSide(check);
  return height * width;
}

/** Pixels of all maps of one input, those of two views twice. */
function pixelsPerInput(check: CheckPictures, limit: number): number {
  const own = ownSide(check);
  const side = shownSize(own.height, own.width, limit);
  return check.stages.length * side.height * side.width * (needsBoth(check, side) ? 2 : 1);
}

/** Characters to the pixel, from the trained and the most random map of the first input. */
function densityOf(checks: readonly CheckPictures[], count: number, steps: number): number {
  let characters = 0;
  let pixels = 0;
  for (const check of checks) {
    const own = ownSide(check);
    const side = shownSize(own.height, own.width, LEAST_PIXELS);
    const stages = [...new Set([0, check.stages.length - 1])];
    for (const view of ['abs', 'signed'] as const) {
      characters += packedMaps(check, count, view, { inputs: 1, side, steps }, stages).length;
      pixels += stages.length * side.height * side.width;
    }
  }
  return characters / pixels;
}
