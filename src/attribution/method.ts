import type { Model } from '../model/model.ts';
import type { BoundModel } from './bound-model.ts';
import type { Maps } from './maps.ts';
import type { NoiseSource } from './noise.ts';
import type { AnswerOf, Request } from './request.ts';

/** A batch of inputs as the model sees them. */
export interface Batch {
  readonly count: number;
  /** Without the batch axis. */
  readonly shape: readonly number[];
  /** [count, ...shape]. */
  readonly values: Float32Array;
  /** One input that means "nothing there": black in the model's own value range, of the same shape. */
  readonly baseline: Float32Array;
  /** Names of the inputs: files, or positions in an array. */
  readonly ids?: readonly string[];
}

/** What a method makes its maps from. */
export interface Given {
  readonly inputs: Batch;
  /** Explained class of every input. */
  readonly targets: Int32Array;
  /** The same for the trained and every randomised model. */
  readonly noise: NoiseSource;
  /** The model with the weights under test, for methods that are not made of requests. */
  readonly model: BoundModel;
  /** The answer to one of the method's requests. */
  answer<R extends Request>(request: R): AnswerOf[R['kind']];
}

/** Facts about a method that the harness and the report act on; nothing switches on a method's name. */
export interface MethodTraits {
  /** Uses noise: its ceiling is measured with other noise. */
  readonly stochastic: boolean;
  /** Its maps contain the input as a factor, so they resemble it whatever the weights are. */
  readonly multipliesByInput: boolean;
  /** Acts on ReLU units and is refused for a network without any. */
  readonly needsRelu: boolean;
  /** Needs inputs with rows and columns. */
  readonly needsSpatial: boolean;
  /** A known-bad explanation, to show that the checks catch it. */
  readonly control: boolean;
  /** Its values sum to S(x) - S(baseline), up to the error of its quadrature. */
  readonly complete: boolean;
  /**
   * The same method without a factor or a rule that it adds. Where a run has both, an explanation may name what is added
   * as the cause of a failure, if the twin retains clearly less.
   */
  readonly twin?: Twin;
}

/** A method's twin. */
export interface Twin {
  /** Name of the method that lacks it. */
  readonly method: string;
  /** What the method adds to its twin, as a noun: "the input as a factor". */
  readonly adds: string;
}

export interface Method extends MethodTraits {
  readonly name: string;
  /** Resolved settings, printed in the report. JSON values. */
  readonly settings: Readonly<Record<string, unknown>>;
  requests(model: Model): readonly Request[];
  /** Settings that the model decides, for example the layer that is read; they replace those of the same name. */
  resolve?(model: Model): Readonly<Record<string, unknown>>;
  combine(given: Given, model: Model): Maps | Promise<Maps>;
}

/** A named kind of method with its default settings. */
export interface MethodDefinition extends MethodTraits {
  readonly name: string;
  /** One line with the source. */
  readonly description: string;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Throws InputError for settings that it does not know or that are out of range. */
  create(settings?: Readonly<Record<string, unknown>>): Method;
}
