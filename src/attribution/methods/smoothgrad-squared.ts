import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { noisyGradient } from '../requests/noisy-gradient.ts';
import { noiseCost, noiseSettings } from '../settings.ts';

/** Mean of (dS/dx)^2 over the noisy inputs of SmoothGrad (Hooker et al. 2019, section 2). */
export const smoothgradSquared = defineMethod({
  name: 'smoothgrad-squared',
  description: 'mean of (dS/dx)^2 over noisy inputs',
  source: 'Hooker et al. 2019',
  family: 'gradients',
  unsigned: true,
  cost: noiseCost,
  stochastic: true,
  settings: noiseSettings,
  build: (noise) => {
    const request = noisyGradient(noise);
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) =>
        shapedLike(inputs, Float32Array.from((await ask(request)).meanSquare)),
    };
  },
});
