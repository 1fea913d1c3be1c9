import type { AccuracyFinding } from './accuracy.ts';
import type { GateFinding } from './gate.ts';
import type { References, ScoreSummary } from './types.ts';

/** One gate with what was measured at its stage. */
export interface GateEvidence {
  /** `output`, `full`, or the name of a stage. */
  readonly stage: string;
  readonly metric: string;
  /** Why the metric does not apply to these maps; null where it does. */
  readonly inapplicable: string | null;
  /** Null where the metric does not apply. */
  readonly finding: GateFinding | null;
  /** S at the stage; null where the metric does not apply. */
  readonly scores: ScoreSummary | null;
  /** How far the logits moved at the stage, in SDs of the trained logits. */
  readonly logitShift: number;
}

/** All that the verdict on one method under one order is drawn from. */
export interface Evidence {
  readonly method: string;
  readonly multipliesByInput: boolean;
  readonly order: string;
  /** Of random weights, or permutations of the labels. */
  readonly draws: number;
  readonly images: number;
  readonly gates: readonly GateEvidence[];
  /** By metric. */
  readonly references: Readonly<Record<string, References | null>>;
  /** Share of the pixels that are zero in the trained and in the random map, 0 to 1; null where unknown. */
  readonly zeroShare: number | null;
  /** Of the trained model; null without labels. */
  readonly accuracy: AccuracyFinding | null;
  /** Training accuracy on random labels against the one asked for; null for orders that do not train. */
  readonly memorisation: { readonly accuracy: number; readonly required: number } | null;
  /** What randomization does to BatchNorm statistics; null or absent where the model has none. */
  readonly batchNorm?: string | null;
  /** The command that repeats this check. */
  readonly command: string;
}
