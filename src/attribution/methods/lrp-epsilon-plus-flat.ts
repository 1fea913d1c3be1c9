import { z } from 'zod';
import { lrpFlat as composite } from '../composites/lrp-flat.ts';
import { defineMethod } from '../define-method.ts';
import { triedAt } from '../neighbours.ts';
import { propagated } from '../propagated.ts';

/** Relevance by the flat rule at the input, alpha-beta in convolutions and epsilon in dense layers (Kohlbrenner et al. 2020). */
export const lrpEpsilonPlusFlat = defineMethod({
  name: 'lrp-epsilon-plus-flat',
  description: 'relevance: flat at the input, z-plus in convolutions, epsilon in dense layers',
  source: 'Kohlbrenner et al. 2020',
  family: 'propagation',
  readsLayerInputs: true,
  ranks: 'signed',
  conserves: 'logit',
  settings: {
    alpha: triedAt(z.number('a number').min(1, 'at least 1').max(100, 'at most 100').default(1), () => [
      1.5, 2,
    ]),
  },
  build: (settings) => propagated(composite(settings)),
});
