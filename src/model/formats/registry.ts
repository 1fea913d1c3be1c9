import { FOREIGN_FORMATS, PROTOCOL_BUFFER } from './foreign/formats.ts';
import type { KnownFormat } from './format.ts';
import { ONNX_FORMAT } from './onnx/format.ts';
import { TFJS_GRAPH_MODEL } from './tfjs-graph/format.ts';
import { TFJS_LAYERS_MODEL } from './tfjs-layers/format.ts';

/**
 * The formats of models, in the order that they are asked in: those that first bytes tell come first. A TensorFlow.js
 * layers model comes last, since every JSON document is taken for one, and its reader says what is missing.
 */
export const MODEL_FORMATS: readonly KnownFormat[] = [
  ...FOREIGN_FORMATS,
  ONNX_FORMAT,
  PROTOCOL_BUFFER,
  TFJS_GRAPH_MODEL,
  TFJS_LAYERS_MODEL,
];
