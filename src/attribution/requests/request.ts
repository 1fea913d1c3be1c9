import type { Batch } from '../method.ts';
import type { NoiseSource } from '../noise.ts';
import type { Pass } from '../passes/pass.ts';

/** What a pass gives for one evaluation: views that are only valid during the call. */
export type Outputs = Readonly<Record<string, Float32Array>>;

/** The inputs that a request is answered for. */
export interface Question {
  readonly inputs: Batch;
  /** Explained class of every input. */
  readonly targets: Int32Array;
  /** The same for the trained and every randomised model. */
  readonly noise: NoiseSource;
}

/** A request that is being answered: points go in one by one, image after image, and outputs come out in that order. */
export interface Answering<A> {
  /** Writes point `point` of an image to `out`. */
  fill(image: number, point: number, out: Float32Array): void;
  /** The class whose logit a point explains; the image's own where it is absent. */
  target?(image: number, point: number): number;
  /** Writes what an image is compared with at a point, where the pass compares; zeros where it is absent. */
  fillReference?(image: number, point: number, out: Float32Array): void;
  /** Writes the samples that the rules of the pass are estimated from, one after the other; zeros where it is absent. */
  fillSamples?(out: Float32Array): void;
  take(image: number, point: number, outputs: Outputs): void;
  /** The answer, once every point was taken. */
  done(): A;
}

/**
 * A quantity that methods ask for: one pass at some points for every input, folded into one answer. Requests of the same
 * key are computed once; cost, batch size, progress and what is kept between stages go by `pass`, `key` and `points` alone.
 */
export interface Request<A = unknown> {
  /** Equal for requests that ask for the same numbers. */
  readonly key: string;
  readonly pass: Pass;
  /** Evaluations of the pass for each input, 1 or more. */
  readonly points: number;
  /** Its points depend on the weights, not on inputs, classes and noise alone: nothing of it can be kept between stages. */
  readonly varies?: true;
  /**
   * Writes what the logits of a point are weighted by where they are differentiated, one number for each class; the explained class
   * alone where it is absent.
   */
  cotangent?(image: number, point: number, out: Float32Array): void;
  /** Whether it is asked for once and its answer is not kept: one of many steps of a method. */
  readonly once?: boolean;
  open(question: Question): Answering<A>;
  /** The logits [N, classes] of the inputs themselves, where the answer brings them along. */
  logitsOf?(answer: A): Float32Array;
}

/** Number of values of one input. */
export const sizeOf = ({ values, count }: Pick<Batch, 'values' | 'count'>): number => values.length / count;

/** Copies an input as it is. */
export function copyInput({ values, count }: Batch, image: number, out: Float32Array): void {
  const size = values.length / count;
  out.set(values.subarray(image * size, (image + 1) * size));
}

/** Collects an output of every evaluation, [N, ...shape of the output]. */
export class Collected {
  readonly #count: number;
  readonly #name: string;
  #values: Float32Array | null = null;

  constructor(name: string, count: number) {
    this.#name = name;
    this.#count = count;
  }

  take(place: number, outputs: Outputs): void {
    const one = outputs[this.#name];
    this.#values ??= new Float32Array(this.#count * one.length);
    this.#values.set(one, place * one.length);
  }

  get values(): Float32Array {
    return this.#values ?? new Float32Array(0);
  }
}
