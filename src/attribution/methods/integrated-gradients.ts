import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { pathGradient } from '../requests/path-gradient.ts';
import { baselineSetting, pathCost, pathSettings } from '../settings.ts';

/** (x - x') times the mean of dS/dx on the straight path from x', black by default, to x (Sundararajan et al. 2017, eq. 1). */
export const integratedGradients = defineMethod({
  name: 'integrated-gradients',
  description: "(x - x') times the path mean of dS/dx",
  source: 'Sundararajan et al. 2017',
  ranks: 'signed',
  cost: (path) => pathCost(path),
  multipliesByInput: true,
  complete: true,
  settings: { ...pathSettings, baseline: baselineSetting },
  build: ({ baseline, ...path }) => {
    const request = pathGradient(path, baseline);
    return {
      baseline,
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).slice()),
    };
  },
});
