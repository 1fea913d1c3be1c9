export type Status = 'passed' | 'failed' | 'inconclusive';

/** Why a verdict is what it is, as a stable code: one of these, or one that a check declares. Null where all gates passed. */
export type Reason = KnownReason | (string & {});

export type KnownReason =
  | 'gate-exceeded'
  | 'gate-missed'
  | 'worse-than-control'
  | 'worse-than-random'
  | 'ignores-model'
  | 'undecided'
  | 'not-telling'
  | 'not-reproducible'
  | 'floor-at-ceiling'
  | 'one-draw'
  | 'dead-maps'
  | 'not-applicable';

export interface Interval {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export type GateStatus = 'passed' | 'failed' | 'not-telling' | 'open' | 'undefined';

export interface GateResult {
  readonly stage: string;
  readonly metric: string;
  /** The largest retained similarity that passes; absent where at least so much has to be. */
  readonly maximum?: number;
  /** The least that passes, of checks under which maps have to stay or to beat a control. */
  readonly minimum?: number;
  /** Retained similarity rho at the stage, null where undefined. */
  readonly retained: number | null;
  /** The mean score, where it is held against the bound in place of what is retained; null where undefined. */
  readonly score?: number | null;
  /** Ends of the interval of what is held against the bound. */
  readonly low: number | null;
  readonly high: number | null;
  /**
   * `not-telling`: no more is retained than the network's own derivative does, so that the gate shows nothing on this
   * network; `open`: it is not decided; `undefined`: there was nothing to judge.
   */
  readonly status: GateStatus;
  /** What the network's own derivative retains at the stage; absent where it was not measured. */
  readonly derivative?: Interval;
  /** How much more the method retains than the derivative, paired by image and draw; absent likewise. */
  readonly excess?: Interval;
  /** What it was decided with, in a run that stops when it is decided, where the verdict is drawn from more; else absent. */
  readonly decidedWith?: { readonly inputs: number; readonly draws: number };
}

/** How many layers have to be random before a map changes by one metric: of checks whose stages add to each other. */
export interface DepthResult {
  readonly metric: string;
  /** The gate's. */
  readonly maximum: number;
  /** The first stage whose retained similarity lies at or below the maximum with its interval; null where none does. */
  readonly stage: string | null;
  /** Its place among the stages, from 1; null likewise. */
  readonly place: number | null;
  /**
   * The first place at which it may lie below: at all before, the whole interval lies above the maximum. One more than there
   * are stages where it does so at all of them, null where nothing is known of any; absent in reports of earlier versions.
   */
  readonly earliest?: number | null;
  /** Number of stages. */
  readonly stages: number;
  /** Retained similarity there. */
  readonly retained: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface References {
  /** Trained map against trained map with other method noise. */
  readonly ceiling: number | null;
  /** Trained maps of different images. */
  readonly floor: number | null;
  /** Two independent fully random models, or two trained on different permutations of the labels, same image. */
  readonly null: number | null;
}

export interface ScoreSummary extends Interval {
  /** Standard deviation over images of the mean over draws; null with one image. */
  readonly sdImages: number | null;
  /** Standard deviation over draws of the mean over images; null with one draw. */
  readonly sdDraws: number | null;
  /** Number of defined scores. */
  readonly count: number;
  readonly undefined: number;
}
