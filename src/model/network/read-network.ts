import type { InputError } from '../../errors.ts';
import type { ModelFile, WeightSpec, Weights } from '../model.ts';
import type { LearnedConstant } from './constants.ts';
import type { Flow } from './data-flow.ts';
import type { Executable, ExecutableParts } from './executable.ts';
import type { Operation, Reference } from './operation.ts';
import type { StoredConstant } from './stored-constant.ts';

type OpenShape = readonly (number | null)[];

/** A tensor that goes in or comes out of a network, under the name that its users know it by. */
export interface Port extends Reference {
  readonly key: string;
  /** The batch axis included; undefined where the file does not say. */
  readonly shape: OpenShape | undefined;
  /** The shape that its operation states itself; undefined where it states none. */
  readonly stated: OpenShape | undefined;
}

/** How a format names what layers are made of. */
export interface Naming {
  /** The layer that the constants of a unit belong to, by their names and that of its first operation; empty for none. */
  layerOf(constants: readonly string[], node: string): string;
  /** The names of offsets that a folded normalisation leaves. */
  readonly foldedOffset: RegExp;
}

/** A network of operations as a format's reader gives it: all that the rest needs to know of its file. */
export interface ReadNetwork {
  /** The name of the format. */
  readonly format: string;
  /** What the user gave. */
  readonly source: string;
  /** The path of the file, for messages. */
  readonly path: string;
  /** What the model's hash goes over beside output and weights. JSON values. */
  readonly topology: unknown;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Every constant, in the file's order. */
  readonly constants: readonly StoredConstant[];
  readonly naming: Naming;
  /** What the user should know of the format itself, in sentences. */
  readonly notices: readonly string[];
  /** The refusal of the first of some operations that cannot be explained; null where all can. */
  refusalOf(operations: readonly Operation[]): InputError | null;
  /** Throws InputError for an input that has no gradient. */
  requireNumbers(input: Operation, thing: string): void;
  /** Throws InputError where a constant among some operations is not stored as the network has it. */
  requireStored(operations: readonly Operation[]): void;
  /** The function that carries the network out. Throws InputError for operations that are not known. */
  executable(parts: ExecutableParts): Executable;
  /** How a weight is drawn anew by default, and how much its units read; left out where the format does not tell. */
  readonly initialization?: (weight: LearnedConstant, flow: Flow) => Pick<WeightSpec, 'initializer' | 'fans'>;
  /** Whether its file has images and sequences with their channels first. */
  readonly channelsFirst?: boolean;
  /** Whether its input, of numbers, is a sequence [steps, features]. */
  readonly sequence?: boolean;
  /** Of indices: those that no input may hold, because the network treats them apart from others. */
  readonly apart?: readonly number[];
  /** Whether the places where Grad-CAM may look are found from the data flow, where names and kinds tell nothing. */
  readonly findsPlanes?: boolean;
  /** The files of the network with other values of some constants, by name. */
  files(values: Weights): readonly ModelFile[];
}
