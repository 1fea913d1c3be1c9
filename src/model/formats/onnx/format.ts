import type { ModelFormat, OpenedFile } from '../format.ts';
import { ONNX_MODEL } from './name.ts';

/** ONNX files, as PyTorch and other frameworks export them. */
export const ONNX_FORMAT: ModelFormat = {
  name: ONNX_MODEL,
  takes: ['input', 'set', 'size'],
  accepted: { model: 'an ONNX model', files: 'an .onnx file' },
  fileNames: ['model.onnx'],
  extensions: ['.onnx'],
  recognises,
  read: async (file, options) => {
    const { loadOnnxModel } = await import('./onnx-model.ts');
    return loadOnnxModel(file, options);
  },
};

/** IR version, then the producer's name, the graph, a text or an operator set: `08 xx 12` and so on; or by its name. */
function recognises({ head, extension, bytes }: OpenedFile): boolean {
  if (extension === '.onnx') return true;
  const version = head[0] === 0x08 && head[1] < 0x20;
  return bytes > 3 && version && extension !== '.pb' && [0x12, 0x1a, 0x3a, 0x42].includes(head[2]);
}
