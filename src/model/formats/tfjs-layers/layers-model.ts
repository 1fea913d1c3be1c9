import type { Tensor } from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { InputError } from '../../../errors.ts';
import { requireBounded } from '../../activation-bound.ts';
import { blaming } from '../../blame.ts';
import { fingerprint } from '../../fingerprint.ts';
import { requireFinite } from '../../finite.ts';
import type { JsonObject } from '../../json-values.ts';
import type { Model, Tap, Weights } from '../../model.ts';
import { classesOfOutput, explainedQuantities, type OutputKind, outputKind } from '../../output.ts';
import { ensureBackend } from '../../run/ensure-backend.ts';
import { embeddingNotice, tokensOf } from '../../tokens.ts';
import { afterEmbedding, readsSteps, tableOf } from './embedding.ts';
import { type FinalActivation, finalActivation, linearActivation } from './final-activation.ts';
import { followedLayers } from './followed.ts';
import { layersModelFiles } from './layers-files.ts';
import { chosenOutput } from './layers-output.ts';
import { LAYERS_MODEL } from './name.ts';
import { normalisationsOf, recalibrating } from './recalibrate.ts';
import { callLayer, missingNormalisationWeights, readingWeights } from './scope.ts';
import { cutsOf, sitesOf, withSteps } from './sites.ts';
import { inputShapeOf, valuesOfOutput } from './supported.ts';
import type { TfLayer } from './tf-layers.ts';
import { type Instead, trainingMode } from './training.ts';
import { type LayerCalls, unroll } from './unroll.ts';
import { describeLayers, describeWeights, weightedLayers } from './weights.ts';

/** Where a network's description and numbers come from, when they do not come from the network itself. */
export interface Origin {
  readonly source: string;
  /** The fields of model.json, weightsManifest aside. */
  readonly content: JsonObject;
  readonly trained: Weights;
  /** Whether `dispose` frees the network. */
  readonly owned: boolean;
  /** The name of the explained output, where there are several. */
  readonly output?: string;
  /** What the user should know of how it was read, in sentences. */
  readonly notices?: readonly string[];
}

/**
 * A model from a network that is in memory. Its weights are copied now: what later happens to the network does not
 * change the model. The network stays the caller's to dispose. Throws InputError for networks that cannot be explained:
 * several inputs, several outputs of which none is named, open input shapes, no weights, weights that are not finite.
 * @param output the name of an output or layer, as `chosenOutput` takes it
 */
export function modelFromLayers(network: layers.LayersModel, source: string, output?: string): Model {
  ensureBackend();
  const trained = new Map<string, Float32Array>();
  for (const variable of network.weights) {
    const values = Float32Array.from(variable.read().dataSync());
    requireFinite(values, `${source}: weight ${variable.originalName}`);
    trained.set(variable.originalName, values);
  }
  const content = {
    modelTopology: network.toJSON(null, false),
    format: 'layers-model',
    generatedBy: 'saliency-sanity',
    convertedBy: null,
  };
  return describeNetwork(network, { source, content, trained, owned: false, output });
}

/** Describes a network and turns it into a pure function. */
export function describeNetwork(network: layers.LayersModel, origin: Origin): Model {
  const { source, trained } = origin;
  const givenShape = inputShapeOf(network, source);
  const chosen = chosenOutput(network, origin.output, source);
  const whole = unroll(network, givenShape, chosen.tensor);
  requireBounded(
    whole.list.map(({ site, shape }) => ({ name: site, shape })),
    source,
  );
  const { calls, embedding } = afterEmbedding(whole);
  const inputShape = embedding?.shape ?? givenShape;
  const outputs = valuesOfOutput(calls, source);
  const tfLayers = weightedLayers(calls.list);
  if (tfLayers.length === 0) {
    throw new InputError({ thing: source, expected: 'a model with weights', found: 'none' });
  }
  // What other outputs alone need keeps its weights, and is written with the rest.
  const beside = weightedLayers(whole.beside).filter((layer) => !tfLayers.includes(layer));
  const followed = followedLayers(calls.list);
  const units = describeLayers([...tfLayers, ...beside], followed, source).slice(0, tfLayers.length);
  const variables = new Map(network.weights.map((variable) => [variable.originalName, variable]));
  const inFileOrder = (list: readonly TfLayer[]) => {
    const specs = new Map(list.flatMap(describeWeights).map((spec) => [spec.name, spec]));
    return [...variables.keys()].flatMap((name) => specs.get(name) ?? []);
  };
  const weights = inFileOrder(tfLayers);
  const learned = new Set(weights.map(({ name }) => name));
  const kept = [...beside, ...(embedding ? [embedding.layer] : [])];
  const fixed = kept.flatMap((layer) =>
    layer.weights.map(({ originalName: name }) => [name, trained.get(name)!] as const),
  );
  const stored = kept.length > 0 ? inFileOrder([...tfLayers, ...kept]) : weights;
  const removed = finalActivation(calls);
  const output = outputKind(outputs, removed?.name ?? null);
  const run = interpreter(calls, removed, { source, output });
  const shown = calls.list.filter((call) => !(removed?.alone && call === removed.call));
  const sequence = readsSteps(calls, inputShape);
  const sites = sitesOf(shown, cutsOf(calls));
  let disposed = false;
  const valuesOf = (given: ReadonlyMap<string, Tensor>) => {
    if (disposed) throw new Error(`${source} is used after dispose`);
    const values = new Map<layers.LayerVariable, Tensor>();
    for (const { name, shape } of weights) {
      const value = given.get(name);
      if (!value) throw new Error(`weight ${name} is missing`);
      requireShape(`weight ${name}`, value.shape, shape);
      values.set(variables.get(name)!, value);
    }
    return values;
  };
  return {
    source,
    format: LAYERS_MODEL,
    part: 'layer',
    sha256: fingerprint(
      network.outputs.length === 1 && chosen.tensor === network.outputs[0]
        ? origin.content.modelTopology
        : [origin.content.modelTopology, chosen.name],
      stored,
      trained,
    ),
    inputShape,
    sequence,
    ...(embedding && { tokens: tokensOf(tableOf(embedding, trained), givenShape) }),
    notices: [
      ...(origin.notices ?? []),
      ...(chosen.notice ? [chosen.notice] : []),
      ...(embedding ? [embeddingNotice(embedding.layer.name)] : []),
    ],
    output,
    classes: classesOfOutput(outputs, output),
    removedActivation: removed?.name ?? null,
    layers: units,
    weights,
    trained: new Map(weights.map(({ name }) => [name, trained.get(name)!])),
    sites: sequence ? withSteps(sites, inputShape[0]) : sites,
    apply(x, given, tap) {
      requireShape('input', x.shape.slice(1), inputShape);
      return readingWeights(valuesOf(given), () => run(x, tap));
    },
    normalisations: normalisationsOf(calls.list),
    moments(x, given, shares) {
      const found = new Map<string, Tensor>();
      readingWeights(valuesOf(given), () => run(x, undefined, recalibrating(shares, found)));
      return found;
    },
    // Training would have to learn the embedding too.
    training: embedding
      ? undefined
      : () =>
          trainingMode({
            trainable: network.trainableWeights.flatMap(({ originalName: name }) =>
              learned.has(name) ? [name] : [],
            ),
            calls,
            source,
            valuesOf,
            run: (x, instead) => run(x, undefined, instead),
          }),
    serialise: (values) => layersModelFiles(origin.content, stored, new Map([...fixed, ...values])),
    dispose() {
      if (!disposed && origin.owned) for (const variable of network.weights) variable.dispose();
      disposed = true;
    },
  };
}

/** The function that carries out the calls of a network up to the logits. */
function interpreter(
  calls: LayerCalls,
  removed: FinalActivation | null,
  { source, output }: { readonly source: string; readonly output: OutputKind },
): (x: Tensor, tap?: Tap, instead?: Instead) => Tensor {
  const linear = removed && !removed.alone ? { activation: linearActivation() } : {};
  return (x, tap, instead) => {
    const values: Tensor[] = [x];
    for (const call of calls.list) {
      const inputs = call.inputs.map((slot) => values[slot]);
      const last = call === removed?.call;
      if (last && removed.alone) {
        values[call.outputs[0]] = inputs[0];
        continue;
      }
      const properties = last ? linear : missingNormalisationWeights(call.layer, call.shape.at(-1)!);
      const outputs = blaming(
        () => ({ thing: `${source}: layer ${call.site}`, kind: call.layer.getClassName() }),
        () => instead?.(call, inputs) ?? callLayer(call.layer, inputs, properties),
      );
      if (tap) outputs[0] = tap(call.site, outputs[0]);
      call.outputs.forEach((slot, index) => {
        values[slot] = outputs[index];
      });
    }
    return explainedQuantities(values[calls.output], output);
  };
}

function requireShape(thing: string, found: readonly number[], expected: readonly number[]): void {
  if (found.length === expected.length && expected.every((extent, axis) => extent === found[axis])) return;
  throw new Error(`${thing}: expected shape [${expected}], found [${found}]`);
}
