import type { Obstacle } from '../statistics/obstacle.ts';
import type { Expects, VerdictWords } from '../statistics/verdict-words.ts';
import type { Condition, Group, NamedGate } from './condition.ts';
import type { Lab, Variant } from './lab.ts';
import type { OwnScores } from './own-numbers.ts';
import type { RelearningCost, Training } from './training.ts';

export {
  type Condition,
  concernedBy,
  conditionNames,
  conditionOf,
  type Group,
  type NamedGate,
  namedCondition,
} from './condition.ts';
export type { Found, OwnScores, Quantity } from './own-numbers.ts';

/** What a check needs to know of a method. */
export interface MethodUnderCheck {
  readonly name: string;
  readonly stochastic: boolean;
  /** Its rules multiply by what enters a layer. */
  readonly readsLayerInputs: boolean;
  /** Names of the variations of its settings, one setting at a time. */
  readonly variations: readonly string[];
  /** Whether it is known how its maps move with the input; not so where nothing is said. */
  readonly differentiable?: boolean;
  /** Passes that one map takes; null where nobody knows, as where nothing is said. */
  readonly passes?: number | null;
}

/** A metric that is gated for methods whose maps have signs, or for those whose maps have none. */
export interface SignedGate {
  readonly metric: string;
  readonly only: 'signed' | 'unsigned';
}

/** A network that was given beside the model. */
export interface NetworkUnderCheck {
  readonly name: string;
  /** Names of the methods that explain it as well. */
  readonly methods: readonly string[];
}

/** What conditions are made of. */
export interface ExperimentFacts {
  /** The groups of layers that may be changed, from output to input. */
  readonly groups: readonly Group[];
  /** Those of all layers, whichever were chosen. */
  readonly allGroups: readonly Group[];
  /** In the order of the report; none where only layers are asked about. */
  readonly methods: readonly MethodUnderCheck[];
  /** Whether inputs have rows and columns, as they do where nothing is said. */
  readonly spatial?: boolean;
  /** Networks that were given beside the model; none where nothing is said. */
  readonly networks?: readonly NetworkUnderCheck[];
  /** Whether the run trains networks; false where nothing is said. */
  readonly trains?: boolean;
}

/** The numbers of a plan that say how often a check is repeated. */
export interface Repetitions {
  readonly draws: number;
  readonly training?: { readonly permutations: number; readonly seeds?: number };
}

/** What checks may be told by options, with their defaults filled in. */
export interface CheckSettings {
  /** How far the values of an attacked input move, in 255ths of their range. */
  readonly attackStrength: number;
  readonly attackSteps: number;
  readonly attackQueries: number;
  /** What goes at a time where an input is removed part by part. */
  readonly removalBy: 'pixels' | 'segments';
}

/** How a check is spoken of. */
export interface CheckWords extends VerdictWords {
  /** For somebody who meets it for the first time: plain sentences. */
  readonly says: string;
  /** What stands over the maps that the others are compared with: `trained`, `true labels`. */
  readonly reference: string;
  /** What stands over all conditions of a figure. */
  readonly direction: string;
  /** What the null is, under a figure. */
  readonly nullModels: string;
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
  readonly needs: {
    /** Networks have to be trained for it. */
    readonly training?: true;
    /** Networks beside the model: given, or trained where there is training data. */
    readonly networks?: true;
    /** The model has to tell at least so many classes apart. */
    readonly classes?: number;
    /** Every input has a label. */
    readonly labels?: true;
    /** Every input has a region that explanations should point to. */
    readonly regions?: true;
  };
  /** Keys of the options that it alone reads; none where nothing is said. */
  readonly reads?: readonly string[];
  /** On which side of its gates a method is right. */
  readonly expects: Expects;
  /** What a gate that says nothing else holds values against. */
  readonly bound: number;
  /** Whether curves join its conditions: each is built on the one before. */
  readonly cumulative: boolean;
  /** Whether it makes layers of the model random. */
  readonly randomises: boolean;
  /** Whether normalisations get other statistics, so that the plan's choice among them is a cause of what is found. */
  readonly changesStatistics: boolean;
  conditions(facts: ExperimentFacts): readonly Condition[];
  /** Number of repetitions of conditions in which something is drawn. */
  draws(plan: Repetitions): number;
  /** The networks that it has trained; none by default. */
  trainings?(plan: Repetitions): readonly Training[];
  /** The networks that it has trained on data of its own, in each repetition; none where nothing is said. */
  readonly relearning?: RelearningCost;
  /** What of a repetition is under way, for progress. */
  progress(condition: Condition, repetition: string): string;
  variant(lab: Lab, condition: Condition, draw: number): Variant;
  /** What its maps are compared with; the maps of the trained model where nothing is said. */
  readonly reference?: {
    readonly name: string;
    variant(lab: Lab): Variant;
    /** How often it explains every input; once where nothing is said. For the forecast of a run. */
    readonly evaluations?: number;
  };
  /** How often a method explains every input at a condition, at most; once where nothing is said. For the forecast of a run. */
  evaluations?(condition: Condition, settings: CheckSettings, method: MethodUnderCheck): number;
  /** Metrics that are computed for it beside those of every run; not where the user names metrics or gates. */
  readonly measures?: readonly string[];
  /** What the report says of how methods are treated, as notices. */
  tells?(facts: ExperimentFacts, settings: CheckSettings): readonly string[];
  /** Whether its figures show the inputs of a condition, and what was added to them, beside the maps. */
  readonly showsInputs?: true;
  /** Numbers of its own; the metrics of the run where nothing is said. */
  readonly own?: OwnScores;
  /** The name in figures of a condition's maps in a draw; null where these are not shown. */
  panel(condition: Condition, draw: number): string | null;
  /** What stands under the map of an input in figures, null for that which the others are compared with; nothing where nothing is said. */
  caption?(lab: Lab, condition: Condition | null, draw: number, input: number): string;
  /** The conditions of the gates of a plan that names none. */
  readonly gatedAt: readonly string[];
  /** The metrics of those gates, of those that the run computes; some are for methods with signs alone, or without. */
  readonly gatedOn: readonly (string | SignedGate)[];
  /** Names that gates may give beside those of conditions and their aliases. */
  readonly gateNames: readonly string[];
  /** The conditions that a gate asks about: more than one makes a family of gates, which Holm's correction holds together. */
  gated(gate: NamedGate, conditions: readonly Condition[], logitShift: LogitShift): readonly Condition[];
  /** Why gates on a plane say nothing of a network of so many classes; null where they do, as where nothing is said. */
  inapplicable?(view: 'abs' | 'signed', classes: number): string | null;
  /** A map that is no more like itself than like those of other images fails it; otherwise nothing could be told of it. */
  readonly failsUnlikeItself?: true;
  /** What spoils it, the gravest first. Those of all checks (dead maps, one draw, an open gate) come after them. */
  readonly obstacles: readonly Obstacle[];
  readonly words: CheckWords;
}

/** How often a condition is measured. */
export function repetitions(check: Check, condition: Pick<Condition, 'fixed'>, plan: Repetitions): number {
  return condition.fixed ? 1 : check.draws(plan);
}
