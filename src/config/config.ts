import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { CustomMethod } from '../attribution/custom-method.ts';
import type { Status } from '../harness/report.ts';
import type { Preprocess } from '../inputs/preprocess.ts';
import type { Model } from '../model/model.ts';
import type { BatchNormMode, ChannelOrder, InitializerChoice, Sample, Target } from './plan.ts';
import type { TrainingConfig } from './training.ts';

/** Inputs that are already in memory and scaled as the model expects them. */
export interface InputArrays {
  /** Flat, row-major, [count, ...shape]. */
  readonly values: Float32Array | readonly number[];
  /** Shape of one input without the batch axis: [H, W, C] or [features]. */
  readonly shape: readonly number[];
  /** Class index of every input, null where unknown. */
  readonly labels?: readonly (number | null)[];
}

/** A built-in method by name with settings that replace its defaults, for example `{ name: 'smoothgrad', draws: 20 }`. */
export interface MethodSettings {
  readonly name: string;
  readonly [setting: string]: unknown;
}

/** `paper`, `all`, `controls`, names with commas between them, or a list of names, settings and methods of one's own. */
export type MethodChoice = string | readonly (string | MethodSettings | CustomMethod)[];

/** The largest retained similarity that still passes, for one metric at one stage. */
export interface GateChoice {
  /** `cascade` by default. */
  readonly order?: string;
  /** `output` (the first stage), `full` (the last), or the name of a stage. */
  readonly stage: string;
  readonly metric: string;
  /** Between 0 and 1; .5 by default. */
  readonly maximum?: number;
}

/** A verdict that is expected, and why: what is known and accepted, in words for whoever reads the suite. */
export interface Expectation {
  readonly status: Status;
  /** Never empty. Shown beside the test. */
  readonly reason: string;
}

/** What maps are made of: the part of a configuration that `explain` reads. */
export interface ExplainConfig {
  /** Path of a model.json or of the folder that holds it, or a model that is already loaded. Never changed. */
  readonly model: string | LayersModel | Model;
  /** Which output holds the class scores: the name of an output or layer. By default the only one that is a vector per input. */
  readonly output?: string;
  /** A folder of images, a .npy file, or arrays. */
  readonly inputs: string | InputArrays;
  /** Path of a labels.json, or the class index of every input. By default the inputs' own folders, where there are any. */
  readonly labels?: string | readonly (number | null)[];
  /** `unit` (x / 255, the default), `tf` ([-1, 1]), `imagenet` (mean and SD), `raw`, or a function. Not used on arrays. */
  readonly preprocess?: Preprocess;
  /**
   * Order of the channels of a colour image: `rgb` (the default), or `bgr` for a model that was trained on what OpenCV reads.
   * The last step, after the preprocessing, which scales red, green and blue. Used wherever `preprocess` is.
   */
  readonly channels?: ChannelOrder;
  /**
   * `paper` by default: the methods of Adebayo et al. 2018. Of a set (`paper`, `all`, `controls`), a method that the model does not
   * allow and one that would take more than half of the work are left out with a notice. What is named is left out only where
   * the model does not allow it, and the run is then inconclusive where nothing failed.
   */
  readonly methods?: MethodChoice;
  /** The explained class: `predicted` by the trained model (the default), the given `label`, or `repredicted`. */
  readonly target?: Target;
  /**
   * What is randomised together: `layer`, each layer alone; `block`, at most 24 blocks by names or cut points; `auto`
   * (the default), layers up to 24 of them, else blocks; or a regular expression on layer names.
   */
  readonly group?: string;
  /** Everything random derives from it. 0 by default. */
  readonly seed?: number;
  /** How many inputs are used, at most. 32 by default. */
  readonly limit?: number;
  /**
   * Which inputs are used where there are more: `even`, the first of every class in turn (the default); `first`, the first
   * of all in the order of their names, or of the file; `stratified`, as many of every class, drawn at random by the seed.
   */
  readonly sample?: Sample;
  /**
   * Only inputs of these classes: names of class folders, or class indices, as a list or with commas. All by default. A
   * class of which there is no input is an error.
   */
  readonly classes?: string | readonly (string | number)[];
  /** `compiled` (ONNX Runtime, the default) or `eager` (a TensorFlow.js backend). */
  readonly engine?: 'compiled' | 'eager';
  /** Backend of the eager engine: `auto` (the default), `cpu`, `node` or `gpu`. */
  readonly backend?: string;
  /**
   * What the compiled engine computes on: `cpu` (the default), `webgpu` (a GPU through Vulkan, Metal or Direct3D) or `cuda`
   * (one of NVIDIA). A device that is not there is an error, never replaced.
   */
  readonly device?: 'cpu' | 'webgpu' | 'cuda';
  /**
   * ONNX Runtime's own blocked convolutions in the compiled engine on the CPU: `auto` (the default), where a probe finds them equal to
   * the operators of ONNX; `off`, never.
   */
  readonly blocked?: 'auto' | 'off';
  /** Threads of the compiled engine. By default the number of available cores, which is also the most. */
  readonly threads?: number;
  /** Inputs per forward and backward pass. By default 32, or fewer where memory or the number of inputs asks for fewer. */
  readonly batch?: number;
  /** Whether stages share what is the same in them. True by default; false computes everything anew, to compare. */
  readonly reuse?: boolean;
}

/** What the user asks of a run. Everything but `model` and `inputs` has a default. */
export interface Config extends ExplainConfig {
  /** `cascade` by default; also `bottom-up`, `independent`, `labels`. A list, or names with commas between them. */
  readonly orders?: string | readonly string[];
  /** Names of similarity metrics, as a list or with commas; by default the three that are gated and HOG. */
  readonly metrics?: string | readonly string[];
  /** By default abs Spearman, signed Spearman and SSIM at the `output` and the `full` stage of the cascade, each at most .5. */
  readonly gates?: readonly GateChoice[];
  /** Coverage of the intervals, between .5 and 1. .95 by default. */
  readonly confidence?: number;
  /** Independent re-initializations. 5 by default; with 1 nothing can be decided. */
  readonly draws?: number;
  /**
   * A first look: 8 inputs and 3 draws where no other numbers are given, and only the stages that carry gates. False by
   * default.
   */
  readonly quick?: boolean;
  /** What networks are trained on, and how. The order `labels` needs it. */
  readonly training?: TrainingConfig;
  /** Names of the layers to randomise, as a list or with commas; all by default. */
  readonly layers?: string | readonly string[];
  /** Where random values come from; `own` by default. */
  readonly initializer?: InitializerChoice;
  /** What randomization does to BatchNorm statistics; `initialise` by default. */
  readonly batchNorm?: BatchNormMode;
  /** How many inputs keep their maps for figures. By default 6, fewer where their maps would take more than 384 MB. */
  readonly pictures?: number;
  /** Over every figure of the run, in place of what it shows and the name of the model. */
  readonly title?: string;
  /** Folder for the report and its figures. Without it nothing is written. */
  readonly out?: string;
  /**
   * How results are told: `terminal` (the default), `github`, `json`, `junit`, `gitlab`, `tap`, `markdown`, as a list or
   * with commas. `junit=report.xml` writes to a file; of what is printed, only `terminal` and `github` go together.
   * Read by the command line.
   */
  readonly reporter?: string | readonly string[];
  /**
   * Path of the report.json of an earlier run. Verdicts that got worse and retained similarities that rose beyond their
   * joint interval are regressions: exit code 1. A baseline of another version, model, inputs or plan is refused. False
   * for none, whatever the configuration file says.
   */
  readonly baseline?: string | false;
  /** Continues the run that was interrupted in `out`. */
  readonly resume?: boolean;
  /** No progress on standard error. Read by the command line. */
  readonly quiet?: boolean;
  /** Counts inconclusive checks as passed in the exit code and in the vitest suite. */
  readonly allowInconclusive?: boolean;
  /**
   * Verdicts that the vitest suite expects, by method or `method/order`; `passed` where nothing is said. A check that
   * meets its expectation is a passing test, any other verdict is a failing one. Say why: `{ status: 'failed', reason:
   * 'known, not shown to users' }`; a bare status is short for one whose reason the code around it tells. The command
   * line's exit code goes by the verdicts alone.
   */
  readonly expected?: Readonly<Record<string, Status | Expectation>>;
}

/**
 * Returns its argument. Gives a configuration file completion and type checks:
 * `export default defineConfig({ model: 'model', inputs: 'images' })`.
 */
export function defineConfig(config: Config): Config {
  return config;
}
