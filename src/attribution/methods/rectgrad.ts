import { z } from 'zod';
import { rectGrad } from '../composites/rectgrad.ts';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { triedAt } from '../neighbours.ts';
import { gradient } from '../requests/gradient.ts';

/**
 * Gradient that passes a ReLU only where activation times signal is among the largest of the layer, times the input (Kim et al.
 * 2019). Layers of few units may pass nothing: the map is then zero, which is counted.
 */
export const rectgrad = defineMethod({
  name: 'rectgrad',
  description: 'gradient through the units of each layer that matter most, times the input',
  source: 'Kim et al. 2019',
  family: 'propagation',
  multipliesByInput: true,
  ranks: 'signed',
  needsRelu: true,
  settings: {
    percentile: triedAt(z.number('a number').min(0, 'at least 0').max(100, 'at most 100').default(98), () => [
      90, 95, 99,
    ]),
    interpolation: z.enum(['nearest', 'linear'], 'one of nearest, linear').default('nearest'),
    timesInput: z.boolean('true or false').default(true),
  },
  build: ({ timesInput, ...settings }) => {
    const request = gradient(rectGrad(settings));
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => {
        const { gradient: signal } = await ask(request);
        return shapedLike(
          inputs,
          signal.map((s, i) => (timesInput ? s * inputs.values[i] : s)),
        );
      },
    };
  },
});
