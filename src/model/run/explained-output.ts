import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../errors.ts';
import type { Site, WeightSpec } from '../model.ts';
import { type Constants, constantsOf } from '../network/constants.ts';
import { flowTo, reachable } from '../network/data-flow.ts';
import { embeddingOf, type NetworkEmbedding } from '../network/embedding.ts';
import type { Executable } from '../network/executable.ts';
import { type FinalActivation, finalActivation } from '../network/final-activation.ts';
import { followedLayers } from '../network/followed.ts';
import { unitsOf } from '../network/layer-groups.ts';
import { nameUnits } from '../network/names.ts';
import type { Operation } from '../network/operation.ts';
import { candidatesOf, classScores, inputOf, type NetworkInput } from '../network/outputs.ts';
import { beforeLastMixing, withPlanes, withSteps } from '../network/planes.ts';
import type { Port, ReadNetwork } from '../network/read-network.ts';
import { layerNames, type Place, placesOf, sitesOf } from '../network/sites.ts';
import type { StoredConstant } from '../network/stored-constant.ts';
import type { EmbeddingTable } from '../tokens.ts';
import { ensureBackend } from './ensure-backend.ts';
import { type NetworkNormalisations, networkNormalisations } from './moments.ts';
import { shapesOf } from './shapes.ts';

/** The part of a network that gives the class scores, ready to run. */
export interface Explained extends Constants {
  /** Of the network behind the embedding, where there is one. */
  readonly input: NetworkInput;
  /** What indices of which shape are looked up in; null where the input is numbers. */
  readonly embedding: { readonly table: EmbeddingTable; readonly shape: readonly number[] } | null;
  /** How many steps the input has; null where it is no sequence [steps, features]. */
  readonly steps: number | null;
  /** The name of the output that holds the class scores. */
  readonly output: string;
  /** Number of values of that output. */
  readonly values: number;
  readonly removed: FinalActivation | null;
  readonly places: readonly Place[];
  readonly sites: readonly Site[];
  /** The layers that normalisations follow, by their names. */
  readonly followed: ReadonlyMap<string, string>;
  readonly graph: Executable;
  readonly normalisations: NetworkNormalisations;
  /** What its format says of how weights are drawn anew, by name. */
  readonly initializations: ReadonlyMap<string, Pick<WeightSpec, 'initializer' | 'fans'>>;
}

type Stored = ReadonlyMap<string, StoredConstant>;

/** Finds the class scores of a network and what they are made of. `name` is that of the output, where one was given. */
export function explainedOutput(read: ReadNetwork, constants: Stored, name?: string): Explained {
  const candidates = candidatesOf(read, name);
  ensureBackend();
  const seen = candidates.map((port) => {
    const made = prepare(port, read, constants);
    return { key: port.key, shape: made.outputShape, made: made.explained };
  });
  return classScores(seen, read.path);
}

function prepare(output: Port, read: ReadNetwork, constants: Stored) {
  const { path, naming } = read;
  const needed = reachable(output.node, path);
  const refusal = read.refusalOf(needed);
  if (refusal) throw refusal;
  const given = inputOf(read.inputs, new Set(needed), path);
  requireFed(needed, given.node, path);
  read.requireStored(needed);
  const whole = flowTo(output.node, given.node, path);
  const embedding = embeddingOf(whole, given.node, constants, path);
  if (!embedding) read.requireNumbers(given.node, `${path}: input ${given.key}`);
  const flow = embedding?.flow ?? whole;
  const input = embedding ? behind(embedding, given) : given;
  const split = constantsOf(flow, constants);
  const removed = finalActivation(output.node, flow);
  const units = unitsOf(flow, split.learned);
  nameUnits(units, naming);
  const taken = removed?.whole ? removed.node : undefined;
  const places = placesOf(flow, units, [input.node, taken]);
  const tapped = new Set(places.map(({ node }) => node));
  const graph = read.executable({ flow, input: input.node, output, removed, tapped });
  const sizes = { shape: input.shape, stated: given.batch };
  const shapes = shapesOf(graph, sizes, () => tensorsOf(flow.order, constants), path);
  const values = shapes.output.shape.at(-1) ?? 0;
  const sites = sitesOf(flow, places, shapes);
  const steps = input.shape.length === 2 && (embedding || read.sequence) ? input.shape[0] : null;
  const mixed = beforeLastMixing(flow, places);
  const explained: Explained = {
    ...split,
    input,
    embedding: embedding && { table: embedding.table, shape: given.shape },
    output: output.key,
    values,
    removed,
    places,
    steps,
    sites:
      steps !== null ? withSteps(sites, steps, mixed) : read.findsPlanes ? withPlanes(sites, mixed) : sites,
    followed: followedLayers(flow, places),
    graph,
    normalisations: networkNormalisations(graph, flow, split.learned, layerNames(places), naming),
    initializations: new Map(
      split.learned.map((one) => [one.constant.name, read.initialization?.(one, flow) ?? {}]),
    ),
  };
  return { explained, outputShape: shapes.output.shape };
}

/** The output of an embedding as the input of what follows. */
function behind({ node, table }: NetworkEmbedding, { key, shape, batch }: NetworkInput): NetworkInput {
  return { key, node, shape: [...shape, table.shape[1]], batch };
}

/** Placeholders that are no input of the signature would be missing at every run. */
function requireFed(needed: readonly Operation[], input: Operation, path: string): void {
  const other = needed.find((node) => node.kind === 'input' && node !== input);
  if (!other) return;
  const found = `${input.name} and ${other.name}`;
  throw new InputError({ thing: path, expected: 'a model with one input', found });
}

function tensorsOf(order: readonly Operation[], constants: Stored): Map<Operation, Tensor> {
  return new Map(
    order.flatMap((node) => {
      const stored = node.kind === 'constant' && constants.get(node.name);
      return stored ? [[node, tf.tensor(stored.values, [...stored.shape], stored.dtype)] as const] : [];
    }),
  );
}
