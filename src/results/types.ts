export type Status = 'passed' | 'failed' | 'inconclusive';

/** Why a verdict is what it is, as a stable code. Null where all gates passed. */
export type Reason =
  | 'gate-exceeded'
  | 'ignores-model'
  | 'undecided'
  | 'not-reproducible'
  | 'floor-at-ceiling'
  | 'one-draw'
  | 'dead-maps'
  | 'model-unchanged'
  | 'untrained'
  | 'not-applicable'
  | 'memorisation-failed';

export interface Interval {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface GateResult {
  readonly stage: string;
  readonly metric: string;
  readonly maximum: number;
  /** Retained similarity rho at the stage, null where undefined. */
  readonly retained: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** `open`: the interval contains the maximum; `undefined`: there was nothing to judge. */
  readonly status: 'passed' | 'failed' | 'open' | 'undefined';
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
