import type { Tensor } from '@tensorflow/tfjs-core';
import type { Reference } from '../../../network/operation.ts';
import type { ElementType, Known, Plain } from '../operators/plain.ts';
import type { Batches, ByBatch } from './by-batch.ts';

/** The axis of a tensor that the inputs of a batch lie along. */
export interface BatchAxis {
  readonly axis: number;
  /** Its extent for one input: windows or heads may lie along it too. */
  readonly count: number;
  /** How much of that lies within an input: its numbers follow one another in steps of so many. */
  readonly inner: number;
}

/** A value of the graph as it is traced. */
export interface Traced {
  /** For an empty batch; null where the value is known, or cannot be computed. */
  readonly tensor: Tensor | null;
  /** Null where it does not depend on the batch. */
  readonly batch: BatchAxis | null;
  /** The operation that it is an output of; null where it is known. */
  readonly reference: Reference | null;
  /** Its numbers, where they are known. */
  readonly known: ByBatch | null;
  /** Its numbers, where they follow from stored numbers alone; found out when they are asked for. */
  readonly stored: (() => Plain | null) | null;
  readonly type: ElementType;
}

/** The shape of a traced value for a batch size. */
export function shapeAt({ tensor, batch, known }: Traced, batches: Batches, size: number): number[] {
  if (known) return [...(size === batches.other ? known.other : known.stated).shape];
  return tensor!.shape.map((extent, axis) => (axis === batch?.axis ? batch.count * size : extent));
}

/** What is known of a traced value for one of the two batch sizes. */
export function knownAt(value: Traced, batches: Batches, size: number): Known {
  if (value.known) return size === batches.other ? value.known.other : value.known.stated;
  return { type: value.type, shape: shapeAt(value, batches, size), values: null };
}
