import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { pathGradient } from '../requests/path-gradient.ts';
import { pathSettings, stepVariations } from '../settings.ts';

/** (x - x') times the mean of dS/dx on the straight path from black x' to x (Sundararajan et al. 2017, eq. 1). */
export const integratedGradients = defineMethod({
  name: 'integrated-gradients',
  description: "(x - x') times the path mean of dS/dx (Sundararajan et al. 2017)",
  multipliesByInput: true,
  complete: true,
  ranks: 'signed',
  settings: pathSettings,
  variations: stepVariations,
  build: (path) => {
    const request = pathGradient(path);
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => {
        const mean = await ask(request);
        const { baseline } = inputs;
        const values = inputs.values.map((x, i) => (x - baseline[i % baseline.length]) * mean[i]);
        return shapedLike(inputs, values);
      },
    };
  },
});
