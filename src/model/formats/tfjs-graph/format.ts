import { isObject, type JsonObject } from '../../json-values.ts';
import type { ModelFormat } from '../format.ts';
import { documentOf, MODEL_JSON } from '../tfjs-files/document.ts';
import { GRAPH_MODEL } from './name.ts';

/** TensorFlow graphs (SavedModels, TF-Hub modules, frozen graphs) as tensorflowjs_converter writes them. */
export const TFJS_GRAPH_MODEL: ModelFormat = {
  name: GRAPH_MODEL,
  ...MODEL_JSON,
  recognises: async (file) => isGraph((await documentOf(file)).content),
  read: async (file, options) => {
    // Only graph models need the converter.
    const { loadGraphModel } = await import('./graph-model.ts');
    return loadGraphModel(await documentOf(file), file.given, options);
  },
};

/** A converted graph is a list of nodes where a layers model has layers. */
function isGraph({ format, modelTopology }: JsonObject): boolean {
  return format === 'graph-model' || (isObject(modelTopology) && Array.isArray(modelTopology.node));
}
