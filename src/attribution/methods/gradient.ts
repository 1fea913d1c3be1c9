import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { curvature } from '../requests/curvature.ts';
import { gradient as gradientAt } from '../requests/gradient.ts';
import { copyInput, sizeOf } from '../requests/request.ts';

const request = gradientAt();

/** dS/dx, signed (Simonyan et al. 2014, section 3). */
export const gradient = defineMethod({
  name: 'gradient',
  description: 'dS/dx',
  source: 'Simonyan et al. 2014',
  family: 'gradients',
  derivative: true,
  settings: {},
  build: () => ({
    requests: () => [request],
    explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).gradient.slice()),
    pullback: async (ask, { inputs }, weights) => {
      const size = sizeOf(inputs);
      const fill = (image: number, _: number, at: Float32Array, direction: Float32Array) => {
        copyInput(inputs, image, at);
        direction.set(weights.subarray(image * size, (image + 1) * size));
      };
      return (await ask(curvature({ weights: [1], open: () => ({ fill }) }))).along;
    },
  }),
});
