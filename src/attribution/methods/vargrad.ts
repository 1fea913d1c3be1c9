import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { noisyGradient } from '../requests/noisy-gradient.ts';
import { noiseCost, noiseSettings } from '../settings.ts';

/** Variance of dS/dx, divided by n, over the noisy inputs of SmoothGrad (Adebayo et al. 2018, section 2). */
export const vargrad = defineMethod({
  name: 'vargrad',
  description: 'variance of dS/dx over noisy inputs',
  source: 'Adebayo et al. 2018',
  family: 'gradients',
  unsigned: true,
  cost: noiseCost,
  stochastic: true,
  settings: noiseSettings,
  build: (noise) => {
    const request = noisyGradient(noise);
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => {
        const { mean, meanSquare } = await ask(request);
        // Rounding can leave a variance of zero slightly below it.
        const values = Float32Array.from(mean, (m, i) => Math.max(0, meanSquare[i] - m * m));
        return shapedLike(inputs, values);
      },
    };
  },
});
