import type { Tensor } from '@tensorflow/tfjs-core';
import type { Flow } from './data-flow.ts';
import type { FinalActivation } from './final-activation.ts';
import type { Operation, Reference } from './operation.ts';

/** Called with the output of an operation; what it returns takes the output's place. */
export type NodeTap = (node: Operation, output: Tensor) => Tensor;

/** Values of constants, by operation. */
export type Values = ReadonlyMap<Operation, Tensor>;

/** Where a hook is put in. */
export interface HookPlace {
  readonly node: Operation;
  /**
   * Which input of the node it is given and gives back, 0 for the product inside of a fused one; null where it takes the
   * place of the node and is given all of its inputs.
   */
  readonly input: number | null;
}

/** Called with its place's index and what it is given; gives what takes the place of that. */
export type Hook = (index: number, inputs: readonly Tensor[]) => Tensor;

/** A network that runs as a pure function. */
export interface Executable {
  /** The output for an input and the value of every constant. Synchronous. */
  run(input: Tensor, constants: Values, tap?: NodeTap): Tensor;
  /** The operation that is being run, or was run last: where an error came from. */
  running(): Operation | null;
  /** The same with hooks in some places; nothing is tapped. */
  hooked(places: readonly HookPlace[]): (input: Tensor, constants: Values, hook: Hook) => Tensor;
}

export interface ExecutableParts {
  readonly flow: Flow;
  readonly input: Operation;
  readonly output: Reference;
  readonly removed: FinalActivation | null;
  /** The operations whose outputs are shown to a tap. */
  readonly tapped: ReadonlySet<Operation>;
}

/** What a node gives for a batch. */
export interface NodeOutput {
  readonly dtype: string;
  /** The batch axis included. */
  readonly shape: readonly number[];
}

/** What the tapped operations of a network give for a batch. */
export interface NetworkShapes {
  readonly batch: number;
  readonly output: NodeOutput;
  readonly nodes: ReadonlyMap<Operation, NodeOutput>;
}
