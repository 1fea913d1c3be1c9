import type { Model } from '../model/model.ts';
import type { View } from '../similarity/metric.ts';
import type { BoundModel } from './bound-model.ts';
import type { Maps } from './maps.ts';
import type { NoiseSource } from './noise.ts';
import type { Request } from './requests/request.ts';

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
  /** The network, whatever its weights: its layers and shapes. */
  readonly network: Model;
  /** The model with the weights under test, for methods that are not made of requests. */
  readonly model: BoundModel;
}

/** Answers a request. Methods share the arrays of an answer: they are read, never written to. */
export type Ask = <A>(request: Request<A>) => Promise<A>;

/** Facts about a method that the harness and the report act on; nothing switches on a method's name. */
export interface MethodTraits {
  /** Uses noise: its ceiling is measured with other noise. */
  readonly stochastic: boolean;
  /** Its maps contain the input as a factor, so they resemble it whatever the weights are. */
  readonly multipliesByInput: boolean;
  /** Needs inputs with rows and columns. */
  readonly needsSpatial: boolean;
  /** Its maps have no negative values, so that their signed plane is their abs plane: signed gates do not apply. */
  readonly unsigned: boolean;
  /**
   * The plane of its maps that orders pixels by their importance: `signed` for contributions, which sum to something,
   * `abs` for sensitivities.
   */
  readonly ranks: View;
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
  /** What it will ask for, known beforehand: for cost, batch size and sharing. Throws InputError where the model does not fit. */
  requests(model: Model): readonly Request[];
  /** Evaluations for each input that it may ask for beyond `requests`; 0 where it is not said, Infinity where it cannot know. */
  readonly furtherPoints?: number;
  /** The same method with one setting changed, under a name that says which: `draws x2`. None where nothing is said. */
  variations?(model: Model): readonly Variation[];
  /** Settings that the model decides, for example the layer that is read; they replace those of the same name. */
  resolve?(model: Model): Readonly<Record<string, unknown>>;
  /** Asks, again once it has answers where it must, and makes its maps of the answers. */
  explain(ask: Ask, given: Given): Maps | Promise<Maps>;
}

/** A method with one setting changed. */
export interface Variation {
  readonly name: string;
  readonly method: Method;
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
