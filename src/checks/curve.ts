/** A curve that a check measures point by point on the way to its numbers. */
export interface Curve {
  /** With dashes: `deletion`. */
  readonly name: string;
  /** In a legend: `most relevant first`. */
  readonly words: string;
  /** It is that of a control, which figures draw behind the others. */
  readonly control?: true;
  /** Every draw has another one; where nothing is said the first draw has that of all. */
  readonly drawn?: true;
  /** Its values are multiples of it; absent where they may be anything. */
  readonly step?: number;
}

/** Curves over the same axes, which stand in one panel. */
export interface CurveFamily {
  /** What they tell of: `probability of the class`. */
  readonly title: string;
  readonly curves: readonly Curve[];
}

/** The curves of a check, all over the same points. */
export interface Curves {
  /** What their points are in a run: `share of pixels removed`. */
  axis(run: { readonly removalBy?: 'pixels' | 'segments' }): string;
  /** The points, from left to right. */
  readonly at: readonly number[];
  /** Name of the condition whose curves figures draw, where not another one is asked for. */
  readonly shownAt: string;
  readonly families: readonly CurveFamily[];
}

/** Takes a curve of every input of a chunk: [inputs, points], NaN where undefined. */
export type Trace = (curve: string, values: Float64Array) => void;

/** Every curve of some curves. */
export const curvesOf = ({ families }: Curves): Curve[] => families.flatMap(({ curves }) => [...curves]);
