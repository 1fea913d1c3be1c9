import { type Controls, product } from './controls.ts';
import type { InputStructure } from './input-structure.ts';
import type { Metric, View } from './metric.ts';
import { type Centred, centre, correlation } from './pearson.ts';
import { requireSameSize } from './planes.ts';
import { centredRanks } from './spearman.ts';

/** The least share of a map's squares that the controls must leave. */
const LEFT = 1e-10;

interface Partial {
  readonly ranks: Centred;
  readonly coordinates: Float64Array;
  /** Squares that the controls leave. */
  readonly left: number;
  controls(): Controls;
}

/** Ranks beside controls; null for a constant or non-finite map, and where the controls explain it entirely. */
export function prepareBeside(values: Float64Array, controls: Controls): Partial | null {
  const ranks = centredRanks(values);
  if (!ranks) return null;
  const coordinates = controls.coordinates(ranks.values);
  const left = ranks.squares - product(coordinates, coordinates);
  // Behind a function, because the controls of an input are shared by all its maps.
  return left > LEFT * ranks.squares ? { ranks, coordinates, left, controls: () => controls } : null;
}

/** The correlation of what controls leave of two maps, each beside its own. */
export function partialCorrelation(a: Partial | null, b: Partial | null): number {
  if (a === null || b === null) return Number.NaN;
  requireSameSize(a.ranks.values.length, b.ranks.values.length);
  if (a.controls() !== b.controls()) {
    const residual = ({ ranks, controls }: Partial) => centre(controls().residual(ranks.values));
    return correlation(residual(a), residual(b));
  }
  const common = product(a.ranks.values, b.ranks.values) - product(a.coordinates, b.coordinates);
  return Math.max(-1, Math.min(1, common / Math.sqrt(a.left * b.left)));
}

function partial(view: View, name: string): Metric<Partial | null> {
  return {
    name: `partial-${view}`,
    description: `partial Spearman rank correlation of the ${view} maps given the input`,
    words: {
      name,
      short: 'part',
      says: 'Rank correlation of two maps once what |x − baseline|, the edges of the input and nearness to the centre explain is taken out.',
    },
    view,
    gating: false,
    needsInput: true,
    inapplicable: () => null,
    prepare: ({ values }, input?: InputStructure) =>
      input?.fits(values.length) ? prepareBeside(values, input.controls(view)) : null,
    compare: partialCorrelation,
  };
}

/**
 * Partial Spearman correlation given |x - baseline|, the edges of x and a centre prior, in [-1, 1]: average ranks of both
 * planes and of the controls, least squares, the correlation of what is left (Yona and Greenfeld 2021). Of maps of two inputs
 * each is seen beside its own. NaN for a constant or non-finite map, and where the input explains a map entirely.
 */
export const partialAbs = partial('abs', 'partial abs Spearman');

/** The same of signed planes, given x - baseline as well. */
export const partialSigned = partial('signed', 'partial signed Spearman');
