import { cumulativeStdNormalProbability } from 'simple-statistics';
import { type SegmentSettings, segmentsOf } from '../segments/segmentation.ts';
import type { Masks } from './masks.ts';
import type { Question } from './request.ts';

/** Writes which segments of an image coalition `index` keeps: 1 or 0 for each. */
export type FillCoalition = (index: number, out: Float64Array, image: number) => void;

/** Coalitions of segments, for any number of them. */
export interface CoalitionSource {
  readonly key: string;
  readonly count: number;
  open(question: Question): FillCoalition;
}

/** All but one segment after the other; nothing is taken away beyond the last. `most` is the largest number of segments. */
export const allButOne = (most: number): CoalitionSource => ({
  key: 'all but one',
  count: most,
  open: () => (index, out) => {
    out.fill(1);
    if (index < out.length) out[index] = 0;
  },
});

/** Each segment is kept or not as a coin falls. The coins of an input are the same for every model. */
export const byCoins = (samples: number): CoalitionSource => ({
  key: `coins ${samples}`,
  count: samples,
  open: ({ noise }) => {
    const coins = { values: new Float32Array(0) };
    return (index, out, image) => {
      if (coins.values.length !== out.length) coins.values = new Float32Array(out.length);
      noise.fill(image, index, coins.values);
      for (let i = 0; i < out.length; i++) out[i] = coins.values[i] > 0 ? 1 : 0;
    };
  },
});

/** How many players have no more than so many coalitions, nobody and everybody among them. */
export const allFit = (players: number, samples: number): boolean => 2 ** players <= samples;

/**
 * Nobody first; then every coalition but everybody where all fit into the samples, in the order of binary numbers, with everybody
 * for what is left of them. Else sizes fall as Shapley's weights are large, (M - 1) / (s (M - s)) for size s of M, and the members
 * of each are drawn: then every coalition counts alike (Lundberg and Lee 2017, section 4.1).
 */
export const byShapley = (samples: number): CoalitionSource => ({
  key: `shapley ${samples}`,
  count: samples + 1,
  open: ({ noise }) => {
    return (index, out, image) => {
      const players = out.length;
      out.fill(0);
      if (index === 0) return;
      if (allFit(players, samples)) {
        for (let i = 0; i < players; i++)
          out[i] = index >= 2 ** players - 1 || Math.floor(index / 2 ** i) % 2 === 1 ? 1 : 0;
        return;
      }
      const drawn = new Float32Array(players + 1);
      noise.fill(image, index - 1, drawn);
      const size = sizeAt(cumulativeStdNormalProbability(drawn[players]), players);
      const order = Array.from({ length: players }, (_, i) => i).sort((a, b) => drawn[a] - drawn[b] || a - b);
      for (const member of order.slice(0, size)) out[member] = 1;
    };
  },
});

/** The size at which the cumulative weight of sizes first exceeds a share of the whole. */
function sizeAt(share: number, players: number): number {
  const weights = Array.from({ length: players - 1 }, (_, i) => 1 / ((i + 1) * (players - 1 - i)));
  let left = share * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i + 1;
  }
  return players - 1;
}

/** Masks that keep the pixels of the segments in a coalition. */
export function coalitionMasks(source: CoalitionSource, settings: SegmentSettings): Masks {
  const { segmentation, segments, compactness } = settings;
  return {
    key: `${source.key} of ${segmentation} ${segments} ${compactness}`,
    count: source.count,
    open: (question) => {
      const fill = source.open(question);
      return (index, out, image) => {
        const found = segmentsOf(question.inputs, image, settings);
        const members = new Float64Array(found.count);
        fill(index, members, image);
        for (let p = 0; p < out.length; p++) out[p] = members[found.of[p]];
      };
    },
  };
}
