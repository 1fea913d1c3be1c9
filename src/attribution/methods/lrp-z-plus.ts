import { z } from 'zod';
import { lrpZPlus as composite } from '../composites/lrp-z-plus.ts';
import { defineMethod } from '../define-method.ts';
import { triedAt } from '../neighbours.ts';
import { propagated } from '../propagated.ts';

/** Relevance by the z-plus rule in every layer, from the logit down: only positive products count (Montavon et al. 2017). */
export const lrpZPlus = defineMethod({
  name: 'lrp-z-plus',
  description: 'relevance by the z-plus rule in every layer',
  source: 'Montavon et al. 2017',
  family: 'propagation',
  readsLayerInputs: true,
  multipliesByInput: true,
  ranks: 'signed',
  conserves: 'logit',
  settings: { bias: triedAt(z.boolean('true or false').default(true), (bias) => [!bias]) },
  build: (settings) => propagated(composite(settings)),
});
