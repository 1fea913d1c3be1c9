/** The name of the format of TensorFlow.js graph models. */
export const GRAPH_MODEL = 'tfjs-graph-model';
