import { z } from 'zod';
import { lrpEpsilon as composite } from '../composites/lrp-epsilon.ts';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { gradient } from '../requests/gradient.ts';

/** Relevance by the epsilon rule in every layer, from the logit down (Bach et al. 2015, eq. 58). */
export const lrpEpsilon = defineMethod({
  name: 'lrp-epsilon',
  description: 'relevance by the epsilon rule in every layer',
  source: 'Bach et al. 2015',
  multipliesByInput: true,
  ranks: 'signed',
  conserves: 'logit',
  settings: {
    epsilon: z.number('a number').positive('more than 0').max(1e3, 'at most 1000').default(1e-6),
    relative: z.boolean('true or false').default(true),
  },
  build: (settings) => {
    const request = gradient(composite(settings));
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).gradient.slice()),
    };
  },
});
