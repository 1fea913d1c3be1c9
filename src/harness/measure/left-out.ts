import type { Change } from '../../checks/lab.ts';
import type { ChangeLine } from '../../results/lines.ts';
import type { Chunk } from './chunks.ts';

/** The places of a chunk's inputs that are not compared under a change, among all. */
export const leftOutOf = ({ leftOut = [] }: Change, { first, count }: Chunk): number[] =>
  leftOut.filter((place) => place >= first && place < first + count);

/** Scores of a chunk, by metric, with those of inputs that are left out undefined; `first` is the place of its first input. */
export function without(
  scores: Readonly<Record<string, Float64Array>>,
  left: readonly number[],
  first: number,
): Readonly<Record<string, Float64Array>> {
  for (const values of Object.values(scores)) for (const place of left) values[place - first] = Number.NaN;
  return scores;
}

/** What a line says of a change beside how far it moved the logits. */
export const lineOf = ({ facts }: Change, left: readonly number[]): Pick<ChangeLine, 'left' | 'facts'> => ({
  ...(left.length > 0 ? { left: [...left] } : {}),
  ...(facts ? { facts: { ...facts } } : {}),
});
