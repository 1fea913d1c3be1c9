import { InputError } from '../../../errors.ts';
import { isObject, type JsonObject, shown } from '../../json-values.ts';
import type { ModelDocument } from '../tfjs-files/document.ts';

const EXPECTED = 'a TensorFlow.js layers model';
const CONVERT = 'Convert the Keras 2 model with tensorflowjs_converter --output_format=tfjs_layers_model.';

/** The layer topology of a document. Throws InputError for other kinds of model, naming the kind. */
export function layersTopology({ path, content }: ModelDocument): JsonObject {
  const reject = (found: string, hint?: string): never => {
    throw new InputError({ thing: path, expected: EXPECTED, found, hint });
  };
  const topology = content.modelTopology;
  if (!isObject(topology)) {
    const found = `modelTopology: ${shown(topology)}`;
    return 'class_name' in content ? reject('a Keras topology without weights', CONVERT) : reject(found);
  }
  const config = isObject(topology.model_config) ? topology.model_config : topology;
  if (savedByKeras3(topology, config)) {
    return reject('a topology of Keras 3', `Keras 3 topologies are not supported yet. ${CONVERT}`);
  }
  if (typeof config.class_name !== 'string' || config.config === undefined) {
    return reject('a topology without class_name and config');
  }
  return topology;
}

/** Keras 3 states its version, and its input layers say `batch_shape` where Keras 2 says `batch_input_shape`. */
function savedByKeras3(topology: JsonObject, config: JsonObject): boolean {
  const version = topology.keras_version ?? config.keras_version;
  if (typeof version === 'string' && /^[3-9]\./.test(version)) return true;
  const inner = isObject(config.config) ? config.config.layers : undefined;
  if (!Array.isArray(inner)) return false;
  return inner.some((layer) => isObject(layer) && isObject(layer.config) && 'batch_shape' in layer.config);
}
