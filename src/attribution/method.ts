import type { Model } from '../model/model.ts';
import type { View } from '../similarity/metric.ts';
import type { BoundModel } from './bound-model.ts';
import type { Maps } from './maps.ts';
import type { NoiseSource } from './noise.ts';
import type { Fill } from './requests/fills.ts';
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
  /** The inputs of the whole run, at most 100 of them: what methods draw references from or estimate patterns from. */
  readonly background?: { readonly count: number; readonly values: Float32Array };
  /** By channel, what the preprocessing makes of black and white, or what the inputs of the run span; absent for tables. */
  readonly range?: { readonly low: readonly number[]; readonly high: readonly number[] };
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

/** What a method's values are to sum to: the explained logit S, max(S, 0), or 1. */
export type Conserved = 'logit' | 'positive-logit' | 'one';

/** Passes that one map takes. */
export interface Cost {
  readonly forwards: number;
  readonly backwards: number;
}

/** Facts about a method that the harness and the report act on; nothing switches on a method's name. */
export interface MethodTraits {
  /** Uses noise: its ceiling is measured with other noise. */
  readonly stochastic: boolean;
  /** Code that nobody here knows: it may mix up the inputs that it is given together. */
  readonly mixesInputs?: boolean;
  /** Its maps contain the input as a factor, so they resemble it whatever the weights are. */
  readonly multipliesByInput: boolean;
  /** Its values say how much, never which way: its signed plane is its abs plane. */
  readonly unsigned: boolean;
  /**
   * The plane by which its pixels are ranked: `signed` where a value is a contribution, so that a negative one speaks against
   * the class, `abs` where it is a sensitivity.
   */
  readonly ranks: View;
  /**
   * Its rules multiply by what enters a layer, the first one too: a constant that is taken off the input before that layer is not the
   * same to them as one in its bias.
   */
  readonly readsLayerInputs: boolean;
  /** Needs inputs with rows and columns. */
  readonly needsSpatial: boolean;
  /** Where it needs those, takes the steps of a sequence for them too. */
  readonly spansSteps: boolean;
  /** The plain derivative of the logit: it is run beside every other method, as the measure of what can change. */
  readonly derivative: boolean;
  /** Needs a network with ReLU units: there is nothing that its rule acts on elsewhere. */
  readonly needsRelu: boolean;
  /** Needs a network with a convolutional layer. */
  readonly needsConvolution: boolean;
  /** A known-bad explanation, to show that the checks catch it. */
  readonly control: boolean;
  /** Its values sum to S(x) - S(baseline), up to the error of its quadrature. */
  readonly complete: boolean;
  /** What its values sum to, up to what the network's biases take; null where they are not meant to sum to anything. */
  readonly conserves: Conserved | null;
  /**
   * Passes that one map takes at its settings, for an input of 224 x 224 pixels where their number depends on that. Null where
   * it is not known: of functions of the user's own, and where it takes one pass a class or a channel.
   */
  readonly cost: Cost | null;
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

/** Another value of one setting. */
export interface Neighbour {
  readonly setting: string;
  readonly value: unknown;
}

export interface Method extends MethodTraits {
  readonly name: string;
  /** Resolved settings, printed in the report. JSON values. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What it will ask for, known beforehand: for cost, batch size and sharing. Throws InputError where the model does not fit. */
  requests(model: Model): readonly Request[];
  /** Evaluations for each input that it may ask for beyond `requests`; 0 where it is not said, Infinity where it cannot know. */
  readonly furtherPoints?: number;
  /** What a complete method compares the input with, as a fill or as what writes it for an image; `black` where it is absent. */
  readonly baseline?: Fill | ((inputs: Batch) => (image: number, out: Float32Array) => void);
  /** The same method with one setting changed, under a name that says which: `draws x2`. None where nothing is said. */
  variations?(model: Model): readonly Variation[];
  /** How many inputs of the run it compares the input with instead, all with the same weight. */
  readonly references?: number;
  /** Settings that the model decides, for example the layer that is read; they replace those of the same name. */
  resolve?(model: Model): Readonly<Record<string, unknown>>;
  /** The values that its settings are tried at where a check asks how much depends on them, one at a time; none where it is absent. */
  neighbours?(model: Model): readonly Neighbour[];
  /** Asks, again once it has answers where it must, and makes its maps of the answers. */
  explain(ask: Ask, given: Given): Maps | Promise<Maps>;
  /**
   * How a weighted sum of a map's values moves with the input: its gradient [N, ...input shape], the weights being as many as the maps'
   * values. Of methods whose maps have the input's shape and are made of gradients alone; absent for all others.
   */
  pullback?(ask: Ask, given: Given, weights: Float32Array): Promise<Float32Array>;
}

/** A method with one setting changed. */
export interface Variation {
  readonly name: string;
  readonly method: Method;
}

/** A named kind of method with its default settings. Its cost is that of these. */
export interface MethodDefinition extends MethodTraits {
  readonly name: string;
  /** One line. */
  readonly description: string;
  /** Who published it, for example `Simonyan et al. 2014`; null for a control. */
  readonly source: string | null;
  /** The set of methods that it is chosen with, for example `gradients`; null for a product of several, and for a control. */
  readonly family: string | null;
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Throws InputError for settings that it does not know or that are out of range. */
  create(settings?: Readonly<Record<string, unknown>>): Method;
}
