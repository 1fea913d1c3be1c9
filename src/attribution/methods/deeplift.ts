import { z } from 'zod';
import { deepLift } from '../composites/deeplift/deeplift.ts';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { triedAt } from '../neighbours.ts';
import { contributions, filled } from '../requests/multipliers.ts';
import { baselineSetting } from '../settings.ts';

export const deepLiftSettings = {
  rule: z.enum(['rescale', 'reveal-cancel'], 'one of rescale, reveal-cancel').default('rescale'),
  pooling: z.enum(['change', 'gradient'], 'one of change, gradient').default('change'),
};

/** Contributions of x - x' by multipliers in the place of derivatives (Shrikumar et al. 2017). */
export const deeplift = defineMethod({
  name: 'deeplift',
  description: "(x - x') times multipliers in the place of derivatives",
  source: 'Shrikumar et al. 2017',
  family: 'propagation',
  multipliesByInput: true,
  ranks: 'signed',
  complete: true,
  cost: { forwards: 2, backwards: 2 },
  settings: {
    ...deepLiftSettings,
    rule: triedAt(deepLiftSettings.rule, (rule) => [
      rule === 'rescale' ? ('reveal-cancel' as const) : ('rescale' as const),
    ]),
    baseline: baselineSetting,
  },
  build: ({ baseline, ...settings }) => {
    const request = contributions(deepLift(settings), filled(baseline));
    return {
      baseline,
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).slice()),
    };
  },
});
