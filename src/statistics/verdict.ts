import type { GateResult, Reason, Status } from '../results/types.ts';
import { atChance } from './chance.ts';
import type { Evidence, GateEvidence } from './evidence.ts';
import type { GateFinding } from './gate.ts';

/** The largest share of undefined comparisons at a gated stage that the gate can still be judged with. */
export const DEAD_SHARE = 0.2;
/** Logits that moved less than this, in SDs of the trained logits, count as unmoved. */
export const UNMOVED = 1e-3;
/** Similarities from here on are "about 1". */
export const ABOUT_ONE = 0.99;
/** Two maps of the same image that are this similar reproduce each other. */
const REPRODUCES = 0.9;

export interface Verdict {
  readonly status: Status;
  /** Null where all gates passed. */
  readonly reason: Reason | null;
  /** The gates whose metric applies, in the order given. */
  readonly gates: readonly GateResult[];
}

/** A gate whose metric applies to the maps. */
export type JudgedGate = GateEvidence & { readonly finding: GateFinding };

/** Reasons that keep a single gate from being decided, the gravest first. */
const OBSTACLES = [
  'model-unchanged',
  'dead-maps',
  'one-draw',
  'not-reproducible',
  'floor-at-ceiling',
  'undecided',
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/**
 * The verdict on one method under one order.
 *
 * What spoils the whole experiment comes first: no gate metric applies, random labels that were not learnt, a model at
 * chance. A gate whose logits did not move, whose maps are dead, or that has one draw is not judged, whatever its
 * numbers. Of the gates left, one that fails makes the verdict `failed`. When none does and all are decided, one that
 * passed makes it `passed`: those that cannot tell on this network say nothing; where none can, it is `not-telling`. Else
 * the verdict is `inconclusive` for the gravest obstacle met.
 */
export function judge(evidence: Evidence): Verdict {
  const judged = applicableGates(evidence);
  const obstacles = judged.map((gate) => obstacleOf(gate, evidence));
  const gates = judged.map((gate, index) => resultOf(gate, obstacles[index]));
  const verdict = (status: Status, reason: Reason | null): Verdict => ({ status, reason, gates });

  const spoilt = spoiltBy(evidence, judged);
  if (spoilt) return verdict('inconclusive', spoilt);
  if (ignoresModel(evidence, judged)) return verdict('failed', 'ignores-model');
  if (gates.some((gate) => gate.status === 'failed')) return verdict('failed', 'gate-exceeded');
  if (gates.every(({ status }) => status === 'passed' || status === 'not-telling')) {
    const some = gates.some(({ status }) => status === 'passed');
    return some ? verdict('passed', null) : verdict('inconclusive', 'not-telling');
  }
  return verdict('inconclusive', OBSTACLES.find((reason) => obstacles.includes(reason)) ?? 'undecided');
}

export function applicableGates(evidence: Evidence): JudgedGate[] {
  return evidence.gates.filter((gate): gate is JudgedGate => gate.finding !== null);
}

/** What keeps the gate from being decided; null where it is decided. */
export function obstacleOf(gate: JudgedGate, evidence: Evidence): Obstacle | null {
  if (!(gate.logitShift > UNMOVED)) return 'model-unchanged';
  if (deadShare(gate) > DEAD_SHARE) return 'dead-maps';
  if (evidence.draws < 2) return 'one-draw';
  const { status, separation } = gate.finding;
  if (status === 'passed' || status === 'failed' || status === 'not-telling') return null;
  if (separation.mean === null) return 'undecided';
  // A ceiling of about 1 that is not clearly above a lower floor wants more images, not another method.
  const ceiling = evidence.references[gate.metric]?.ceiling ?? 0;
  const above = separation.low !== null && separation.low > 0;
  const apart = ceiling >= ABOUT_ONE && separation.mean > 1 - ABOUT_ONE;
  if (status === 'open' && (above || apart)) return 'undecided';
  return ceiling >= REPRODUCES ? 'floor-at-ceiling' : 'not-reproducible';
}

/** Share of the comparisons at the gate's stage that are undefined; 1 where there is none at all. */
export function deadShare({ scores }: GateEvidence): number {
  if (!scores || scores.count === 0) return 1;
  return scores.undefined / (scores.count + scores.undefined);
}

function resultOf(gate: JudgedGate, obstacle: Obstacle | null): GateResult {
  const { stage, metric, finding } = gate;
  const { maximum, retained, low, high, derivative, excess } = finding;
  const unjudged = obstacle === 'model-unchanged' || obstacle === 'dead-maps';
  const onlyOpen = obstacle === 'one-draw' && finding.status !== 'undefined';
  const status = unjudged ? 'undefined' : onlyOpen ? 'open' : finding.status;
  return { stage, metric, maximum, retained, low, high, status, ...(excess && { derivative, excess }) };
}

function spoiltBy(evidence: Evidence, judged: readonly JudgedGate[]): Reason | null {
  const { memorisation, accuracy } = evidence;
  if (judged.length === 0) return 'not-applicable';
  if (memorisation && !(memorisation.accuracy >= memorisation.required)) return 'memorisation-failed';
  if (accuracy && atChance(accuracy)) return 'untrained';
  return null;
}

/** Whether the map is the same whatever the image and the weights: S, F and R are all about 1 at every gate. */
function ignoresModel(evidence: Evidence, judged: readonly JudgedGate[]): boolean {
  if (evidence.draws < 2) return false;
  return judged.every((gate) => {
    if (!(gate.logitShift > UNMOVED) || deadShare(gate) > DEAD_SHARE) return false;
    const references = evidence.references[gate.metric];
    const values = [gate.scores?.mean, references?.floor, references?.ceiling];
    return gate.finding.status !== 'passed' && values.every((value) => (value ?? 0) >= ABOUT_ONE);
  });
}
