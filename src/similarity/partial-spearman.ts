import { type Controls, product } from './controls.ts';
import type { InputStructure } from './input-structure.ts';
import { type Metric, type Plane, sharedOf, type View } from './metric.ts';
import type { Centred } from './pearson.ts';
import { requireSameSize } from './planes.ts';
import { ranksOf, spearmanAbs, spearmanSigned } from './spearman.ts';

/** The least share of a map's squares that the controls must leave of one that has a partial correlation. */
const LEFT = 1e-10;

/** A map's ranks beside controls. */
export interface BesideControls {
  readonly ranks: Centred;
  readonly coordinates: Float64Array;
  /** Squares that the controls leave. */
  readonly left: number;
  controls(): Controls;
}

/** Null for a constant or non-finite map. */
export function prepareBeside(plane: Plane, controls: Controls): BesideControls | null {
  const ranks = ranksOf(plane);
  if (!ranks) return null;
  const coordinates = controls.coordinates(ranks.values);
  const left = ranks.squares - product(coordinates, coordinates);
  // Behind a function, because the controls of an input are shared by all its maps.
  return { ranks, coordinates, left, controls: () => controls };
}

/** The correlation of what controls leave of two maps, each beside its own; NaN where they explain one entirely. */
export function partialCorrelation(a: BesideControls | null, b: BesideControls | null): number {
  if (a === null || b === null) return Number.NaN;
  if ([a, b].some(({ left, ranks }) => !(left > LEFT * ranks.squares))) return Number.NaN;
  return bounded(commonBeyond(a, b) / Math.sqrt(a.left * b.left));
}

/** The part of a rank correlation that controls do not explain: with the part that they do it is the whole. */
export function unexplainedCorrelation(a: BesideControls | null, b: BesideControls | null): number {
  if (a === null || b === null) return Number.NaN;
  return bounded(commonBeyond(a, b) / Math.sqrt(a.ranks.squares * b.ranks.squares));
}

/** The product of what controls leave of two maps. */
function commonBeyond(a: BesideControls, b: BesideControls): number {
  requireSameSize(a.ranks.values.length, b.ranks.values.length);
  if (a.controls() === b.controls()) {
    return product(a.ranks.values, b.ranks.values) - product(a.coordinates, b.coordinates);
  }
  const residual = ({ ranks, controls }: BesideControls) => controls().residual(ranks.values);
  return product(residual(a), residual(b));
}

const bounded = (value: number): number => Math.max(-1, Math.min(1, value));

function partial(view: View, kind: Kind): Metric<BesideControls | null> {
  return {
    name: `${kind.name}-${view}`,
    description: `${kind.description} of the ${view} maps given the input`,
    words: { name: `${kind.name} ${view} Spearman`, short: kind.name.slice(0, 4), says: kind.says },
    view,
    gating: false,
    needsInput: true,
    inapplicable: () => null,
    prepare: (plane, input?: InputStructure) =>
      input?.fits(plane.values.length)
        ? sharedOf(plane, 'beside the input', () => prepareBeside(plane, input.controls(view)))
        : null,
    compare: kind.compare,
  };
}

interface Kind extends Pick<Metric<BesideControls | null>, 'name' | 'description' | 'compare'> {
  readonly says: string;
}

/**
 * Partial Spearman correlation given |x - baseline|, the edges of x and a centre prior, in [-1, 1], and given x - baseline as
 * well of signed planes: average ranks of both planes and of the controls, least squares, the correlation of what is left (Yona
 * and Greenfeld 2021). Of maps of two inputs each is seen beside its own. NaN for a constant or non-finite map, and where the
 * input explains a map entirely.
 */
const PARTIAL: Kind = {
  name: 'partial',
  description: 'partial Spearman rank correlation',
  says: 'Rank correlation of two maps once what |x − baseline|, the edges of the input and nearness to the centre explain is taken out.',
  compare: partialCorrelation,
};

/** The part of Spearman's correlation that these do not explain. A map that is nothing but the input has 0 of it with any other. */
const UNEXPLAINED: Kind = {
  name: 'unexplained',
  description: 'what is not explained of the Spearman rank correlation',
  says: 'The part of the rank correlation of two maps that |x − baseline|, the edges of the input and nearness to the centre do not explain.',
  compare: unexplainedCorrelation,
};

export const partialAbs = partial('abs', PARTIAL);
export const partialSigned = partial('signed', PARTIAL);
export const unexplainedAbs = partial('abs', UNEXPLAINED);
export const unexplainedSigned = partial('signed', UNEXPLAINED);

/** Of either plane: the names of its rank correlation, of the partial one, and of the part that the input does not explain. */
export const BESIDE_INPUT: Readonly<
  Record<View, Readonly<Record<'whole' | 'partial' | 'unexplained', string>>>
> = {
  abs: { whole: spearmanAbs.name, partial: partialAbs.name, unexplained: unexplainedAbs.name },
  signed: { whole: spearmanSigned.name, partial: partialSigned.name, unexplained: unexplainedSigned.name },
};
