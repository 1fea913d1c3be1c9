import type { Condition } from '../checks/check.ts';
import type { Plan } from '../plan/plan.ts';
import type { InputReport, Notice, Report, TrainingReport } from './report.ts';

/** What verdicts need to know of a method. */
export interface MethodFacts {
  readonly name: string;
  /** The method without the factor or rule that it adds to it; null where there is none. */
  readonly twin: { readonly method: string; readonly adds: string } | null;
  /** Whether its maps have no signs, so that its signed plane is its abs plane. */
  readonly unsigned?: true;
  /** Whether it is a control, which nobody would show. */
  readonly control?: true;
  /** Whether it draws noise. */
  readonly noisy?: true;
  /** The method that is the same without the input as a factor; absent where it is none that multiplies, or nothing measures it. */
  readonly unmultiplied?: string;
}

/** The commands that repeat a run. */
export interface Commands {
  readonly run: string;
  /** Each check alone. */
  readonly checks: readonly { readonly method: string; readonly check: string; readonly command: string }[];
}

/** Everything of a run but what it found: with the findings it makes the report. JSON values. */
export interface RunFacts
  extends Pick<
    Report,
    'version' | 'engine' | 'startedAt' | 'model' | 'cost' | 'skipped' | 'accuracy' | 'networks'
  > {
  readonly kind: 'run';
  readonly plan: Plan;
  readonly inputs: readonly InputReport[];
  /** Those that are judged. */
  readonly methods: readonly MethodFacts[];
  /** The name that the network's own derivative has in the lines; absent in those of earlier versions. */
  readonly derivative?: string;
  /** By check, in the order of the plan. */
  readonly conditions: Readonly<Record<string, readonly Condition[]>>;
  /** Standard deviation of the trained logits: the unit of their shifts. */
  readonly logitSpread: number;
  /** Largest less smallest of the trained logits; absent where an earlier version has not written it. */
  readonly logitRange?: number;
  /** Whether the model has batch normalisations. */
  readonly normalised: boolean;
  /** Mean share of the pixels of an input that are those of the baseline, 0 to 1; absent in lines of earlier versions. */
  readonly structuralZeros?: number;
  /** Inputs to a chunk. */
  readonly chunk: number;
  readonly training: readonly TrainingReport[];
  /** Of what came before the first explanation. */
  readonly notices: readonly Notice[];
  readonly commands: Commands;
}
