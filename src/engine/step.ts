import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import type { KernelCall } from './corrections/interception.ts';

/** A tensor that a kernel reads. */
export interface Operand {
  readonly shape: readonly number[];
  /** The step that made it; null for weights and constants. */
  readonly from: Step | null;
}

/** Where a kernel stands in the forward pass. */
export interface Place {
  /** Number of kernels of the same name before it, from the input: 0 for the first. */
  readonly index: number;
  readonly operands: Readonly<Record<string, Operand>>;
  readonly attrs: NamedAttrMap;
}

/** One kernel of the forward pass, known by what it came from. Compared by identity. */
export interface Step extends Place {
  readonly kernel: string;
}

/** The name of a step in its forward pass: the same for the same function, whatever its batch. */
export const nameOfStep = ({ kernel, index }: Step): string => `${kernel} ${index}`;

/** The kernel of the step that makes the explained input. */
export const INPUT = 'Input';

/** The forward pass so far: which step made a tensor. */
export class Steps {
  readonly #makers = new WeakMap<Tensor, Step>();
  readonly #counts = new Map<string, number>();

  /** With the tensor that is explained, so that what depends on it is told from weights and constants. */
  constructor(input?: Tensor) {
    if (input) this.#makers.set(input, { kernel: INPUT, index: 0, operands: {}, attrs: {} });
  }

  /** The step of a kernel about to run. */
  next({ kernelName: kernel, inputs, attrs }: KernelCall): Step {
    const index = this.#counts.get(kernel) ?? 0;
    this.#counts.set(kernel, index + 1);
    const operands = Object.fromEntries(
      Object.entries(inputs).flatMap(([name, tensor]) =>
        tensor == null
          ? []
          : [[name, { shape: tensor.shape, from: this.#makers.get(tensor as Tensor) ?? null }] as const],
      ),
    );
    return { kernel, index, operands, attrs };
  }

  /** A copy comes from where its original does. */
  copied({ inputs: { x } }: KernelCall, output: Tensor | Tensor[]): Tensor | Tensor[] {
    const step = this.#makers.get(x as Tensor);
    if (step) this.made(step, output);
    return output;
  }

  made(step: Step, output: Tensor | Tensor[]): void {
    for (const tensor of [output].flat()) this.#makers.set(tensor, step);
  }
}
