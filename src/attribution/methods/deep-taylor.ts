import { deepTaylor as composite } from '../composites/deep-taylor.ts';
import { defineMethod } from '../define-method.ts';
import { boxSettings, propagatedInBox } from '../propagated.ts';

/** Deep Taylor decomposition from max(S, 0) (Montavon et al. 2017). */
export const deepTaylor = defineMethod({
  name: 'deep-taylor',
  description: 'deep Taylor decomposition: z-plus without biases, box or w-square at the input',
  source: 'Montavon et al. 2017',
  family: 'propagation',
  readsLayerInputs: true,
  unsigned: true,
  ranks: 'signed',
  conserves: 'positive-logit',
  settings: boxSettings,
  build: (box) => propagatedInBox(box, composite),
});
