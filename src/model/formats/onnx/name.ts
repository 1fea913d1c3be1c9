/** The name of the format, as models say it. */
export const ONNX_MODEL = 'onnx';
