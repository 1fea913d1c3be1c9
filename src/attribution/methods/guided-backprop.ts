import { guided } from '../composites/guided.ts';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { gradient } from '../requests/gradient.ts';

export const guidedGradient = gradient(guided);

/** Gradient that passes a ReLU only where its derivative and the incoming signal are positive (Springenberg et al. 2015). */
export const guidedBackprop = defineMethod({
  name: 'guided-backprop',
  description: 'gradient with guided ReLU units',
  source: 'Springenberg et al. 2015',
  family: 'propagation',
  needsRelu: true,
  twin: { method: 'gradient', adds: 'the guided rule' },
  settings: {},
  build: () => ({
    requests: () => [guidedGradient],
    explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(guidedGradient)).gradient.slice()),
  }),
});
