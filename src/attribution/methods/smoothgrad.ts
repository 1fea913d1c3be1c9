import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { noisyGradient } from '../requests/noisy-gradient.ts';
import { noiseSettings, noiseVariations } from '../settings.ts';

/** Mean of dS/dx over noisy inputs (Smilkov et al. 2017, section 3). */
export const smoothgrad = defineMethod({
  name: 'smoothgrad',
  description: 'mean of dS/dx over noisy inputs (Smilkov et al. 2017)',
  stochastic: true,
  settings: noiseSettings,
  variations: noiseVariations,
  build: (noise) => {
    const request = noisyGradient(noise);
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, Float32Array.from((await ask(request)).mean)),
    };
  },
});
