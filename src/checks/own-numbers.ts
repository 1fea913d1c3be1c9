import type { Maps } from '../similarity/maps.ts';
import type { ScoreTable } from '../statistics/scores.ts';
import type { Condition } from './condition.ts';
import type { Curves, Trace } from './curve.ts';
import type { Lab } from './lab.ts';

/** A number that a check finds by itself, in place of a similarity of the run. */
export interface Quantity {
  /** With dashes for the spaces of sentences: `entropy-rise`. */
  readonly name: string;
  /** At most four characters, over a narrow column of the terminal. */
  readonly short: string;
  /** For somebody who meets it for the first time. */
  readonly means: string;
  /** Its values are multiples of it; absent where they may be anything. */
  readonly step?: number;
}

/** What a check's own numbers are made of: the maps of one method for a chunk of the inputs. */
export interface Found {
  /** Name of the method. */
  readonly method: string;
  /** Which plane of its maps orders the pixels by their importance. */
  readonly ranks: 'abs' | 'signed';
  readonly reference: Maps;
  readonly changed: Maps;
  readonly condition: Condition;
  readonly draw: number;
  readonly lab: Lab;
  /** Place of the first of them among all inputs. */
  readonly first: number;
  /** Takes the curves that the check declares; absent where nobody keeps them. */
  readonly trace?: Trace;
}

/** Numbers of a check's own: by quantity one for each input, NaN where undefined. */
export interface OwnScores {
  readonly quantities: readonly Quantity[];
  /** What is traced on the way to them; nothing where nothing is said. */
  readonly curves?: Curves;
  /** Nothing is changed: they are found of the maps that others are compared with, which are not explained again. */
  readonly asTrained?: true;
  /** Passes through the network for each input and method at a condition, at most; none where nothing is said. */
  forwards?(condition: Condition): number;
  of(found: Found): Readonly<Record<string, Float64Array>> | Promise<Readonly<Record<string, Float64Array>>>;
  /** Why a gate on a quantity could tell nothing on the inputs of the run, by the scores of a method; null where it can. */
  untelling?(
    quantity: string,
    scoresOf: (quantity: string) => ScoreTable,
    run: { readonly classes: number; readonly inputs: number; readonly confidence: number },
  ): string | null;
  /** Why it cannot be found of maps of a shape; null where it can. */
  inapplicable(shape: readonly number[]): string | null;
}
