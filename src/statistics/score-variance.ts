import { type CrossedEffects, effectsOf } from './crossed.ts';
import { crossedSums } from './crossed-sums.ts';
import type { ScoreVariance } from './source-types.ts';
import type { ScoreTable } from './table.ts';

/**
 * Variance components of one score. `replica` holds the same scores against trained maps of other method noise; of a method
 * without noise it is `none`, and null where it was not measured. Half the variance of the difference of the two is the noise's:
 * its part that an image keeps through all draws comes off the images' component, the other off the rest. Null with one draw or
 * one image.
 */
export function scoreVariance(table: ScoreTable, replica: ScoreTable | 'none' | null): ScoreVariance | null {
  const found = effectsOf(crossedSums(table));
  if (Number.isNaN(found.variance)) return null;
  const { images, draws, error } = found.components;
  if (replica === 'none') return { images, draws, noise: 0, rest: error };
  const noise = replica && noiseOf(table, replica);
  if (!noise) return { images, draws, noise: null, rest: error };
  const ofImages = Math.min(images, noise.components.images / 2);
  const ofRest = Math.min(error, noise.components.error / 2);
  return { images: images - ofImages, draws, noise: ofImages + ofRest, rest: error - ofRest };
}

function noiseOf(table: ScoreTable, replica: ScoreTable): CrossedEffects | null {
  if (replica.values.length !== table.values.length) return null;
  const values = replica.values.map((score, cell) => score - table.values[cell]);
  const effects = effectsOf(crossedSums({ ...table, values }));
  return Number.isNaN(effects.variance) ? null : effects;
}
