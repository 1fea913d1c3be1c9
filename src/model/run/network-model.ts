import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../errors.ts';
import { blaming } from '../blame.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Layer, Model, WeightSpec, Weights } from '../model.ts';
import { noticesOf } from '../network/notices.ts';
import type { Operation } from '../network/operation.ts';
import type { ReadNetwork } from '../network/read-network.ts';
import type { StoredConstant } from '../network/stored-constant.ts';
import { classesOfOutput, explainedQuantities, outputKind } from '../output.ts';
import { tokensOf } from '../tokens.ts';
import { type Explained, explainedOutput } from './explained-output.ts';

/**
 * The model of a network of operations, whatever file it came from. `chosen` names the class scores, where there are several outputs.
 * Throws InputError that names the node at fault for networks with control flow, dynamic shapes or unknown operations.
 */
export function networkModel(read: ReadNetwork, chosen?: string): Model {
  const { source, constants: stored } = read;
  const constants = new Map(stored.map((constant) => [constant.name, constant]));
  const explained = explainedOutput(read, constants, chosen);
  const {
    input,
    values: outputs,
    removed,
    learned,
    fixed,
    places,
    sites,
    followed,
    graph,
    normalisations,
    embedding,
    initializations,
  } = explained;
  const output = outputKind(outputs, removed?.name ?? null);
  const nodesOf = new Map<string, readonly Operation[]>(
    learned.map(({ constant, copies }) => [
      constant.name,
      [constant, ...copies.map((copy) => copy.constant)],
    ]),
  );
  const roles = new Map(learned.map(({ constant, role }) => [constant.name, role]));
  const weights: WeightSpec[] = stored
    .filter(({ name }) => roles.has(name))
    .map(({ name, shape }) => ({ name, shape, role: roles.get(name)!, ...initializations.get(name) }));
  const trained = new Map(weights.map(({ name }) => [name, constants.get(name)!.values as Float32Array]));
  const layers = places
    .flatMap(({ name, kind, unit }): Layer[] => {
      if (!unit || unit.learned.length === 0) return [];
      const own = unit.learned.map(({ constant }) => constant.name);
      const parameters = own.reduce((sum, weight) => sum + trained.get(weight)!.length, 0);
      const follows = followed.get(name);
      return [{ name, kind, weights: own, parameters, ...(follows !== undefined && { follows }) }];
    })
    .reverse();
  if (layers.length === 0) {
    throw new InputError({ thing: source, expected: 'a model with weights', found: 'none' });
  }
  const siteOf = new Map(places.map(({ node, name }) => [node, name]));
  const isSite = new Set(sites.map(({ name }) => name));
  let held: ReadonlyMap<Operation, Tensor> | null = fixedTensors(fixed, constants);
  const running = () => {
    const node = graph.running();
    return node && { thing: `${source}: node ${node.name}`, kind: node.op };
  };
  const valuesOf = (x: Tensor, given: ReadonlyMap<string, Tensor>) => {
    if (!held) throw new Error(`${source} is used after dispose`);
    requireShape('input', x.shape.slice(1), input.shape);
    const values = new Map(held);
    for (const { name, shape } of weights) {
      const value = given.get(name);
      if (!value) throw new Error(`weight ${name} is missing`);
      requireShape(`weight ${name}`, value.shape, shape);
      for (const node of nodesOf.get(name)!) values.set(node, value);
    }
    return values;
  };
  return {
    source,
    format: read.format,
    part: 'node',
    sha256: fingerprint([read.topology, explained.output], ...withTable(explained, weights, trained)),
    inputShape: input.shape,
    ...(read.channelsFirst && { channelsFirst: true }),
    ...(explained.steps !== null && { sequence: true }),
    ...(embedding && { tokens: tokensOf(embedding.table, embedding.shape, read.apart) }),
    output,
    classes: classesOfOutput(outputs, output),
    removedActivation: removed?.name ?? null,
    layers,
    weights,
    trained,
    sites,
    notices: noticesOf({ ...explained, normalisations: normalisations.list }, read.notices),
    apply(x, given, tap) {
      const values = valuesOf(x, given);
      const atSite =
        tap &&
        ((node: Operation, output: Tensor) => {
          const site = siteOf.get(node);
          return site !== undefined && isSite.has(site) ? tap(site, output) : output;
        });
      const scores = blaming(running, () => graph.run(x, values, atSite));
      requireScores(scores, x.shape[0], outputs, source);
      return explainedQuantities(tf.reshape(scores, [x.shape[0], outputs]), output);
    },
    normalisations: normalisations.list,
    moments: (x, given, shares) => normalisations.find(x, valuesOf(x, given), shares),
    serialise: (values) => {
      const everywhere = [...values].flatMap(([name, value]) =>
        (nodesOf.get(name) ?? []).map((node) => [node.name, value] as const),
      );
      return read.files(new Map(everywhere));
    },
    dispose() {
      if (held) tf.dispose([...held.values()]);
      held = null;
    },
  };
}

/** Weights with the table that indices are looked up in, which is as much a part of the model. */
function withTable(
  { embedding }: Explained,
  weights: readonly WeightSpec[],
  trained: Weights,
): [readonly WeightSpec[], Weights] {
  if (!embedding) return [weights, trained];
  const { name, shape, values } = embedding.table;
  return [[...weights, { name, shape, role: 'other' }], new Map([...trained, [name, values]])];
}

/** Integers, booleans and the numbers of the architecture, as tensors that live as long as the model. */
function fixedTensors(
  fixed: readonly Operation[],
  constants: ReadonlyMap<string, StoredConstant>,
): Map<Operation, Tensor> {
  return new Map(
    fixed.map((node) => {
      const { values, shape, dtype } = constants.get(node.name)!;
      return [node, tf.keep(tf.tensor(values, [...shape], dtype))];
    }),
  );
}

/** A graph may drop inputs of its batch, or mix them. */
function requireScores({ shape, size }: Tensor, batch: number, classes: number, source: string): void {
  if (size === batch * classes) return;
  const found = `an output [${shape}] for ${batch} inputs`;
  throw new InputError({ thing: source, expected: `one vector of ${classes} logits per input`, found });
}

function requireShape(thing: string, found: readonly number[], expected: readonly number[]): void {
  if (found.length === expected.length && expected.every((extent, axis) => extent === found[axis])) return;
  throw new Error(`${thing}: expected shape [${expected}], found [${found}]`);
}
