import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { noisyPathGradient } from '../requests/noisy-path-gradient.ts';
import { noiseSettings, noiseVariations, pathSettings, stepVariations } from '../settings.ts';

/**
 * Mean over noisy inputs of their integrated gradients, each multiplied by its own noisy input
 * (Adebayo et al. 2018, section 2). Costs draws * points gradients per map.
 */
export const igSmoothgrad = defineMethod({
  name: 'ig-smoothgrad',
  description: 'mean of integrated gradients over noisy inputs (Adebayo et al. 2018)',
  stochastic: true,
  multipliesByInput: true,
  ranks: 'signed',
  settings: { ...noiseSettings, ...pathSettings, quadrature: pathSettings.quadrature.default('midpoint') },
  variations: (all) => ({ ...noiseVariations(all), ...stepVariations(all) }),
  build: ({ draws, spread, steps, quadrature }) => {
    const request = noisyPathGradient({ steps, quadrature }, { draws, spread });
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, Float32Array.from(await ask(request))),
    };
  },
});
