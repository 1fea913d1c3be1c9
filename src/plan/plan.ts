import { OPTIONS, only } from '../config/options/list.ts';
import type { Decides, Option, PlannedOf } from '../config/options/option.ts';
import type { Look } from '../statistics/looks.ts';
import type { PlannedProfile } from './profile.ts';
import type { TrainingPlan } from './training.ts';

export * from '../config/options/choices.ts';

/** What still passes, for one metric at one stage of one check. */
export interface Gate {
  /** Name of the check. */
  readonly order: string;
  /** The name of a stage, or what the check calls one: `output`, `full`, `input`, `middle`, `each`. */
  readonly stage: string;
  readonly metric: string;
  /** The methods that it is about: those whose maps have signs, or those whose maps have none; absent for all. */
  readonly only?: 'signed' | 'unsigned';
  /** The largest retained similarity, between 0 and 1; absent where the check asks for the least. */
  readonly maximum?: number;
  /** The least, of a check under which maps have to stay or to beat a control. */
  readonly minimum?: number;
}

/**
 * Everything a run needs, resolved, defaults filled in, frozen; printed in the report. JSON values only. Here stands what
 * is found out for the run; the rest are options as they were given, or their defaults.
 */
export interface Plan extends PlannedOf<typeof OPTIONS> {
  readonly model: string;
  readonly inputs: string;
  readonly labels: string | null;
  /** One of PREPROCESSES, mean and SD, or `custom`. */
  readonly preprocess: string;
  /** Resolved settings of every method, by method name, in the order of the report. */
  readonly methods: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Names of the checks. */
  readonly orders: readonly string[];
  readonly metrics: readonly string[];
  readonly gates: readonly Gate[];
  /** Names or indices of the classes whose inputs are used, or null for all. */
  readonly classes: readonly string[] | null;
  /** The networks that were given beside the model; absent where none is used. */
  readonly replica?: readonly string[];
  /** Names of the layers to randomise, or null for all. */
  readonly layers: readonly string[] | null;
  /** What is randomised together: `layer`, `block`, or a regular expression. */
  readonly group: string;
  /** The groups that come of it, from output to input; `layers` are the names of a group's layers. */
  readonly groups: readonly { readonly name: string; readonly layers: readonly string[] }[];
  /** Where the random values of every weight come from, in words, by weight name. */
  readonly randomization: Readonly<Record<string, string>>;
  /** What computes: `onnxruntime` of the compiled engine; `cpu`, `tensorflow` or the name of another one of the eager engine. */
  readonly backend: string;
  /** What is computed on: `cpu`, `webgpu` or `cuda`. */
  readonly device: string;
  readonly threads: number;
  readonly batch: number;
  /** Whether stages share what is the same in them. */
  readonly reuse: boolean;
  /** How many inputs keep their maps for figures. */
  readonly pictures: number;
  /** Inputs and draws of every look, of a plan that stops when it is decided. */
  readonly looks?: readonly Look[];
  /** How networks are trained; absent where none is. */
  readonly training?: TrainingPlan;
  /** The profile that its checks came with; absent where all were asked for by name. */
  readonly profile?: PlannedProfile;
}

/** What a plan has beside options. */
const FOUND: Readonly<Record<Exclude<keyof Plan, keyof typeof OPTIONS>, Pick<Option, 'decides'>>> = {
  groups: { decides: 'scores' },
  randomization: { decides: 'scores' },
  looks: { decides: 'scores' },
  profile: { decides: 'nothing' },
};

/** What of a plan decides one of some things; keys that nobody knows, of a plan of another version, are part of it. */
export function planPart(plan: Plan, decides: readonly Decides[]): Record<string, unknown> {
  return only(decides, plan, { ...OPTIONS, ...FOUND });
}
