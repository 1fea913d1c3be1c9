import { z } from 'zod';
import type { Model } from '../../model/model.ts';
import { defineMethod } from '../define-method.ts';
import { triedAt } from '../neighbours.ts';
import { cellMasks } from '../requests/cell-masks.ts';
import { FILLS } from '../requests/fills.ts';
import { maskedLogits } from '../requests/masked-logits.ts';
import { repetitions } from '../settings.ts';

/** sum_k S(x m_k) m_k / (n p) over random smooth masks m_k (Petsiuk et al. 2018, eq. 6), S the logit. One value per pixel. */
export const rise = defineMethod({
  name: 'rise',
  description: 'mean of random masks, each weighted by S of the input that it leaves',
  source: 'Petsiuk et al. 2018',
  family: 'perturbation',
  stochastic: true,
  needsSpatial: true,
  ranks: 'signed',
  cost: ({ samples }) => ({ forwards: samples, backwards: 0 }),
  settings: {
    samples: repetitions(4000),
    cells: triedAt(
      z.int('a whole number').min(1, 'at least 1').max(1000, 'at most 1000').default(7),
      (cells) => [Math.max(1, cells - 2), cells + 2],
    ),
    share: z.number('a number').gt(0, 'more than 0').lt(1, 'less than 1').default(0.5),
    fill: z.enum(FILLS, `one of ${FILLS.join(', ')}`).default('black'),
  },
  build: ({ samples, cells, share, fill }) => {
    const masksOf = ({ inputShape }: Pick<Model, 'inputShape'>) => {
      // No more cells than pixels.
      const fitting = Math.min(cells, inputShape[0], inputShape[1]);
      return cellMasks(inputShape, { samples, cells: fitting, share });
    };
    return {
      requests: (model) => [maskedLogits(masksOf(model), fill)],
      explain: async (ask, given) => {
        const { inputs, network } = given;
        const masks = masksOf(network);
        const scores = await ask(maskedLogits(masks, fill));
        const fillMask = masks.open(given);
        const [height, width] = inputs.shape;
        const pixels = height * width;
        const values = new Float32Array(inputs.count * pixels);
        const mask = new Float32Array(pixels);
        for (let n = 0; n < inputs.count; n++) {
          const sums = new Float64Array(pixels);
          for (let k = 0; k < samples; k++) {
            fillMask(k, mask, n);
            const score = scores[n * samples + k];
            for (let p = 0; p < pixels; p++) sums[p] += score * mask[p];
          }
          for (let p = 0; p < pixels; p++) values[n * pixels + p] = sums[p] / (samples * share);
        }
        return { shape: [height, width], count: inputs.count, values };
      },
    };
  },
});
