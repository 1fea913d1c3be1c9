import type { AccuracyFinding } from './accuracy.ts';
import type { GateFinding } from './gate.ts';
import type { Obstacle } from './obstacle.ts';
import type { GateSources } from './source-types.ts';
import type { DepthResult, Interval, References, ScoreSummary } from './verdict-types.ts';
import type { Expects, VerdictWords } from './verdict-words.ts';

/** One gate with what was measured at its stage. */
export interface GateEvidence {
  /** The condition that the gate is on, whatever its stage is called. */
  readonly condition: string;
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
  /** The largest change of a logit over their range, 0 where none changed; absent where it was not measured. */
  readonly logitChange?: number;
  /** Nothing is drawn at it, so that images alone decide. */
  readonly fixed?: boolean;
  /** By repetition the number of inputs that are compared; absent where all are. */
  readonly compared?: readonly number[];
  /** Numbers that the check found about it, by name one for each repetition; absent where there are none. */
  readonly facts?: Readonly<Record<string, readonly number[]>>;
  /** The twin of the method at this gate; absent or null where the run has none or the metric does not apply to it. */
  readonly twin?: TwinFinding | null;
}

/** What a method's twin retains at a gate. */
export interface TwinFinding {
  readonly retained: Interval;
  /** How much more the method retains than its twin, of the same images and draws. */
  readonly excess: Interval;
}

/** The same method without the factor or the rule that it adds, where the same run has it. */
export interface TwinEvidence {
  /** Name of the twin. */
  readonly method: string;
  /** What the method adds to it, as a noun: "the input as a factor". */
  readonly adds: string;
}

/** What else passes on the network. */
export interface Passing {
  readonly methods: readonly string[];
  /** The derivative, where it passes and nobody asked for it. */
  readonly unasked: string | null;
}

/** All that the verdict on one method under one order is drawn from. */
export interface Evidence {
  readonly method: string;
  /** Name of the method that is the network's own derivative; absent where it was not measured. */
  readonly derivative?: string;
  /** Null where the method has none, or the run not. */
  readonly twin: TwinEvidence | null;
  /** How the check is spoken of. */
  readonly words: VerdictWords;
  /** On which side of its gates the method is right. */
  readonly expects: Expects;
  /** A map that is no more like itself than like those of other images fails the check; false or absent where it spoils it. */
  readonly failsUnlikeItself?: boolean;
  /** What spoils the check, the gravest first, beside what spoils any. */
  readonly obstacles: readonly Obstacle[];
  /** Of random weights, or permutations of the labels. */
  readonly draws: number;
  readonly images: number;
  readonly gates: readonly GateEvidence[];
  /** The metrics that the check is gated on by default, where the run computes none of them and has no other gate of it; else absent. */
  readonly ungated?: readonly string[];
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
  /** What the similarity at its gates is made of. */
  readonly sources?: readonly GateSources[];
  /** How deep it looks, by gated metric; absent where stages do not add to each other, or not all were measured. */
  readonly depth?: readonly DepthResult[];
  /** Where random weights come from; absent where the check draws none. */
  readonly initializer?: string;
  /** The methods of the same run that pass the same check; absent where nothing is known of others. */
  readonly passing?: Passing;
  /** The command that repeats this check. */
  readonly command: string;
}
