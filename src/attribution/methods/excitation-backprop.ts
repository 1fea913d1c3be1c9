import { excitation } from '../composites/excitation.ts';
import { defineMethod } from '../define-method.ts';
import { propagatedTo, shownSetting } from '../propagated.ts';

/** Probability of winning at the input, by excitatory connections alone, from 1 at the class (Zhang et al. 2016, eq. 2). */
export const excitationBackprop = defineMethod({
  name: 'excitation-backprop',
  description: 'probability of winning by excitatory connections',
  source: 'Zhang et al. 2016',
  family: 'propagation',
  readsLayerInputs: true,
  multipliesByInput: true,
  unsigned: true,
  ranks: 'signed',
  conserves: 'one',
  settings: { layer: shownSetting },
  build: ({ layer }) => propagatedTo(layer, excitation),
});
