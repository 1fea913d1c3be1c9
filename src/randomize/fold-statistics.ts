import type { Folded, Weights } from '../model/model.ts';

/** The weights that a normalisation by the given statistics was folded into, by name: new arrays. */
export function foldStatistics(
  weights: Weights,
  { scaled, offset, epsilon }: Folded,
  mean: Float32Array,
  variance: Float32Array,
): [string, Float32Array][] {
  const slope = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  const channels = slope.length;
  return [
    [scaled, weights.get(scaled)!.map((value, i) => value * slope[i % channels])],
    [offset, weights.get(offset)!.map((value, c) => value - mean[c] * slope[c])],
  ];
}
