/** The name of the format of TensorFlow.js layers models. */
export const LAYERS_MODEL = 'tfjs-layers-model';
