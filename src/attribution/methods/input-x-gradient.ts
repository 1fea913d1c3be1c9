import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { curvature } from '../requests/curvature.ts';
import { gradient } from '../requests/gradient.ts';
import { copyInput, sizeOf } from '../requests/request.ts';

const request = gradient();

/** x * dS/dx (Shrikumar et al. 2016). */
export const inputXGradient = defineMethod({
  name: 'input-x-gradient',
  description: 'x * dS/dx',
  source: 'Shrikumar et al. 2016',
  family: 'gradients',
  ranks: 'signed',
  multipliesByInput: true,
  twin: { method: 'gradient', adds: 'the input as a factor' },
  settings: {},
  build: () => ({
    requests: () => [request],
    explain: async (ask, { inputs }) => {
      const { gradient: slope } = await ask(request);
      return shapedLike(
        inputs,
        slope.map((g, i) => g * inputs.values[i]),
      );
    },
    pullback: async (ask, { inputs }, weights) => {
      const size = sizeOf(inputs);
      const fill = (image: number, _: number, at: Float32Array, direction: Float32Array) => {
        copyInput(inputs, image, at);
        for (let p = 0; p < size; p++) direction[p] = at[p] * weights[image * size + p];
      };
      const { along, slope } = await ask(curvature({ weights: [1], open: () => ({ fill }) }));
      return along.map((value, p) => value + slope[p] * weights[p]);
    },
  }),
});
