import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Normalisation as NormalisationSpec } from '../../model.ts';
import { blendedMoments } from '../../run/batch-moments.ts';
import { isNormalisation, type Normalisation } from './normalise-by-batch.ts';
import type { Instead } from './training.ts';
import type { LayerCall } from './unroll.ts';

/** The batch normalisations of a network in execution order, each once. */
export function normalisationsOf(list: readonly LayerCall[]): NormalisationSpec[] {
  const found = new Set(list.map((call) => call.layer).filter(isNormalisation));
  return [...found].map(({ name, movingMean, movingVariance }) => ({
    layer: name,
    mean: movingMean.originalName,
    variance: movingVariance.originalName,
  }));
}

/**
 * Carries out batch normalisations by `share` of the statistics of their input and 1 - `share` of their own, and puts
 * what they used into `statistics`, by weight name. A later call of a shared layer goes by what its first call found.
 */
export function recalibrating(shares: ReadonlyMap<string, Tensor>, statistics: Map<string, Tensor>): Instead {
  return ({ layer }, [x]) => {
    const share = shares.get(layer.name);
    if (!isNormalisation(layer) || !share) return null;
    const axis = layer.axis >= 0 ? layer.axis : layer.axis + x.rank;
    const [mean, variance] = usedStatistics(layer, x, axis, share, statistics);
    const along = x.shape.map((extent, i) => (i === axis ? extent : 1));
    const slope = tf.rsqrt(tf.add(variance, layer.epsilon));
    const scale = layer.gamma ? tf.mul(slope, layer.gamma.read()) : slope;
    const scaled = tf.mul(tf.sub(x, tf.reshape(mean, along)), tf.reshape(scale, along));
    return [layer.beta ? tf.add(scaled, tf.reshape(layer.beta.read(), along)) : scaled];
  };
}

function usedStatistics(
  layer: Normalisation,
  x: Tensor,
  axis: number,
  share: Tensor,
  statistics: Map<string, Tensor>,
): Tensor[] {
  const variables = [layer.movingMean, layer.movingVariance];
  const known = variables.map((variable) => statistics.get(variable.originalName));
  if (known[0] && known[1]) return [known[0], known[1]];
  const [ownMean, ownVariance] = variables.map((variable): Tensor => variable.read());
  const used = blendedMoments(x, axis, share, [ownMean, ownVariance]);
  variables.forEach((variable, i) => {
    statistics.set(variable.originalName, used[i]);
  });
  return used;
}
