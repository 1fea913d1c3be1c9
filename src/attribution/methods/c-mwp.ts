import { contrastiveExcitation } from '../composites/excitation.ts';
import { defineMethod } from '../define-method.ts';
import { propagatedTo, shownSetting } from '../propagated.ts';

/** Excitation backprop minus that of the negated last layer (Zhang et al. 2016, section 3.3). */
export const contrastiveWinning = defineMethod({
  name: 'c-mwp',
  description: 'excitation-backprop minus that of the negated last layer',
  source: 'Zhang et al. 2016',
  family: 'propagation',
  readsLayerInputs: true,
  multipliesByInput: true,
  ranks: 'signed',
  twin: { method: 'excitation-backprop', adds: 'the contrast' },
  settings: { layer: shownSetting },
  build: ({ layer }) => propagatedTo(layer, contrastiveExcitation),
});
