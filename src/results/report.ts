import type { OutputKind } from '../model/output.ts';
import type { Plan } from '../plan/plan.ts';
import type { AccuracyFinding } from '../statistics/accuracy.ts';
import type { RuleAnswer } from '../statistics/rules/rule.ts';
import type { Sources } from '../statistics/source-types.ts';
import type {
  DepthResult,
  GateResult,
  Interval,
  Reason,
  References,
  ScoreSummary,
  Status,
} from '../statistics/verdict-types.ts';
import type { BaselineComparison } from './baseline-comparison.ts';
import type { TrainingReport } from './training-report.ts';

export type { BaselineComparison, RetainedChange, VerdictChange } from './baseline-comparison.ts';
export type { TrainingReport } from './training-report.ts';
export type { AccuracyFinding, DepthResult, GateResult, Interval, Reason, References, ScoreSummary, Status };

export interface StageResult {
  readonly name: string;
  /** Names of the layers that are random in this stage. */
  readonly layers: readonly string[];
  /** Share of all parameters that are random, 0 to 1. */
  readonly coverage: number;
  /** Mean over draws and inputs of |logits - trained logits| over the SD of the trained logits. */
  readonly logitShift: number;
  /** By metric. Null where the metric does not apply to these maps. */
  readonly scores: Readonly<Record<string, ScoreSummary | null>>;
  readonly retained: Readonly<Record<string, Interval | null>>;
}

/** A curve that a check traced at a condition: mean over draws and inputs with its interval, a value for every point. */
export interface CurveResult {
  /** Name of the condition. */
  readonly stage: string;
  /** Its name: `deletion`, `random-deletion`. */
  readonly curve: string;
  readonly x: readonly number[];
  readonly mean: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** The verdict on one method under one order, with its evidence. */
export interface CheckResult {
  readonly method: string;
  /** Absent in reports of earlier versions, which have `order` alone. */
  readonly check?: string;
  /** The check's name under its older name. */
  readonly order: string;
  readonly status: Status;
  readonly reason: Reason | null;
  /** Sentences built from the evidence; for a verdict that is not passed it ends with the reproducing command. */
  readonly explanation: string;
  readonly gates: readonly GateResult[];
  /** Repetitions and inputs that the verdict is drawn from; absent in reports of earlier versions. */
  readonly draws?: number;
  readonly inputs?: number;
  /** Why there are no more: they are those of the `plan`, it was `decided` before, all looks were taken (`capped`), or more of them would hardly decide it (`futile`). */
  readonly stopped?: 'plan' | 'decided' | 'capped' | 'futile';
  /** How probable it was that the largest look would decide it; only of those that stopped as `futile`. */
  readonly prospect?: number;
  /** How deep it looks, by gated metric; only of checks whose stages add to each other and were all measured. */
  readonly depth?: readonly DepthResult[];
  readonly references: Readonly<Record<string, References | null>>;
  readonly stages: readonly StageResult[];
  /** What was traced on the way to the scores; only of checks that trace something. */
  readonly curves?: readonly CurveResult[];
  /** What the similarity is made of; absent in reports of earlier versions. */
  readonly sources?: Sources;
}

export interface LayerReport {
  readonly name: string;
  readonly kind: string;
  readonly weights: readonly string[];
  readonly parameters: number;
  /** Of a normalisation: the layer that it follows, where it follows one. */
  readonly follows?: string;
}

export interface InputReport {
  readonly id: string;
  readonly sha256: string;
  readonly label: number | null;
  /** What the class of the label is called; absent where nobody says. */
  readonly labelName?: string;
  /** Absent for a regression. */
  readonly predicted?: number;
  /** What the predicted class is called; absent where nobody says. */
  readonly predictedName?: string;
  /** The network's own probability of the predicted class: softmax or sigmoid; absent for a regression. */
  readonly probability?: number;
  /** What a regression gives; absent for classifiers. */
  readonly value?: number;
}

/** Something that was done otherwise than asked, or left out: a fall-back, a skipped method, a resized image. */
export interface Notice {
  readonly code: string;
  readonly message: string;
}

/** A method that was asked for and is not part of the run. */
export interface SkippedMethod {
  readonly method: string;
  /** For example `it needs a network with a convolutional layer, found none`. */
  readonly reason: string;
  /** Whether it was asked for by its own name, not with a set: then the run ends as inconclusive where nothing failed. */
  readonly named: boolean;
}

/** What a run takes, as it was known before the run. */
export interface RunCost {
  /** Maps that are made: of every method, for every input, on the trained and on every random model. */
  readonly maps: number;
  /** Inputs that go through the network and back for them. */
  readonly gradients: number;
  /** Inputs that go through the network to its logits alone; absent in reports of earlier versions. */
  readonly forwards?: number;
  /** Examples that go through the networks that are trained, at most. */
  readonly training: number;
  /** Networks that are trained; absent where none is. */
  readonly networks?: number;
  /** Forecast from a few passes that were timed before the run. Methods of the user's own are not in it. */
  readonly seconds: number;
  /** The method that takes more than half of them, where one does. */
  readonly largest: {
    readonly method: string;
    /** For one map. */
    readonly gradients: number;
    readonly forwards?: number;
    /** Share of all passes, above .5. */
    readonly share: number;
  } | null;
}

/** What a rule of the literature makes of the scores at a gate. */
export interface RuleFinding extends RuleAnswer {
  readonly method: string;
  readonly order: string;
  readonly stage: string;
  readonly metric: string;
  /** Its name. */
  readonly rule: string;
}

/** The looks of a run that stops when it is decided, and what it took. */
export interface LooksTaken {
  readonly plan: readonly { readonly inputs: number; readonly draws: number }[];
  /** Coverage of the intervals of every look. */
  readonly confidence: number;
  /** The largest look that was taken. */
  readonly taken: number;
  /** Maps that were judged: of every method, on the trained model and under every draw of every stage measured. */
  readonly maps: number;
  /** The maps of a fixed plan that measures all stages. */
  readonly fixed: { readonly inputs: number; readonly draws: number; readonly maps: number };
}

/** The content of report.json, schema `saliency-sanity/report@1`. */
export interface Report {
  readonly schema: 'saliency-sanity/report@1';
  readonly version: string;
  readonly seed: number;
  readonly engine: {
    readonly name: string;
    readonly threads: number;
    readonly backend: string;
    /**
     * Of the compiled engine: `public` for the operators of ONNX, `blocked` for ONNX Runtime's own convolutions. Of
     * TensorFlow's library: `default`, or `without-onednn` where a probe found oneDNN's kernels wrong on the processor.
     */
    readonly operators?: 'public' | 'blocked' | 'default' | 'without-onednn';
    /** What was computed on, `cpu` where a report of an earlier version says nothing. */
    readonly device?: 'cpu' | 'webgpu' | 'cuda';
  };
  /** The command that repeats the run. */
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly plan: Plan;
  readonly model: {
    readonly source: string;
    readonly sha256: string;
    readonly inputShape: readonly number[];
    /** What the output says; absent in reports of earlier versions. */
    readonly output?: OutputKind;
    /** Number of explained quantities: of classes; 1 for a regression. */
    readonly classes: number;
    /** From output to input. */
    readonly layers: readonly LayerReport[];
    readonly parameters: number;
  };
  readonly inputs: readonly InputReport[];
  /** How the labelled inputs are classified; null where there are none, for a regression, and absent before it was told. */
  readonly accuracy?: AccuracyFinding | null;
  /** The networks that were given beside the model; only where there were any. */
  readonly networks?: readonly { readonly name: string; readonly source: string; readonly sha256: string }[];
  /** The networks that were trained; only where there were any. */
  readonly training?: readonly TrainingReport[];
  /** What the run takes, forecast before it. */
  readonly cost?: RunCost;
  /** What it took to decide; only of a run that stops when it is decided. */
  readonly looks?: LooksTaken;
  /** The same gates by rules of the literature; only where they were asked for. */
  readonly rules?: readonly RuleFinding[];
  /** Methods that were left out; only where there are any. */
  readonly skipped?: readonly SkippedMethod[];
  readonly notices: readonly Notice[];
  readonly checks: readonly CheckResult[];
  readonly summary: {
    readonly status: Status;
    readonly passed: number;
    readonly failed: number;
    readonly inconclusive: number;
  };
  /** What changed since a baseline; only where one was given. */
  readonly baseline?: BaselineComparison;
}
