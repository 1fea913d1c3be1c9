import type { Interval, Status } from './verdict-types.ts';

/** How much scores differ, and from what: variance components of one score, which sum to its variance. */
export interface ScoreVariance {
  readonly images: number;
  readonly draws: number;
  /** The method's own noise; 0 of a method without, null where it was not measured. */
  readonly noise: number | null;
  /** What is left: images that fall otherwise from draw to draw. */
  readonly rest: number;
}

/** What the input alone makes of a similarity at a gate. */
export interface InputShare {
  /** The rank correlation that is looked at, of the gate's own plane. */
  readonly metric: string;
  readonly retained: Interval;
  /** The part of it that |x - baseline|, the edges of x and a centre prior do not explain. */
  readonly left: Interval;
  /** Mean partial correlation given these; null where they explain the maps entirely. */
  readonly partial: number | null;
  /** Share of what is retained that the input explains, 0 to 1; null where nothing is retained or it cannot be told. */
  readonly explained: number | null;
}

/** What of a gate's retained similarity a method owes to the factor that its twin lacks. */
export interface MultiplierShare {
  readonly twin: string;
  readonly retained: Interval;
  /** The difference, paired by image and draw. */
  readonly share: Interval;
}

/** What the similarity at one gate is made of. */
export interface GateSources {
  readonly stage: string;
  readonly metric: string;
  /** Null where it cannot be told: with one draw or image. */
  readonly variance: ScoreVariance | null;
  /** Signed Spearman where the input differs from the baseline: its mean score and what it retains. */
  readonly support: { readonly score: number | null; readonly retained: Interval };
  /** Null where the plan has no rank correlation of the gate's plane. */
  readonly input: InputShare | null;
  /** Null for a method that does not multiply by the input. */
  readonly multiplier: MultiplierShare | null;
}

/** A verdict by other planes, scalings and metrics. */
export interface Multiverse {
  readonly cells: readonly {
    readonly metric: string;
    readonly plane: string;
    readonly scaling: string;
    readonly status: Status;
  }[];
  /** Share of the cells that say what the check says, 0 to 1. */
  readonly same: number;
  /** The choice that the verdict turns with, and what is said under each; null where no single choice turns it. */
  readonly turns: {
    readonly choice: 'plane' | 'metric' | 'scaling';
    readonly verdicts: Readonly<Record<string, Status>>;
  } | null;
}

/** What the similarity of one check is made of. */
export interface Sources {
  /** Mean share of the pixels of an input that are those of the baseline, 0 to 1; null where it was not measured. */
  readonly structuralZeros: number | null;
  readonly gates: readonly GateSources[];
  /** Where it was asked for. */
  readonly multiverse?: Multiverse;
}
