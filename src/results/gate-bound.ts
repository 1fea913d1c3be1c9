import type { GateResult, Interval, References } from './report.ts';

/** The bound of a gate: the largest value that passes, or the least. */
export function boundOf({ maximum, minimum = 0 }: Pick<GateResult, 'maximum' | 'minimum'>): number {
  return maximum ?? minimum;
}

/** Whether a gate asks for the least, not for the most. */
export const asksForLeast = ({ maximum }: Pick<GateResult, 'maximum'>): boolean => maximum === undefined;

/** What a gate holds against its bound: a retained similarity, or the mean score itself; null where undefined. */
export function heldValue({ retained, score }: Pick<GateResult, 'retained' | 'score'>): number | null {
  return score === undefined ? retained : score;
}

/** `at most`, or `at least`. */
export const sideWords = (gate: Pick<GateResult, 'maximum'>): string =>
  asksForLeast(gate) ? 'at least' : 'at most';

/** What a gate holds against its bound, with its interval. */
export const heldBy = (gate: GateResult): Interval => ({
  mean: heldValue(gate),
  low: gate.low,
  high: gate.high,
});

/**
 * The mean score at which a gate has its bound: floor + bound x (ceiling - floor) where what is retained is held against it.
 * Null where a reference is missing.
 */
export function scoreAtBound(gate: GateResult, references: References | null | undefined): number | null {
  if (gate.score !== undefined) return boundOf(gate);
  const { ceiling = null, floor = null } = references ?? {};
  if (ceiling === null || floor === null || !Number.isFinite(ceiling) || !Number.isFinite(floor)) return null;
  return floor + boundOf(gate) * (ceiling - floor);
}

/** Head of a column of bounds. */
export const boundWord = (gates: readonly GateResult[]): string =>
  gates.some((gate) => !asksForLeast(gate)) ? 'maximum' : 'minimum';

/** Head of a column of what is held against them. */
export const heldWord = (gates: readonly GateResult[]): string => {
  const raw = gates.filter(({ score }) => score !== undefined).length;
  return raw === 0 ? 'retained similarity' : raw === gates.length ? 'score' : 'value';
};
