import type { Tensor } from '@tensorflow/tfjs-core';
import type { Weights } from '../model/model.ts';
import type { Device } from './devices/device.ts';
import type { Kernels } from './tensorflow/choose-kernels.ts';

export type DType = 'float32' | 'int32' | 'bool';

export interface TensorSpec {
  /** The batch size included: a program is compiled for fixed shapes. */
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** A pure function of named tensors and weights. It is run (eager) or recorded once (compiled). */
export type TensorFunction = (
  inputs: Readonly<Record<string, Tensor>>,
  weights: ReadonlyMap<string, Tensor>,
) => Record<string, Tensor>;

/**
 * How late inputs and weights stay what they are, by name: a stage of level n changes nothing whose level is above n.
 * What is not named has level 0 and may change in every stage, Infinity is for what never changes.
 */
export interface Levels {
  readonly input: ReadonlyMap<string, number>;
  readonly weight: ReadonlyMap<string, number>;
}

export interface ProgramSource {
  /** For messages, for example `gradient under rule guided`. */
  readonly name: string;
  readonly fn: TensorFunction;
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Shape of every weight that `fn` may read, by name. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
  /** Allows the compiled engine to keep what a stage does not change. */
  readonly levels?: Levels;
}

export type Values = Float32Array | Int32Array;

/** A program with one weight set: what a forward or backward pass is run on. */
export interface BoundProgram {
  /** Feeds flat row-major arrays by input name; resolves to the outputs as float32 arrays of their own. */
  run(inputs: Readonly<Record<string, Values>>): Promise<Record<string, Float32Array>>;
  /** Frees what belongs to this weight set. */
  release(): Promise<void>;
}

/** A tensor function made ready to run with any weights of the same shapes. */
export interface Program {
  bind(weights: Weights): Promise<BoundProgram>;
  /** Present where the source has levels and the engine can make use of them. */
  readonly division?: Division;
  dispose(): Promise<void>;
}

/** What a run on some inputs keeps for stages that change no weight it depends on. */
export interface Kept {
  readonly bytes: number;
}

/** What stages up to a level cost in memory. */
export interface DivisionCost {
  readonly level: number;
  /** Bytes that one run keeps for the stages up to this level. */
  readonly kept: number;
  /** Most bytes that the stages of this level alone hold while they run. */
  readonly working: number;
}

/** A program that can be cut below the weights that a stage changes. */
export interface Division {
  /** `levels` ascend. Compiles nothing. */
  costs(levels: readonly number[]): readonly DivisionCost[];
  at(levels: readonly number[]): Promise<DividedProgram>;
}

/** A program cut at some levels: what lies below them all runs once, and what lies above one in every stage of that level. */
export interface DividedProgram {
  /** Computes what the stages of every level go on from. */
  keep(weights: Weights): Promise<BoundKeeping>;
  /** Computes the outputs under weights of which only those up to `level` may differ from those of the keeping. */
  resume(level: number, weights: Weights): Promise<BoundResumption>;
}

export interface BoundKeeping {
  run(inputs: Readonly<Record<string, Values>>): Promise<Kept>;
  release(): Promise<void>;
}

export interface BoundResumption {
  /** `kept` is of the same inputs. */
  run(inputs: Readonly<Record<string, Values>>, kept: Kept): Promise<Record<string, Float32Array>>;
  release(): Promise<void>;
}

/** Runs tensor functions. `compiled` and `eager` give the same numbers; see docs/engine.md. */
export interface Engine {
  readonly name: 'compiled' | 'eager';
  /** What computes: `onnxruntime`, `cpu`, `tensorflow` ... */
  readonly backend: string;
  /**
   * Of the compiled engine: whether convolutions run as operators of ONNX, `public`, or as ONNX Runtime's own ones in blocks
   * of channels, `blocked`. Of TensorFlow's library: its `default` kernels, or those `without-onednn`.
   */
  readonly operators?: 'public' | 'blocked' | Kernels;
  /** Where it computes; `cuda` also for TensorFlow's library on a GPU. */
  readonly device: Device;
  readonly threads: number;
  compile(source: ProgramSource): Promise<Program>;
  dispose(): Promise<void>;
}

/** A kernel that the compiled engine cannot lower. Carries the kernel's name, so that the fall-back can name it. */
export class UnsupportedKernelError extends Error {
  readonly kernel: string;
  constructor(kernel: string, reason: string, options?: ErrorOptions) {
    super(`kernel ${kernel} cannot be compiled: ${reason}`, options);
    this.name = 'UnsupportedKernelError';
    this.kernel = kernel;
  }
}
