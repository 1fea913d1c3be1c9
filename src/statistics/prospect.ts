import { type CrossedEffects, halfWidth } from './crossed.ts';
import { projected } from './effort.ts';
import type { Evidence } from './evidence.ts';
import type { GateFinding } from './gate.ts';
import type { Look } from './looks.ts';
import { studentCdf } from './student.ts';
import { mayYetTell } from './telling.ts';
import { type JudgedGate, obstacleOf, type Verdict } from './verdict.ts';
import type { Reason } from './verdict-types.ts';

/** Reasons that may be those of too few draws or images. */
const OF_SIZE: readonly (Reason | null)[] = ['undecided', 'not-reproducible', 'floor-at-ceiling'];

const isOfSize = (reason: Reason | null): boolean => OF_SIZE.includes(reason);

/** How probable it is that a mean will be told from zero, on either side of it. */
interface Chances {
  readonly above: number;
  readonly below: number;
}

/**
 * How probable it is, after what is known, that a run of the size of `look` would decide a verdict that is open for its size: an upper
 * bound, in [0, 1] (the predictive power of group sequential trials: Spiegelhalter, Freedman and Blackburn 1986). Every gate
 * that is open has to be decided, or one of them to fail; where none tells, one to pass that may yet. 1 for any other verdict,
 * and where the spread is unknown.
 */
export function prospectOf(
  evidence: Evidence,
  { status, reason }: Verdict,
  look: Look,
  confidence: number,
): number {
  if (reason === 'not-telling') return prospectOfTelling(evidence, look, confidence);
  if (status !== 'inconclusive' || !isOfSize(reason)) return 1;
  const open = evidence.gates.filter(
    (gate): gate is JudgedGate =>
      gate.finding?.status === 'open' && isOfSize(obstacleOf(gate as JudgedGate, evidence)),
  );
  const chances = open.map(({ finding }) => chancesOf(finding, look, confidence));
  if (chances.length === 0) return 1;
  // Whichever gate one looks at: it has to be decided, or another one to fail.
  const others = (gate: number) =>
    Math.max(0, ...chances.flatMap(({ failed }, at) => (at === gate ? [] : failed)));
  return Math.min(1, ...chances.map(({ decided }, gate) => decided + others(gate)));
}

/** An upper bound of the probability that a gate passes that may yet tell. */
function prospectOfTelling({ gates }: Evidence, look: Look, confidence: number): number {
  const chances = gates.flatMap(({ finding }) => {
    if (finding === null || !mayYetTell(finding)) return [];
    const { above, below } = chancesBeyond(finding.ways[0][0], look, confidence);
    return [finding.low === null ? above : below];
  });
  return Math.min(
    1,
    chances.reduce((sum, chance) => sum + chance, 0),
  );
}

/** Upper bounds of the probabilities that a gate is decided, and that it fails. */
function chancesOf({ ways }: GateFinding, look: Look, confidence: number) {
  const told = ways.map((way) => way.map((effects) => chancesBeyond(effects, look, confidence)));
  const least = (all: readonly number[]) => Math.min(1, ...all);
  const ofWays = told.map((way) => least(way.map(({ above, below }) => above + below)));
  return {
    decided: ofWays.reduce((sum, each) => sum + each, 0),
    // It fails only where all of its means lie above.
    failed: least(told.flat().map(({ above }) => above)),
  };
}

/**
 * The chances of a mean in a larger table of the same components: what is seen now differs from what will be by the variance
 * that more draws and images take away.
 */
export function chancesBeyond(effects: CrossedEffects, { inputs, draws }: Look, confidence: number): Chances {
  if (Number.isNaN(effects.components.error)) return { above: 1, below: 1 };
  const later = projected(effects, draws, inputs);
  const half = halfWidth(later, confidence);
  const deviation = Math.sqrt(Math.max(0, effects.variance - later.variance));
  if (deviation === 0) return { above: effects.mean > half ? 1 : 0, below: effects.mean < -half ? 1 : 0 };
  const below = (bound: number) => studentCdf((bound - effects.mean) / deviation, effects.freedom);
  return { above: 1 - below(half), below: below(-half) };
}
