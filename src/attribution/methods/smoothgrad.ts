import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { noiseSettings } from '../settings.ts';

/** Mean of dS/dx over noisy inputs (Smilkov et al. 2017, section 3). */
export const smoothgrad = defineMethod({
  name: 'smoothgrad',
  description: 'mean of dS/dx over noisy inputs (Smilkov et al. 2017)',
  stochastic: true,
  settings: noiseSettings,
  build: (noise) => {
    const request = { kind: 'noisy-gradient', rule: 'gradient', noise } as const;
    return {
      requests: () => [request],
      combine: ({ inputs, answer }) => shapedLike(inputs, Float32Array.from(answer(request).mean)),
    };
  },
});
