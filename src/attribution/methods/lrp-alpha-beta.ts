import { z } from 'zod';
import { lrpAlphaBeta as composite } from '../composites/lrp-alpha-beta.ts';
import { defineMethod } from '../define-method.ts';
import { triedAt } from '../neighbours.ts';
import { propagated } from '../propagated.ts';

/** Relevance by the alpha-beta rule in every layer, from the logit down; beta is alpha - 1 (Bach et al. 2015, eq. 60). */
export const lrpAlphaBeta = defineMethod({
  name: 'lrp-alpha-beta',
  description: 'relevance by the alpha-beta rule in every layer',
  source: 'Bach et al. 2015',
  family: 'propagation',
  readsLayerInputs: true,
  multipliesByInput: true,
  ranks: 'signed',
  conserves: 'logit',
  settings: {
    alpha: triedAt(z.number('a number').min(1, 'at least 1').max(100, 'at most 100').default(2), () => [
      1.5, 3,
    ]),
    bias: z.boolean('true or false').default(true),
  },
  build: (settings) => propagated(composite(settings)),
});
