import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { curvature } from '../requests/curvature.ts';
import { noisyInputs } from '../requests/noise.ts';
import { noisyGradient } from '../requests/noisy-gradient.ts';
import { type Question, sizeOf } from '../requests/request.ts';
import { noiseCost, noiseSettings } from '../settings.ts';

/** Mean of dS/dx over noisy inputs (Smilkov et al. 2017, section 3). */
export const smoothgrad = defineMethod({
  name: 'smoothgrad',
  description: 'mean of dS/dx over noisy inputs',
  source: 'Smilkov et al. 2017',
  family: 'gradients',
  cost: noiseCost,
  stochastic: true,
  settings: noiseSettings,
  build: (noise) => {
    const request = noisyGradient(noise);
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, Float32Array.from((await ask(request)).mean)),
      // The SD of the noise, which goes by the range of the input, counts as constant.
      pullback: async (ask, { inputs }, weights) => {
        const size = sizeOf(inputs);
        const open = (question: Question) => {
          const noisy = noisyInputs(question, noise);
          const fill = (image: number, draw: number, at: Float32Array, direction: Float32Array) => {
            noisy(image, draw, at);
            direction.set(weights.subarray(image * size, (image + 1) * size));
          };
          return { fill };
        };
        const each = Array.from({ length: noise.draws }, () => 1 / noise.draws);
        return (await ask(curvature({ weights: each, open }))).along;
      },
    };
  },
});
