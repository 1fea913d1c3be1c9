import { z } from 'zod';
import { lrpEpsilon as composite } from '../composites/lrp-epsilon.ts';
import { defineMethod } from '../define-method.ts';
import { triedAt } from '../neighbours.ts';
import { propagated } from '../propagated.ts';

/** Relevance by the epsilon rule in every layer, from the logit down (Bach et al. 2015, eq. 58). */
export const lrpEpsilon = defineMethod({
  name: 'lrp-epsilon',
  description: 'relevance by the epsilon rule in every layer',
  source: 'Bach et al. 2015',
  family: 'propagation',
  readsLayerInputs: true,
  multipliesByInput: true,
  ranks: 'signed',
  conserves: 'logit',
  settings: {
    epsilon: triedAt(
      z.number('a number').positive('more than 0').max(1e3, 'at most 1000').default(1e-6),
      () => [1e-3, 0.1],
    ),
    relative: z.boolean('true or false').default(true),
  },
  build: (settings) => propagated(composite(settings)),
});
