import type { ModelFormat } from '../format.ts';
import { documentOf, MODEL_JSON } from '../tfjs-files/document.ts';
import { LAYERS_MODEL } from './name.ts';

/** Keras 2 networks as tensorflowjs_converter or `save` of a tf.LayersModel writes them. */
export const TFJS_LAYERS_MODEL: ModelFormat = {
  name: LAYERS_MODEL,
  ...MODEL_JSON,
  // Every JSON object is taken for one: what is missing is said where it is read.
  recognises: async (file) => {
    await documentOf(file);
    return true;
  },
  read: async (file, options) => {
    const { readLayersModel } = await import('./read.ts');
    return readLayersModel(await documentOf(file), file.given, options);
  },
};
