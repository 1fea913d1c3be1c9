import { InputError } from '../../../errors.ts';
import { isObject, shown } from '../../json-values.ts';
import type { Model } from '../../model.ts';
import type { Operation } from '../../network/operation.ts';
import type { ReadNetwork } from '../../network/read-network.ts';
import { networkModel } from '../../run/network-model.ts';
import type { LoadOptions } from '../format.ts';
import type { ModelDocument } from '../tfjs-files/document.ts';
import { converted } from './converter.ts';
import { type GraphNode, parseGraph } from './graph-def.ts';
import { graphModelFiles } from './graph-files.ts';
import { GRAPH_MODEL } from './name.ts';
import { NAMING } from './naming.ts';
import { refusalOf } from './refusals.ts';
import { requireNumbers, signatureOf } from './signature.ts';
import { readConstants, requireStored } from './stored-constants.ts';

/**
 * Loads a TensorFlow.js graph model: a SavedModel, TF-Hub module or frozen graph that was converted. Throws InputError
 * that names the node at fault for graphs with control flow, dynamic shapes or operations that the converter does not
 * know.
 */
export async function loadGraphModel(
  document: ModelDocument,
  source: string,
  options: LoadOptions = {},
): Promise<Model> {
  return networkModel(await readGraph(document, source), options.output);
}

async function readGraph(document: ModelDocument, source: string): Promise<ReadNetwork> {
  const { path } = document;
  const constants = await readConstants(document);
  const { weightsManifest: _, ...content } = document.content;
  const { modelTopology: topology } = content;
  if (!isObject(topology)) {
    const thing = `${path}: modelTopology`;
    throw new InputError({ thing, expected: 'an object', found: shown(topology) });
  }
  const graph = parseGraph(topology, path);
  const byName = new Map(constants.map((constant) => [constant.name, constant]));
  const nodes = (operations: readonly Operation[]): GraphNode[] =>
    operations.map(({ name }) => graph.get(name)!);
  return {
    ...{ format: GRAPH_MODEL, source, path, topology, constants, naming: NAMING },
    ...signatureOf(content, graph, path),
    notices: ['a graph model records no initializers: new kernels are drawn by fan, new biases are zero'],
    refusalOf: (operations) => refusalOf(nodes(operations), path),
    requireNumbers: (input, thing) => requireNumbers(nodes([input])[0], thing),
    requireStored: (operations) => requireStored(nodes(operations), byName, path),
    executable: (parts) => converted(parts, graph, path),
    files: (values) => graphModelFiles(content, constants, values),
  };
}
