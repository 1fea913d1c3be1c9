import type { Model } from '../model.ts';

export interface LoadOptions {
  /**
   * Which output holds the class scores: of a layers model the name of an output or layer, of a graph model a key of its
   * signature or the name of a node. By default the only one that is a vector per input.
   */
  readonly output?: string;
  /** Which input is explained, where there are several: its name. Of ONNX models alone. */
  readonly input?: string;
  /** What the other inputs are given, by their names: one number everywhere, or an array. Of ONNX models alone. */
  readonly set?: Readonly<Record<string, number | GivenArray>>;
  /**
   * Extents for axes that the file leaves open, in their order; a single number is for all of them. Of ONNX models alone.
   */
  readonly size?: number | readonly number[];
}

/** Numbers for an input that is not explained. */
export interface GivenArray {
  /** With the batch axis or without. */
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** A file that may hold a model, opened so far that formats can tell whether it is theirs. */
export interface OpenedFile {
  /** What its user gave: the file itself, or the folder that it lies in. */
  readonly given: string;
  /** The path of the file, for messages. */
  readonly path: string;
  /** The extension, in lower case, with its dot; empty where there is none. */
  readonly extension: string;
  /** Size in bytes. */
  readonly bytes: number;
  /** Its first bytes, some hundreds at most. */
  readonly head: Buffer;
  /** The last bytes, where a zip archive lists its members. */
  readonly tail: Buffer;
  /** The format that its extension stands for where the bytes do not tell; null where that is not known. */
  readonly namedLike: string | null;
}

/** How models of a format are recognised. */
interface Recognisable {
  /** Names of the file that is looked for in a folder, where users may give the folder. */
  readonly fileNames: readonly string[];
  /** Endings, with their dots, that are taken for the format where the bytes do not tell. */
  readonly extensions: readonly string[];
  /** Whether a file is the format's. Throws InputError for a file that cannot be read or is damaged beyond telling. */
  recognises(file: OpenedFile): boolean | Promise<boolean>;
}

/**
 * A file format that models are read from. It is named in `registry.ts` and nowhere else: what other code needs to know
 * of a format the models say that it reads. They also know how they are written (`Model.serialise`).
 */
export interface ModelFormat extends Recognisable {
  /** The value of `Model.format`, for example `tfjs-layers-model`. */
  readonly name: string;
  /** Which of the options that not every format has it takes. */
  readonly takes?: readonly ('input' | 'set' | 'size')[];
  /** What users may give, for messages. */
  readonly accepted: {
    /** For example `a TensorFlow.js model`. */
    readonly model: string;
    /** For example `a model.json or a folder that contains one`. */
    readonly files: string;
  };
  /** Reads the model whole. Throws InputError, which names the entry or the part at fault. */
  read(file: OpenedFile, options: LoadOptions): Promise<Model>;
}

/** A file format of other tools, which is recognised and refused with the command that converts it. */
export interface ForeignFormat extends Recognisable {
  /** Words for people, for example `a Keras HDF5 file`. */
  readonly name: string;
  /** How this tool gets to load a file or folder of it: sentences with commands. */
  convert(path: string): string;
}

export type KnownFormat = ModelFormat | ForeignFormat;

export const isForeign = (format: KnownFormat): format is ForeignFormat => 'convert' in format;
