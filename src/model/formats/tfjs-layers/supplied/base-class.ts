import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { JsonObject } from '../../../json-values.ts';

export type Shape = (number | null)[];

/** A layer of TensorFlow.js as a class to derive from, with what every such class has. */
export type LayerClass = {
  // Settings are read from a file, and what the class makes of them is its own.
  new (settings: Record<string, unknown>): layers.layers.Layer & Record<string, unknown>;
  readonly className: string;
};

/** The class that TensorFlow.js builds for a Keras layer of this name; it exports none by itself. */
export function layerClass(name: string): LayerClass {
  // Classes are registered when the library is loaded, which the import above makes sure of.
  void layers.layers;
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  return classNameMap[name][0] as unknown as LayerClass;
}

/** A layer that is computed here for some of its settings, since TensorFlow.js computes them otherwise or not at all. */
export interface Supplied {
  /** Class of Keras. */
  readonly kind: string;
  /** Settings that are computed here. */
  readonly settings: readonly string[];
  /** The class that takes its place for a config. */
  readonly layer: { readonly className: string };
  /** Whether a config, as Keras writes it, asks for it. */
  applies(config: JsonObject): boolean;
}

/** Makes a class known to TensorFlow.js, so that it can be built from a topology. */
export function register(layer: { readonly className: string }): void {
  tf.serialization.registerClass(layer as never);
}

/** Sizes as a list, which may be written as one number. */
export const listOf = (value: unknown, length: number): number[] =>
  Array.isArray(value) ? value.map(Number) : new Array<number>(length).fill(Number(value ?? 1));
