import type { Tensor } from '@tensorflow/tfjs-core';
import type { Weights } from '../model/model.ts';
import type { Device } from './devices/device.ts';

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

export interface ProgramSource {
  /** For messages, for example `gradient under rule guided`. */
  readonly name: string;
  readonly fn: TensorFunction;
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Shape of every weight that `fn` may read, by name. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
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
  dispose(): Promise<void>;
}

/** Runs tensor functions. `compiled` and `eager` give the same numbers; see docs/engine.md. */
export interface Engine {
  readonly name: 'compiled' | 'eager';
  /** What computes: `onnxruntime`, `cpu`, `tensorflow` ... */
  readonly backend: string;
  /**
   * Of the compiled engine: whether convolutions run as operators of ONNX, `public`, or as ONNX Runtime's own ones in blocks
   * of channels, `blocked`.
   */
  readonly operators?: 'public' | 'blocked';
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
