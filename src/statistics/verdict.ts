import type { Evidence, GateEvidence } from './evidence.ts';
import type { GateFinding } from './gate.ts';
import type { GateObstacle } from './obstacle.ts';
import type { GateResult, Reason, Status } from './verdict-types.ts';
import type { Expects } from './verdict-words.ts';

/** The largest share of undefined comparisons at a gated stage that the gate can still be judged with. */
export const DEAD_SHARE = 0.2;
/** Similarities from here on are "about 1". */
export const ABOUT_ONE = 0.99;
/** A difference of similarities that counts for nothing, with its whole interval below. */
const HARDLY_MORE = 0.1;
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

/** Reasons that keep a single gate of any check from being decided, the gravest first; those of the check come before. */
const OBSTACLES = ['dead-maps', 'one-draw', 'not-reproducible', 'floor-at-ceiling', 'undecided'] as const;
type GeneralReason = (typeof OBSTACLES)[number];

/** Why a gate is exceeded, by what a check expects. */
const FAILED: Readonly<Record<Expects, Reason>> = {
  change: 'gate-exceeded',
  stay: 'gate-missed',
  beats: 'worse-than-control',
};

/**
 * The verdict on one method under one check.
 *
 * What spoils the whole experiment comes first: no gate metric applies, and what the check says, such as a model at
 * chance. A gate that the check says is spoilt, whose maps are dead, or that has one draw is not judged, whatever its
 * numbers. Of the gates left, one that fails makes the verdict `failed`. When none does and all are decided, one that
 * passed makes it `passed`: those that cannot tell on this network say nothing; where none can, it is `not-telling`. Else
 * the verdict is `inconclusive` for the gravest obstacle met.
 */
export function judge(evidence: Evidence): Verdict {
  const judged = applicableGates(evidence);
  const obstacles = judged.map((gate) => obstacleOf(gate, evidence));
  const gates = judged.map((gate, index) => resultOf(gate, obstacles[index], evidence));
  const verdict = (status: Status, reason: Reason | null): Verdict => ({ status, reason, gates });

  const spoilt = spoiltBy(evidence, judged);
  if (spoilt) return verdict('inconclusive', spoilt);
  if (ignoresModel(evidence, judged)) return verdict('failed', 'ignores-model');
  if (gates.some((gate) => gate.status === 'failed')) {
    return verdict('failed', evidence.words.worse ?? FAILED[evidence.expects]);
  }
  if (gates.every(({ status }) => status === 'passed' || status === 'not-telling')) {
    const some = gates.some(({ status }) => status === 'passed');
    return some ? verdict('passed', null) : verdict('inconclusive', 'not-telling');
  }
  if (unlikeItself(evidence, judged)) return verdict('failed', 'not-reproducible');
  const order = [...gateObstacles(evidence).map(({ reason }) => reason), ...OBSTACLES];
  return verdict('inconclusive', order.find((reason) => obstacles.includes(reason)) ?? 'undecided');
}

/** Whether it fails a map, and is shown, that two maps of an image are hardly more alike than maps of different images. */
function unlikeItself({ failsUnlikeItself = false, ...evidence }: Evidence, judged: readonly JudgedGate[]) {
  if (!failsUnlikeItself) return false;
  return judged.every(
    (gate) =>
      obstacleOf(gate, evidence) === 'not-reproducible' &&
      (gate.finding.separation?.high ?? 1) <= HARDLY_MORE,
  );
}

export function applicableGates(evidence: Evidence): JudgedGate[] {
  return evidence.gates.filter((gate): gate is JudgedGate => gate.finding !== null);
}

/** What of the check keeps single gates from being judged, the gravest first. */
function gateObstacles({ obstacles }: Evidence): GateObstacle[] {
  return obstacles.filter((obstacle) => obstacle.spoils === 'gate');
}

/** The obstacle of the check that keeps a gate from being judged; undefined where none does. */
const spoiltGate = (gate: GateEvidence, evidence: Evidence): GateObstacle | undefined =>
  gateObstacles(evidence).find(({ met }) => met(gate));

/** What keeps the gate from being decided; null where it is decided. */
export function obstacleOf(gate: JudgedGate, evidence: Evidence): Reason | null {
  const spoilt = spoiltGate(gate, evidence);
  if (spoilt) return spoilt.reason;
  return generalObstacle(gate, evidence);
}

function generalObstacle(gate: JudgedGate, evidence: Evidence): GeneralReason | null {
  if (deadShare(gate) > DEAD_SHARE) return 'dead-maps';
  if (evidence.draws < 2 && !gate.fixed) return 'one-draw';
  const { status, separation } = gate.finding;
  if (status === 'passed' || status === 'failed' || status === 'not-telling') return null;
  if (separation === null || separation.mean === null) return 'undecided';
  // A ceiling of about 1 that is not clearly above a lower floor wants more images, not another method.
  const ceiling = evidence.references[gate.metric]?.ceiling ?? 0;
  const above = separation.low !== null && separation.low > 0;
  const apart = ceiling >= ABOUT_ONE && separation.mean > 1 - ABOUT_ONE;
  if (status === 'open' && (above || apart)) return 'undecided';
  return ceiling >= REPRODUCES ? 'floor-at-ceiling' : 'not-reproducible';
}

/** Share of the comparisons at the gate's stage that are undefined; 1 where there is none at all. */
export function deadShare({ scores }: Pick<GateEvidence, 'scores'>): number {
  if (!scores || scores.count === 0) return 1;
  return scores.undefined / (scores.count + scores.undefined);
}

function resultOf(gate: JudgedGate, obstacle: Reason | null, evidence: Evidence): GateResult {
  const { stage, metric, finding } = gate;
  const { maximum, minimum, retained, score, low, high, derivative, excess } = finding;
  const unjudged = obstacle === 'dead-maps' || spoiltGate(gate, evidence) !== undefined;
  const onlyOpen = obstacle === 'one-draw' && finding.status !== 'undefined';
  const status = unjudged ? 'undefined' : onlyOpen ? 'open' : finding.status;
  return {
    ...{ stage, metric, ...(maximum === undefined ? { minimum } : { maximum }), retained },
    ...(score === undefined ? {} : { score }),
    ...{ low, high, status, ...(excess && { derivative, excess }) },
  };
}

function spoiltBy(evidence: Evidence, judged: readonly JudgedGate[]): Reason | null {
  if (judged.length === 0) return 'not-applicable';
  const spoilt = evidence.obstacles.find((one) => one.spoils === 'check' && one.met(evidence));
  return spoilt?.reason ?? null;
}

/** Whether the map is the same whatever the image and the weights: S, F and R are all about 1 at every gate. */
function ignoresModel(evidence: Evidence, judged: readonly JudgedGate[]): boolean {
  if (evidence.expects !== 'change') return false;
  return judged.every((gate) => {
    if (spoiltGate(gate, evidence) || deadShare(gate) > DEAD_SHARE) return false;
    if (evidence.draws < 2 && !gate.fixed) return false;
    const references = evidence.references[gate.metric];
    const values = [gate.scores?.mean, references?.floor, references?.ceiling];
    return gate.finding.status !== 'passed' && values.every((value) => (value ?? 0) >= ABOUT_ONE);
  });
}
