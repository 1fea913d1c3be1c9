import type { Model } from '../../model.ts';
import { networkModel } from '../../run/network-model.ts';
import type { LoadOptions, OpenedFile } from '../format.ts';
import { readOnnxFile } from './file/onnx-file.ts';
import { readNetwork } from './read-network.ts';

/**
 * Loads an ONNX model. Throws InputError that names the node, tensor or entry at fault for files that are damaged, and
 * for operators that are not known.
 */
export async function loadOnnxModel(opened: OpenedFile, options: LoadOptions): Promise<Model> {
  const file = await readOnnxFile(opened);
  return networkModel(readNetwork(file, opened.given, options), options.output);
}
