import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { InputError } from '../../../errors.ts';
import { requireFinite } from '../../finite.ts';
import type { Model } from '../../model.ts';
import { ensureBackend } from '../../run/ensure-backend.ts';
import type { LoadOptions } from '../format.ts';
import type { ModelDocument } from '../tfjs-files/document.ts';
import { parseManifest, type StoredWeight, type WeightGroup } from '../tfjs-files/manifest.ts';
import { locateShards, type Shard, ShardReader } from '../tfjs-files/shards.ts';
import { buildNetwork } from './build.ts';
import { requireKnownSettings, unknownSettingsNotice } from './ignored-settings.ts';
import { describeNetwork } from './layers-model.ts';
import { layersTopology } from './topology.ts';

/**
 * Reads a TensorFlow.js layers model: its topology and its weights, matched by name. `source` is what the user gave.
 * Throws InputError, which names the entry or file at fault, for anything that is not such a model whole.
 */
export async function readLayersModel(
  document: ModelDocument,
  source: string,
  options: LoadOptions,
): Promise<Model> {
  const topology = layersTopology(document);
  const groups = parseManifest(document.content.weightsManifest, document.path);
  const shards = await locateShards(document, groups);
  await tf.ready().catch(() => undefined);
  ensureBackend();
  const stored = groups.flatMap((group) => group.weights).filter((weight) => !weight.optimizer);
  const capacity = stored.reduce((sum, { bytes, encoding }) => sum + bytes / encoding.width, 0);
  const network = await buildNetwork(topology, capacity, document.path);
  try {
    const names = matchNames(network.weights, stored, document);
    const trained = await readWeights(groups, shards, names, document);
    const { weightsManifest: _, ...content } = document.content;
    const notice = unknownSettingsNotice(requireKnownSettings(topology, document.path));
    const notices = notice === null ? [] : [notice];
    return describeNetwork(network, { source, content, trained, owned: true, notices, ...options });
  } catch (error) {
    for (const variable of network.weights) variable.dispose();
    throw error;
  }
}

/** The network's name of every stored weight. Throws InputError where names or shapes do not agree. */
function matchNames(
  variables: readonly layers.LayerVariable[],
  stored: readonly StoredWeight[],
  { path }: ModelDocument,
): Map<StoredWeight, string> {
  const missing = new Map(variables.map((variable) => [variable.originalName, variable]));
  const names = new Map<StoredWeight, string>();
  const strangers: string[] = [];
  for (const weight of stored) {
    const variable = [weight.name, withoutCell(weight.name), withoutScope(weight.name)]
      .map((name) => missing.get(name))
      .find((found) => found);
    if (!variable) {
      strangers.push(weight.name);
      continue;
    }
    missing.delete(variable.originalName);
    names.set(weight, variable.originalName);
    if (`${variable.shape}` === `${weight.shape}`) continue;
    const expected = `shape [${variable.shape}], as the layer has it`;
    throw new InputError({ thing: `${path}: weight ${weight.name}`, expected, found: `[${weight.shape}]` });
  }
  if (missing.size > 0) {
    const hint = strangers.length > 0 ? `No layer has: ${listed(strangers)}.` : undefined;
    const found = `none for ${listed([...missing.keys()])}`;
    throw new InputError({ thing: `${path}: weightsManifest`, expected: 'every weight', found, hint });
  }
  if (strangers.length > 0) {
    const expected = 'weights of the layers only';
    throw new InputError({ thing: `${path}: weightsManifest`, expected, found: listed(strangers) });
  }
  return names;
}

/** Keras names the weights of recurrent layers `lstm/lstm_cell/kernel`; here they are `lstm/kernel`. */
function withoutCell(name: string): string {
  const parts = name.split('/');
  return [...parts.slice(0, -2), parts.at(-1)].join('/');
}

/** NASNet's layers are built in scopes, and Keras names their weights `block/conv/kernel`; here they are `conv/kernel`. */
function withoutScope(name: string): string {
  return name.split('/').slice(-2).join('/');
}

async function readWeights(
  groups: readonly WeightGroup[],
  shards: readonly (readonly Shard[])[],
  names: ReadonlyMap<StoredWeight, string>,
  { path }: ModelDocument,
): Promise<Map<string, Float32Array>> {
  const values = new Map<string, Float32Array>();
  for (const [index, group] of groups.entries()) {
    const reader = new ShardReader(shards[index]);
    try {
      for (const weight of group.weights) {
        const bytes = await reader.take(weight.bytes);
        const name = names.get(weight);
        if (name === undefined) continue;
        const decoded = weight.encoding.decode(bytes);
        requireFinite(decoded, `${path}: weight ${weight.name}`);
        values.set(name, decoded);
      }
    } finally {
      await reader.close();
    }
  }
  return values;
}

function listed(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
}
