import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { InputError } from '../../../errors.ts';
import { firstSentence } from '../../blame.ts';
import type { JsonObject } from '../../json-values.ts';
import { ensureBackend } from '../../run/ensure-backend.ts';
import { requireKnownSettings } from './ignored-settings.ts';
import { requireSoundGraph } from './layer-graph.ts';
import { withSupplied } from './supplied/supplied.ts';

type AddWeight = (name: string, shape: (number | null)[], ...rest: unknown[]) => layers.LayerVariable;

/** The protected method by which every layer makes its weights. */
const prototype = layers.layers.Layer.prototype as unknown as { addWeight: AddWeight };
const INITIALIZER = 1;
const zeros = { apply: (shape: number[], dtype?: tf.DataType) => tf.zeros(shape, dtype) };

/**
 * Builds a network from its topology with zeros in place of the initializers' values: random values would take seconds
 * in a large network, and the true ones are given at every call. Layers that ask for more than `capacity` numbers in
 * all are refused before anything is allocated for them.
 */
export async function buildNetwork(
  topology: JsonObject,
  capacity: number,
  thing: string,
): Promise<layers.LayersModel> {
  requireSoundGraph(topology, thing);
  requireKnownSettings(topology, thing);
  const known = withSupplied(topology);
  ensureBackend();
  const made: layers.LayerVariable[] = [];
  let left = capacity;
  const { addWeight } = prototype;
  prototype.addWeight = function (this: layers.layers.Layer, name, shape, ...rest) {
    left -= shape.reduce<number>((size, extent) => size * (extent ?? 1), 1);
    if (!(left >= 0)) {
      const expected = `weights of ${capacity} numbers in all, as stored`;
      const found = `more: its ${name} has shape [${shape}]`;
      throw new InputError({ thing: `${thing}: layer ${this.name}`, expected, found });
    }
    const variable = addWeight.call(this, name, shape, ...rest.with(INITIALIZER, zeros));
    made.push(variable);
    return variable;
  };
  let network: Promise<layers.LayersModel> | undefined;
  try {
    tf.tidy(() => {
      // The topology is turned into layers before this call returns; only the result is wrapped in a promise.
      network = layers.models.modelFromJSON({ modelTopology: known as never });
    });
  } finally {
    prototype.addWeight = addWeight;
  }
  try {
    const result = await network!;
    if (result instanceof layers.LayersModel) return result;
    throw new Error('a single layer where a model was expected');
  } catch (cause) {
    for (const variable of made) variable.dispose();
    if (cause instanceof InputError) throw cause;
    throw unbuildable(thing, cause);
  }
}

const unbuildable = (thing: string, cause: unknown): InputError =>
  new InputError(
    { thing, expected: 'a topology that TensorFlow.js can build', found: firstSentence(cause) },
    { cause },
  );
