import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { InputError } from '../../../errors.ts';
import type { Dropout, TrainingMode, TrainingPass } from '../../model.ts';
import { isNormalisation, normaliseByBatch } from './normalise-by-batch.ts';
import { readingWeights } from './scope.ts';
import type { TfLayer } from './tf-layers.ts';
import type { LayerCall, LayerCalls } from './unroll.ts';

/** Carries out a call in its own way, or returns null for the usual one. */
export type Instead = (call: LayerCall, inputs: readonly Tensor[]) => Tensor[] | null;

/** What training needs of a network that has been described. */
export interface Trainee {
  /** Names of the weights that gradients move. */
  readonly trainable: readonly string[];
  readonly calls: LayerCalls;
  readonly source: string;
  /** The given tensors by the network's variables, checked. */
  readonly valuesOf: (given: ReadonlyMap<string, Tensor>) => ReadonlyMap<layers.LayerVariable, Tensor>;
  /** The calls up to the logits. */
  readonly run: (x: Tensor, instead: Instead) => Tensor;
}

type Noisy = TfLayer & {
  readonly rate?: number;
  readonly noiseShape?: readonly (number | null)[];
  readonly dropout?: number;
  readonly recurrentDropout?: number;
  readonly layer?: TfLayer;
  readonly forwardLayer?: TfLayer;
  readonly cell?: TfLayer;
};

const DROPOUTS = ['Dropout', 'SpatialDropout1D'];
const OTHER_NOISE = ['GaussianNoise', 'GaussianDropout', 'AlphaDropout'];

/**
 * How a network runs while it is trained. Throws InputError for layers that would need other random numbers than
 * dropout masks, and for batch normalisation or dropout inside a wrapper.
 */
export function trainingMode({ trainable, calls, source, valuesOf, run }: Trainee): TrainingMode {
  for (const { layer } of calls.list) requireTrainable(layer, source);
  const normalised = calls.list.map(({ layer }) => layer).filter(isNormalisation);
  const weighted = new Set(calls.list.map(({ layer }) => layer));
  const moving = normalised.flatMap(({ movingMean, movingVariance }) => [movingMean, movingVariance]);
  return {
    trainable,
    statistics: [...new Set(moving.map(({ originalName }) => originalName))],
    dropouts: calls.list.filter(drops).map(dropoutOf),
    apply(x, given, masks): TrainingPass {
      const statistics = new Map<string, Tensor>();
      const instead: Instead = (call, [input]) => {
        if (drops(call)) return [tf.mul(input, masks.get(call.site)!)];
        return isNormalisation(call.layer) ? [normaliseByBatch(call.layer, input, statistics)] : null;
      };
      return readingWeights(valuesOf(given), () => {
        const logits = run(x, instead);
        // Each layer's own: asked for its penalties, a sequential network says that it has none.
        const penalties = [...weighted].flatMap((layer) => layer.calculateLosses());
        const penalty = penalties.length ? penalties.reduce((sum, one) => tf.add(sum, one)) : null;
        return { logits, statistics, penalty };
      });
    },
  };
}

function drops({ layer }: LayerCall): boolean {
  const { rate = 0 } = layer as Noisy;
  // tf.layers takes a rate of 1 for no dropout too.
  return DROPOUTS.includes(layer.getClassName()) && rate > 0 && rate < 1;
}

function dropoutOf({ layer, site, shape }: LayerCall): Dropout {
  const { rate, noiseShape } = layer as Noisy;
  const open = shape.map(() => null);
  const spatial = layer.getClassName() === 'SpatialDropout1D';
  const given = spatial ? [1, null] : (noiseShape?.slice(1) ?? open);
  return { name: site, shape: given.map((extent, i) => extent ?? shape[i]), rate: rate! };
}

function requireTrainable(layer: TfLayer, source: string): void {
  const found = untrainable(layer);
  if (!found) return;
  const expected = 'a layer that can be trained here';
  throw new InputError({ thing: `${source}: layer ${layer.name}`, expected, found });
}

function untrainable(layer: TfLayer): string | null {
  const { layer: wrapped, forwardLayer, cell, dropout, recurrentDropout } = layer as Noisy;
  if (OTHER_NOISE.includes(layer.getClassName())) return `the noise of a ${layer.getClassName()}`;
  if (Number(dropout) > 0 || Number(recurrentDropout) > 0) return 'dropout inside the layer';
  for (const inner of [wrapped, forwardLayer, cell]) {
    if (!inner) continue;
    const kind = inner.getClassName();
    if (isNormalisation(inner) || DROPOUTS.includes(kind)) return `a ${kind} inside a wrapper`;
    const found = untrainable(inner);
    if (found) return found;
  }
  return null;
}
