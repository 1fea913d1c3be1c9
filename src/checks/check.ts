import type { Weights } from '../model/model.ts';
import type { Gate, Plan } from '../plan/plan.ts';

/** Layers that are randomised together. */
export interface Group {
  readonly name: string;
  /** Names of the model's layers in it. */
  readonly members: readonly string[];
}

/** One step of a check, by randomization checks called a stage: which layers are random, for example. */
export interface Condition {
  /** Name of the check. */
  readonly check: string;
  /** Unique in the check: the group that this step adds, for example. */
  readonly name: string;
  /** Other names that gates may call it by, for example `output`. A name of its own goes before an alias of another. */
  readonly aliases: readonly string[];
  /** Names of the groups that are changed in it. */
  readonly groups: readonly string[];
  /** Names of the model's layers in them. */
  readonly layers: readonly string[];
  /** Whether two draws of it have nothing in common but the architecture: what the null is measured on. */
  readonly unrelated: boolean;
}

/** A model that stands in the trained one's place. */
export interface Variant {
  /** Equal, in one draw, for variants that are the same model: it is explained once. */
  readonly key: string;
  weights(): Promise<VariantWeights>;
}

export interface VariantWeights {
  readonly weights: Weights;
  /** Share of all parameters that were changed, 0 to 1. */
  readonly coverage: number;
}

/** What a check may have made, under the settings of the plan. */
export interface Lab {
  /** The model with some of its layers random in a draw. */
  randomised(layers: readonly string[], draw: number): Variant;
  /** The network that was trained on a permutation of the labels, from 0. */
  trainedOnPermutation(permutation: number): Variant;
}

/** What conditions are made of. */
export interface ExperimentFacts {
  /** The groups of layers that may be changed, from output to input. */
  readonly groups: readonly Group[];
  /** Those of all layers, whichever were chosen. */
  readonly allGroups: readonly Group[];
}

/** How the depth of a check is spoken of, whose stages add to each other: `place` of them are random, from 1. */
export interface DepthWords {
  /** After "once": "the top 3 of 10 layers are random". */
  made(place: number, stages: number): string;
  /** The same where the sentence has said it before: "the top 5". */
  more(place: number): string;
  /** What follows where the map has changed at that place: "what the top 2 layers learned does not show in it". */
  shows(place: number, stages: number): string;
}

/** How a check is spoken of. */
export interface CheckWords {
  /** For somebody who meets it for the first time: plain sentences. */
  readonly says: string;
  /** One repetition, in the singular: `draw`, `permutation`. */
  readonly repetition: string;
  /** How many repetitions are usual, in words; null where nothing is usual. */
  readonly usual: string | null;
  /** What stands over the maps that the others are compared with: `trained`, `true labels`. */
  readonly reference: string;
  /** What the trained model is compared with, in the plural. */
  readonly models: string;
  /** What stands over all conditions of a figure. */
  readonly direction: string;
  /** What the null is, under a figure. */
  readonly nullModels: string;
  /** How many layers had to be random before maps changed; absent where stages do not add to each other. */
  readonly depth?: DepthWords;
  /** What was done to the model, for example "after the output layer is random". `condition` is the name that a gate gives. */
  after(condition: string): string;
}

/** The shift of the logits at a condition, in SDs of the trained logits. */
export type LogitShift = (condition: Condition) => number;

/** One kind of sanity check. Nothing outside this folder asks which one it has: a check declares what it is. */
export interface Check {
  readonly name: string;
  /** One sentence for help and documents, with the field's name for it and its source. */
  readonly description: string;
  /** Checks of one family share the null, which is measured once in each draw. */
  readonly family: string;
  /** Networks have to be trained for it. */
  readonly needs: { readonly training?: true };
  /** Whether curves join its conditions: each is built on the one before. */
  readonly cumulative: boolean;
  /** Whether normalisations get other statistics, so that the plan's choice among them is a cause of what is found. */
  readonly changesStatistics: boolean;
  conditions(facts: ExperimentFacts): readonly Condition[];
  /** Number of repetitions. */
  draws(plan: Pick<Plan, 'draws' | 'training'>): number;
  /** What of a repetition is under way, for progress. */
  progress(condition: Condition, repetition: string): string;
  variant(lab: Lab, condition: Condition, draw: number): Variant;
  /** The name in figures of a condition's maps in a draw; null where these are not shown. */
  panel(condition: Condition, draw: number): string | null;
  /** The gates of a plan that names none, for one metric that is gated by default; without check, metric and maximum. */
  readonly gatedAt: readonly string[];
  /** Names that gates may give beside those of conditions and their aliases. */
  readonly gateNames: readonly string[];
  /** The conditions that a gate asks about: more than one makes a family of gates, which Holm's correction holds together. */
  gated(gate: Gate, conditions: readonly Condition[], logitShift: LogitShift): readonly Condition[];
  readonly words: CheckWords;
}

/** The one condition that a gate names: by its own name, else by an alias. */
export function namedCondition(
  { stage }: Pick<Gate, 'stage'>,
  conditions: readonly Condition[],
): Condition[] {
  const found =
    conditions.find(({ name }) => name === stage) ??
    conditions.find(({ aliases }) => aliases.includes(stage));
  return found ? [found] : [];
}

/** Names by which conditions can be called, aliases first. */
export function conditionNames(conditions: readonly Condition[]): string[] {
  return [
    ...new Set([...conditions.flatMap(({ aliases }) => aliases), ...conditions.map(({ name }) => name)]),
  ];
}
