import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { noisyPathGradient } from '../requests/noisy-path-gradient.ts';
import { noiseSettings, pathCost, pathSettings } from '../settings.ts';

/**
 * Mean over noisy inputs of their integrated gradients, each multiplied by its own noisy input
 * (Adebayo et al. 2018, section 2). Costs draws * points gradients per map.
 */
export const igSmoothgrad = defineMethod({
  name: 'ig-smoothgrad',
  description: 'mean of integrated gradients over noisy inputs',
  source: 'Adebayo et al. 2018',
  family: 'gradients',
  ranks: 'signed',
  cost: ({ draws, ...path }) => pathCost(path, draws),
  stochastic: true,
  multipliesByInput: true,
  settings: { ...noiseSettings, ...pathSettings, quadrature: pathSettings.quadrature.default('midpoint') },
  build: ({ draws, spread, steps, quadrature }) => {
    const request = noisyPathGradient({ steps, quadrature }, { draws, spread });
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, Float32Array.from(await ask(request))),
    };
  },
});
