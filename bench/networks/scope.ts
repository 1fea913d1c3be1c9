import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

export type Shapes = ReadonlyMap<string, readonly number[]>;

/** Hands out weights under names that are numbered in the order in which a network asks for them. */
export class Scope {
  private count = 0;
  private readonly weight: (name: string, shape: number[]) => Tensor;

  private constructor(weight: (name: string, shape: number[]) => Tensor) {
    this.weight = weight;
  }

  /** Notes the shapes that are asked for, and gives out fills. */
  static declaring(shapes: Map<string, readonly number[]>): Scope {
    return new Scope((name, shape) => {
      shapes.set(name, shape);
      return tf.fill(shape, 0);
    });
  }

  static reading(weights: ReadonlyMap<string, Tensor>): Scope {
    return new Scope((name) => weights.get(name)!);
  }

  /** The weights of the next layer, for example `conv7/kernel` and `conv7/bias`. */
  layer<Part extends string>(kind: string, parts: Readonly<Record<Part, number[]>>): Record<Part, Tensor> {
    const layer = `${kind}${++this.count}`;
    const made = Object.entries<number[]>(parts).map(([part, shape]) => {
      return [part, this.weight(`${layer}/${part}`, shape)];
    });
    return Object.fromEntries(made);
  }
}
