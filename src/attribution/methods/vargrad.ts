import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { noiseSettings } from '../settings.ts';

/** Variance of dS/dx, divided by n, over the noisy inputs of SmoothGrad (Adebayo et al. 2018, section 2). */
export const vargrad = defineMethod({
  name: 'vargrad',
  description: 'variance of dS/dx over noisy inputs (Adebayo et al. 2018)',
  stochastic: true,
  settings: noiseSettings,
  build: (noise) => {
    const request = { kind: 'noisy-gradient', rule: 'gradient', noise } as const;
    return {
      requests: () => [request],
      combine: ({ inputs, answer }) => {
        const { mean, meanSquare } = answer(request);
        // Rounding can leave a variance of zero slightly below it.
        const values = Float32Array.from(mean, (m, i) => Math.max(0, meanSquare[i] - m * m));
        return shapedLike(inputs, values);
      },
    };
  },
});
