import { z } from 'zod';
import { defineMethod } from '../define-method.ts';
import { shapleyRegression, shapleyWeight } from '../regression/shapley.ts';
import { allFit, byShapley } from '../requests/coalitions.ts';
import { FILLS } from '../requests/fills.ts';
import { type Masked, segmentMaps, segmentRequests } from '../segments/segment-maps.ts';
import { segmentSettings } from '../segments/segmentation.ts';
import { repetitions } from '../settings.ts';

/**
 * Shapley values of segments by regression on coalitions of them, the absent ones replaced (Lundberg and Lee 2017, section 4.1): S
 * of nobody and of the whole input are met exactly. They are exact where all coalitions fit into the samples.
 */
export const kernelShap = defineMethod({
  name: 'kernel-shap',
  description: 'Shapley values of segments by weighted regression',
  source: 'Lundberg and Lee 2017',
  family: 'perturbation',
  stochastic: true,
  ranks: 'signed',
  cost: ({ samples }) => ({ forwards: samples + 2, backwards: 0 }),
  settings: {
    samples: repetitions(1000),
    ...segmentSettings,
    fill: z.enum(FILLS, `one of ${FILLS.join(', ')}`).default('black'),
  },
  build: ({ samples, fill, ...settings }) => {
    const source = byShapley(samples);
    return {
      requests: () => segmentRequests(source, settings, fill),
      explain: (ask, given) =>
        segmentMaps(ask, given, { source, settings, fill }, (masked) => shapleyValues(masked, samples)),
    };
  },
});

/** The first coalition is nobody; where all fit, those behind the last but everybody are that again and count for nothing. */
function shapleyValues(
  { whole, scores, segments: players, coalitions }: Masked,
  samples: number,
): Float64Array {
  const all = allFit(players, samples);
  const rows = all ? 2 ** players - 2 : samples;
  const members = coalitions().subarray(players, (rows + 1) * players);
  const sizeOf = (row: number) =>
    members.subarray(row * players, (row + 1) * players).reduce((a, b) => a + b, 0);
  return shapleyRegression({
    members,
    players,
    worth: Float64Array.from(scores.subarray(1, rows + 1)),
    weights: Float64Array.from({ length: rows }, (_, row) => (all ? shapleyWeight(players, sizeOf(row)) : 1)),
    nobody: scores[0],
    everybody: whole,
  });
}
