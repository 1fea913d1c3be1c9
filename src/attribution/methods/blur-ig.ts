import { z } from 'zod';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { halfAndTwice, triedAt } from '../neighbours.ts';
import { blurredAt, blurredPathGradient } from '../requests/blurred-path-gradient.ts';
import { repetitions } from '../settings.ts';

/**
 * Integrated gradients along the path on which the input is blurred more and more (Xu et al. 2020, eq. 6): the integral of dS/dL times
 * dL/da over the SD a of a Gaussian, from `blur` down to 0, L(a) being the input under it. SDs lie evenly; each step counts
 * what it adds to a value, times the mean of dS/dL at both its ends, so that the sum is S(x) - S(L(blur)) up to the error of that
 * trapezoid rule. `blur` is in pixels of an input whose shorter side has 224. (The authors take the difference quotient of L at one end
 * of a step, 100 steps, and black beyond the border, where here the input is reflected.)
 */
export const blurIg = defineMethod({
  name: 'blur-ig',
  description: 'dS/dx along a path on which the input is blurred more and more, times what that changes',
  source: 'Xu et al. 2020',
  family: 'gradients',
  multipliesByInput: true,
  ranks: 'signed',
  complete: true,
  needsSpatial: true,
  cost: ({ steps }) => ({ forwards: steps + 1, backwards: steps + 1 }),
  settings: {
    steps: repetitions(50),
    blur: triedAt(
      z.number('a number').positive('more than 0').max(1000, 'at most 1000').default(50),
      halfAndTwice,
    ),
  },
  build: (path) => {
    const request = blurredPathGradient(path);
    return {
      baseline: (inputs) => {
        const write = blurredAt(path, inputs);
        return (image, out) => write(image, path.steps, out);
      },
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, await ask(request)),
    };
  },
});
