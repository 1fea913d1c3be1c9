import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../errors.ts';
import type { ModelDocument } from '../formats/tfjs-files/document.ts';
import { shapeOf } from '../formats/tfjs-graph/attributes.ts';
import { type Executable, executable } from '../formats/tfjs-graph/converter.ts';
import { type GraphNode, parseGraph } from '../formats/tfjs-graph/graph-def.ts';
import { requireSupported } from '../formats/tfjs-graph/refusals.ts';
import { type Port, type Signature, signatureOf } from '../formats/tfjs-graph/signature.ts';
import type { StoredConstant } from '../formats/tfjs-graph/stored-constants.ts';
import { isObject, shown } from '../json-values.ts';
import type { Site } from '../model.ts';
import { ensureBackend } from '../run/ensure-backend.ts';
import { shapesOf } from '../run/shapes.ts';
import type { EmbeddingTable } from '../tokens.ts';
import { type Constants, constantsOf } from './constants.ts';
import { flowTo, reachable } from './data-flow.ts';
import { embeddingOf, type GraphEmbedding } from './embedding.ts';
import { type FinalActivation, finalActivation } from './final-activation.ts';
import { unitsOf } from './layer-groups.ts';
import { type GraphNormalisations, graphNormalisations } from './moments.ts';
import { nameUnits } from './names.ts';
import { candidatesOf, classScores, type GraphInput, inputOf, requireNumbers } from './outputs.ts';
import { layerNames, type Place, placesOf, sitesOf } from './sites.ts';

/** The part of a graph that gives the class scores, ready to run. */
export interface Explained extends Constants {
  /** Of the network behind the embedding, where there is one. */
  readonly input: GraphInput;
  /** What indices of which shape are looked up in; null where the input is numbers. */
  readonly embedding: { readonly table: EmbeddingTable; readonly shape: readonly number[] } | null;
  /** The name of the output that holds the class scores. */
  readonly output: string;
  /** Number of values of that output. */
  readonly values: number;
  readonly removed: FinalActivation | null;
  readonly places: readonly Place[];
  readonly sites: readonly Site[];
  readonly graph: Executable;
  readonly normalisations: GraphNormalisations;
}

type Stored = ReadonlyMap<string, StoredConstant>;

/** Finds the class scores of a graph model and what they are made of. */
export function explainedOutput(document: ModelDocument, constants: Stored, name?: string): Explained {
  const { content, path } = document;
  const { modelTopology } = content;
  if (!isObject(modelTopology)) {
    throw new InputError({
      thing: `${path}: modelTopology`,
      expected: 'an object',
      found: shown(modelTopology),
    });
  }
  const graph = parseGraph(modelTopology, path);
  const signature = signatureOf(content, graph, path);
  const candidates = candidatesOf(signature.outputs, name, path);
  ensureBackend();
  const seen = candidates.map((port) => {
    const made = prepare(port, signature, constants, path);
    return { key: port.key, shape: made.outputShape, made: made.explained };
  });
  return classScores(seen, path);
}

function prepare(output: Port, signature: Signature, constants: Stored, path: string) {
  const needed = reachable(output.node, path);
  requireSupported(needed, path);
  const given = inputOf(signature.inputs, new Set(needed), path);
  requireFed(needed, given.node, path);
  requireStored(needed, constants, path);
  const whole = flowTo(output.node, given.node, path);
  const embedding = embeddingOf(whole, given.node, constants, path);
  if (!embedding) requireNumbers(given, path);
  const flow = embedding?.flow ?? whole;
  const input = embedding ? behind(embedding, given) : given;
  const split = constantsOf(flow, constants);
  const removed = finalActivation(output.node, flow);
  const units = unitsOf(flow, split.learned);
  nameUnits(units);
  const taken = removed?.instead.op === 'Identity' ? removed.node : undefined;
  const places = placesOf(flow, units, [input.node, taken]);
  const tapped = new Set(places.map(({ node }) => node));
  const parts = { flow, input: input.node, output, removed, tapped };
  const made = executable(parts, path);
  const stated = statedBatch(given.node);
  const shapes = shapesOf(made, { shape: input.shape, stated }, () => tensorsOf(flow.order, constants), path);
  const values = shapes.output.shape.at(-1) ?? 0;
  const sites = sitesOf(flow, places, shapes);
  const explained: Explained = {
    ...split,
    input,
    embedding: embedding && { table: embedding.table, shape: given.shape },
    output: output.key,
    values,
    removed,
    places,
    sites,
    graph: made,
    normalisations: graphNormalisations(parts, split.learned, layerNames(places), path),
  };
  return { explained, outputShape: shapes.output.shape };
}

/** The batch size that a placeholder states; null where it is open. */
function statedBatch({ attr }: GraphNode): number | null {
  const shape = isObject(attr.shape) ? shapeOf(attr.shape.shape) : undefined;
  return shape?.[0] ?? null;
}

/** The output of an embedding as the input of what follows. */
function behind({ node, table }: GraphEmbedding, { key, shape }: GraphInput): GraphInput {
  return { key, node, shape: [...shape, table.shape[1]] };
}

/** Placeholders that are no input of the signature would be missing at every run. */
function requireFed(needed: readonly GraphNode[], input: GraphNode, path: string): void {
  const other = needed.find((node) => node.op === 'Placeholder' && node !== input);
  if (!other) return;
  const found = `${input.name} and ${other.name}`;
  throw new InputError({ thing: path, expected: 'a model with one input', found });
}

/** Every constant must be in the weight files, in the shape that the graph gives it. */
function requireStored(needed: readonly GraphNode[], constants: Stored, path: string): void {
  for (const { name, op, attr } of needed) {
    if (op !== 'Const') continue;
    const stored = constants.get(name);
    if (!stored) {
      const thing = `${path}: weightsManifest`;
      throw new InputError({ thing, expected: 'every constant of the graph', found: `none for ${name}` });
    }
    const tensor = isObject(attr.value) && isObject(attr.value.tensor) ? attr.value.tensor : {};
    const shape = shapeOf(tensor.tensorShape);
    if (!shape || `${shape}` === `${stored.shape}`) continue;
    const expected = `shape [${shape}], as the graph has it`;
    throw new InputError({ thing: `${path}: weight ${name}`, expected, found: `[${stored.shape}]` });
  }
}

function tensorsOf(order: readonly GraphNode[], constants: Stored): Map<GraphNode, Tensor> {
  return new Map(
    order.flatMap((node) => {
      const stored = node.op === 'Const' && constants.get(node.name);
      return stored ? [[node, tf.tensor(stored.values, [...stored.shape], stored.dtype)] as const] : [];
    }),
  );
}
