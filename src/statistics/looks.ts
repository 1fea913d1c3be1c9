import { mayYetTell } from './telling.ts';
import type { GateResult, Reason, Status } from './verdict-types.ts';

/** How many inputs and draws a verdict is drawn from. */
export interface Look {
  readonly inputs: number;
  readonly draws: number;
}

/** Looks of growing size: each costs about four times the one before, so that stopping early saves much and going on little more. */
export const LOOKS: readonly Look[] = [
  { inputs: 8, draws: 3 },
  { inputs: 16, draws: 4 },
  { inputs: 32, draws: 6 },
  { inputs: 64, draws: 12 },
];

/** The looks that so many inputs and draws allow: the last one takes all that there is, up to the largest look. */
export function looksWithin(most: Look): Look[] {
  const capped = LOOKS.map(({ inputs, draws }) => ({
    inputs: Math.min(inputs, most.inputs),
    draws: Math.min(draws, most.draws),
  }));
  return capped.filter(
    ({ inputs, draws }, at) => at === 0 || inputs > capped[at - 1].inputs || draws > capped[at - 1].draws,
  );
}

/**
 * The coverage of the intervals of each look under which all looks together err no more often than one look of
 * `confidence` would: 1 - confidence is shared out evenly (Bonferroni).
 */
export function confidenceOfLook(confidence: number, looks: number): number {
  return 1 - (1 - confidence) / looks;
}

/** A verdict that the last look would decide with less than this probability is not followed any further. */
const LEAST_PROSPECT = 0.3;

/** What comes next is dear where it takes so many times the maps of what was seen; only what it would rather decide than not goes on. */
const DEAR = { times: 4, least: 0.5 };

/** The least probability of being decided with which a verdict that is open after a look goes on to the next one. */
export function leastProspect(looks: readonly Look[], at: number): number {
  const [now, next] = [looks[at], looks[at + 1]];
  const times = (next.inputs * next.draws) / (now.inputs * now.draws);
  return times >= DEAR.times ? DEAR.least : LEAST_PROSPECT;
}

/** Reasons that no further look can take away: every look has two draws, where the run has them. */
const FINAL: readonly (Reason | null)[] = [
  'not-telling',
  'not-applicable',
  'untrained',
  'memorisation-failed',
  'one-draw',
];

/** The gates of a check, as far as looks go by them. */
type Gates = readonly Pick<GateResult, 'status' | 'low' | 'maximum'>[];

/**
 * Whether a gate needs no further look: it stays as it is decided, which each look may do at its share of the error. One that is
 * not telling and may yet pass is looked at again where no other gate of its check has passed.
 */
export function isSettled(gate: Gates[number], all: Gates): boolean {
  if (gate.status === 'passed') return true;
  return (
    gate.status === 'not-telling' && (!mayYetTell(gate) || all.some(({ status }) => status === 'passed'))
  );
}

/** Whether a method is measured no further after a look: its verdict stands, or the largest look would hardly decide it. */
export function isLeft(
  verdict: Parameters<typeof isDecided>[0],
  { prospect = 1, least = 0 }: { readonly prospect?: number; readonly least?: number },
): boolean {
  return isDecided(verdict) || prospect < least;
}

/** Whether a verdict stands: some gate failed, all are decided, or nothing that is measured further would change it. */
export function isDecided({
  status,
  reason,
  gates,
}: {
  readonly status: Status;
  readonly reason: Reason | null;
  readonly gates: Gates;
}): boolean {
  if (reason === 'not-telling' && gates.some(mayYetTell)) return false;
  return status !== 'inconclusive' || FINAL.includes(reason);
}
