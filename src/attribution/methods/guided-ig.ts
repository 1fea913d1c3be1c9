import { z } from 'zod';
import { defineMethod } from '../define-method.ts';
import { GuidedPath } from '../guided-path.ts';
import { shapedLike } from '../maps.ts';
import { triedAt } from '../neighbours.ts';
import { replacement } from '../requests/fills.ts';
import { gradientAt } from '../requests/gradient-at.ts';
import { baselineSetting, repetitions } from '../settings.ts';

const share = (byDefault: number) =>
  z.number('a number').positive('more than 0').max(1, 'at most 1').default(byDefault);

/** Integrated gradients along a path on which values of small derivative move first (Kapishnikov et al. 2021). */
export const guidedIg = defineMethod({
  name: 'guided-ig',
  description: 'dS/dx along a path on which values of small derivative move first',
  source: 'Kapishnikov et al. 2021',
  family: 'gradients',
  multipliesByInput: true,
  ranks: 'signed',
  complete: true,
  cost: ({ steps }) => ({ forwards: steps, backwards: steps }),
  settings: {
    steps: repetitions(200),
    fraction: triedAt(share(0.25), () => [0.1, 0.5]),
    distance: triedAt(share(0.02), () => [0.1, 1]),
    baseline: baselineSetting,
  },
  build: ({ baseline, ...settings }) => ({
    baseline,
    // Where the path leads is not known beforehand; how long it is, is.
    requests: () => [],
    furtherPoints: settings.steps,
    explain: async (ask, given) => {
      const { inputs } = given;
      const size = inputs.values.length / inputs.count;
      const replace = replacement(baseline, given);
      const paths = Array.from({ length: inputs.count }, (_, image) => {
        const start = new Float32Array(size);
        replace(image, start);
        return new GuidedPath(start, inputs.values.subarray(image * size, (image + 1) * size), settings);
      });
      const points = new Float32Array(inputs.values.length);
      for (let step = 0; step < settings.steps; step++) {
        for (const [image, { at }] of paths.entries()) points.set(at, image * size);
        const gradient = await ask(gradientAt(`guided-ig ${step} ${baseline}`, points));
        for (const [image, path] of paths.entries())
          path.step(gradient.subarray(image * size, (image + 1) * size));
      }
      const values = new Float32Array(inputs.values.length);
      for (const [image, { sums }] of paths.entries()) values.set(sums, image * size);
      return shapedLike(inputs, values);
    },
  }),
});
