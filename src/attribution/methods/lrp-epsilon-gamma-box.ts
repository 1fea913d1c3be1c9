import { z } from 'zod';
import { lrpGammaBox as composite } from '../composites/lrp-gamma-box.ts';
import { defineMethod } from '../define-method.ts';
import { triedAt } from '../neighbours.ts';
import { boxSettings, propagatedInBox } from '../propagated.ts';

/** Relevance by the box rule at the input, gamma in convolutions and epsilon in dense layers (Montavon et al. 2019). */
export const lrpEpsilonGammaBox = defineMethod({
  name: 'lrp-epsilon-gamma-box',
  description: 'relevance: box at the input, gamma in convolutions, epsilon in dense layers',
  source: 'Montavon et al. 2019',
  family: 'propagation',
  readsLayerInputs: true,
  ranks: 'signed',
  conserves: 'logit',
  needsSpatial: true,
  settings: {
    gamma: triedAt(
      z.number('a number').positive('more than 0').max(100, 'at most 100').default(0.25),
      (gamma) => [gamma / 2, 2 * gamma],
    ),
    ...boxSettings,
  },
  build: ({ gamma, ...box }) =>
    propagatedInBox(box, (range) => composite(gamma, range ?? { low: 0, high: 1 })),
});
