import type { Tensor } from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { InputError } from '../errors.ts';
import { requireBounded } from './activation-bound.ts';
import { blaming } from './blame.ts';
import type { JsonObject } from './document.ts';
import { afterEmbedding, readsSteps, tableOf } from './embedding.ts';
import { type FinalActivation, finalActivation, linearActivation } from './final-activation.ts';
import { fingerprint } from './fingerprint.ts';
import { requireFinite } from './finite.ts';
import { layersModelFiles } from './layers-files.ts';
import type { Model, Tap, Weights } from './model.ts';
import { normalisationsOf, recalibrating } from './recalibrate.ts';
import { callLayer, missingNormalisationWeights, readingWeights } from './scope.ts';
import { cutsOf, sitesOf } from './sites.ts';
import { classesOf, inputShapeOf } from './supported.ts';
import { ensureBackend, type TfLayer } from './tf-layers.ts';
import { embeddingNotice, tokensOf } from './tokens.ts';
import { type Instead, trainingMode } from './training.ts';
import { type Program, unroll } from './unroll.ts';
import { describeLayers, describeWeights, weightedLayers } from './weights.ts';

/** Where a network's description and numbers come from, when they do not come from the network itself. */
export interface Origin {
  readonly source: string;
  /** The fields of model.json, weightsManifest aside. */
  readonly content: JsonObject;
  readonly trained: Weights;
  /** Whether `dispose` frees the network. */
  readonly owned: boolean;
  /** What the user should know of how it was read, in sentences. */
  readonly notices?: readonly string[];
}

/**
 * A model from a network that is in memory. Its weights are copied now: what later happens to the network does not
 * change the model. The network stays the caller's to dispose. Throws InputError for networks that cannot be explained:
 * several inputs or outputs, open input shapes, no weights, weights that are not finite.
 */
export function modelFromLayers(network: layers.LayersModel, source: string): Model {
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
  return describeNetwork(network, { source, content, trained, owned: false });
}

/** Describes a network and turns it into a pure function. */
export function describeNetwork(network: layers.LayersModel, origin: Origin): Model {
  const { source, trained } = origin;
  const givenShape = inputShapeOf(network, source);
  const unrolled = unroll(network, givenShape);
  requireBounded(
    unrolled.steps.map(({ site, shape }) => ({ name: site, shape })),
    source,
  );
  const { program, embedding } = afterEmbedding(unrolled);
  const inputShape = embedding?.shape ?? givenShape;
  const classes = classesOf(program, source);
  const tfLayers = weightedLayers(program.steps);
  if (tfLayers.length === 0) {
    throw new InputError({ thing: source, expected: 'a model with weights', found: 'none' });
  }
  const units = describeLayers(tfLayers, source);
  const variables = new Map(network.weights.map((variable) => [variable.originalName, variable]));
  const inFileOrder = (list: readonly TfLayer[]) => {
    const specs = new Map(list.flatMap(describeWeights).map((spec) => [spec.name, spec]));
    return [...variables.keys()].flatMap((name) => specs.get(name) ?? []);
  };
  const weights = inFileOrder(tfLayers);
  const fixed = (embedding?.layer.weights ?? []).map(
    ({ originalName: name }) => [name, trained.get(name)!] as const,
  );
  const stored = embedding ? inFileOrder([...tfLayers, embedding.layer]) : weights;
  const removed = finalActivation(program);
  const run = interpreter(program, removed, source);
  const kept = program.steps.filter((step) => !(removed?.alone && step === removed.step));
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
    format: 'tfjs-layers-model',
    sha256: fingerprint(origin.content.modelTopology, stored, trained),
    inputShape,
    sequence: readsSteps(program, inputShape),
    ...(embedding && {
      tokens: tokensOf(tableOf(embedding, trained), givenShape),
    }),
    notices: [...(origin.notices ?? []), ...(embedding ? [embeddingNotice(embedding.layer.name)] : [])],
    classes,
    removedActivation: removed?.name ?? null,
    layers: units,
    weights,
    trained,
    sites: sitesOf(kept, cutsOf(program)),
    apply(x, given, tap) {
      requireShape('input', x.shape.slice(1), inputShape);
      return readingWeights(valuesOf(given), () => run(x, tap));
    },
    normalisations: normalisationsOf(program.steps),
    statistics(x, given, shares) {
      const found = new Map<string, Tensor>();
      readingWeights(valuesOf(given), () => run(x, undefined, recalibrating(shares, found)));
      return found;
    },
    // Training would have to learn the embedding too.
    training: embedding
      ? undefined
      : () =>
          trainingMode({
            network,
            program,
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

/** The function that carries out the steps of a program up to the logits. */
function interpreter(
  program: Program,
  removed: FinalActivation | null,
  source: string,
): (x: Tensor, tap?: Tap, instead?: Instead) => Tensor {
  const linear = removed && !removed.alone ? { activation: linearActivation() } : {};
  return (x, tap, instead) => {
    const values: Tensor[] = [x];
    for (const step of program.steps) {
      const inputs = step.inputs.map((slot) => values[slot]);
      const last = step === removed?.step;
      if (last && removed.alone) {
        values[step.outputs[0]] = inputs[0];
        continue;
      }
      const properties = last ? linear : missingNormalisationWeights(step.layer, step.shape.at(-1)!);
      const outputs = blaming(
        () => ({ thing: `${source}: layer ${step.site}`, kind: step.layer.getClassName() }),
        () => instead?.(step, inputs) ?? callLayer(step.layer, inputs, properties),
      );
      if (tap) outputs[0] = tap(step.site, outputs[0]);
      step.outputs.forEach((slot, index) => {
        values[slot] = outputs[index];
      });
    }
    return values[program.output];
  };
}

function requireShape(thing: string, found: readonly number[], expected: readonly number[]): void {
  if (found.length === expected.length && expected.every((extent, axis) => extent === found[axis])) return;
  throw new Error(`${thing}: expected shape [${expected}], found [${found}]`);
}
