import { z } from 'zod';
import { defineMethod } from '../define-method.ts';
import { ridge } from '../regression/ridge.ts';
import { byCoins } from '../requests/coalitions.ts';
import { FILLS } from '../requests/fills.ts';
import { segmentMaps, segmentRequests } from '../segments/segment-maps.ts';
import { segmentSettings } from '../segments/segmentation.ts';
import { repetitions } from '../settings.ts';

/**
 * Coefficients of a weighted ridge regression of S on which segments are kept, each with probability one half (Ribeiro et al.
 * 2016, section 3.4): weight sqrt(exp(-d^2 / width^2)), d the cosine distance to all segments, intercept free.
 */
export const lime = defineMethod({
  name: 'lime',
  description: 'ridge regression of S on which segments are kept',
  source: 'Ribeiro et al. 2016',
  family: 'perturbation',
  stochastic: true,
  ranks: 'signed',
  cost: ({ samples }) => ({ forwards: samples + 1, backwards: 0 }),
  settings: {
    samples: repetitions(1000),
    ...segmentSettings,
    fill: z.enum(FILLS, `one of ${FILLS.join(', ')}`).default('black'),
    width: z.number('a number').positive('more than 0').max(100, 'at most 100').default(0.25),
    penalty: z.number('a number').min(0, 'at least 0').max(1e6, 'at most 1000000').default(1),
  },
  build: ({ samples, fill, width, penalty, ...settings }) => {
    const source = byCoins(samples);
    return {
      requests: () => segmentRequests(source, settings, fill),
      explain: (ask, given) =>
        segmentMaps(ask, given, { source, settings, fill }, ({ scores, segments, coalitions }) => {
          const predictors = coalitions();
          const weights = Float64Array.from({ length: samples }, (_, row) => {
            const kept = predictors.subarray(row * segments, (row + 1) * segments).reduce((a, b) => a + b, 0);
            return Math.sqrt(Math.exp(-(((1 - Math.sqrt(kept / segments)) / width) ** 2)));
          });
          return ridge(
            { predictors, columns: segments, values: Float64Array.from(scores), weights },
            penalty,
          );
        }),
    };
  },
});
