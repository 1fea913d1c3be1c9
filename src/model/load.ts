import type { GivenArray, LoadOptions } from './formats/format.ts';
import { readModel } from './formats/read-model.ts';
import { MODEL_FORMATS } from './formats/registry.ts';
import type { Model } from './model.ts';

export type { GivenArray, LoadOptions };

/**
 * Loads an ONNX model from its file, or a TensorFlow.js layers model or graph model from its model.json or the folder that
 * contains one. Reads nothing outside of that folder. Throws InputError, which names the entry or file at fault, for anything that is not such a model whole.
 */
export async function loadModel(path: string, options: LoadOptions = {}): Promise<Model> {
  return readModel(path, options, MODEL_FORMATS);
}
