import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { expectedGradient } from '../requests/expected-gradient.ts';
import { noiseCost, repetitions } from '../settings.ts';

/** Integrated gradients averaged over random references and points of the path (Erion et al. 2021). */
export const expectedGradients = defineMethod({
  name: 'expected-gradients',
  description: "(x - x') times dS/dx over random references of the run and points of the path",
  source: 'Erion et al. 2021',
  family: 'gradients',
  stochastic: true,
  multipliesByInput: true,
  ranks: 'signed',
  cost: noiseCost,
  settings: { draws: repetitions(100) },
  build: ({ draws }) => {
    const request = expectedGradient(draws);
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).slice()),
    };
  },
});
