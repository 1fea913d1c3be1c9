import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import type { Ask, Given } from '../method.ts';
import { type PathPoint, pathPoints } from '../quadrature.ts';
import { curvature } from '../requests/curvature.ts';
import { pathGradient, towards } from '../requests/path-gradient.ts';
import { copyInput, sizeOf } from '../requests/request.ts';
import { baselineSetting, pathCost, pathSettings } from '../settings.ts';

/** (x - x') times the mean of dS/dx on the straight path from x', black by default, to x (Sundararajan et al. 2017, eq. 1). */
export const integratedGradients = defineMethod({
  name: 'integrated-gradients',
  description: "(x - x') times the path mean of dS/dx",
  source: 'Sundararajan et al. 2017',
  family: 'gradients',
  ranks: 'signed',
  cost: (path) => pathCost(path),
  multipliesByInput: true,
  complete: true,
  settings: { ...pathSettings, baseline: baselineSetting },
  build: ({ baseline, ...path }) => {
    const request = pathGradient(path, baseline);
    const points = pathPoints(path.quadrature, path.steps);
    return {
      baseline,
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).slice()),
      // Another baseline moves with the input.
      ...(baseline === 'black' && {
        pullback: (ask, given, weights) => pulledBack(ask, given, weights, points),
      }),
    };
  },
});

/** Of (x - x') times the mean of dS/dx over points at a share t of the path: that mean, and t (x - x') times the second derivatives. */
async function pulledBack(
  ask: Ask,
  { inputs }: Given,
  weights: Float32Array,
  points: readonly PathPoint[],
): Promise<Float32Array> {
  const size = sizeOf(inputs);
  const difference = inputs.values.map((value, p) => value - inputs.baseline[p % size]);
  const fill = (image: number, point: number, at: Float32Array, direction: Float32Array) => {
    copyInput(inputs, image, at);
    towards(inputs.baseline, points[point].at, at);
    for (let p = 0; p < size; p++) {
      direction[p] = points[point].at * difference[image * size + p] * weights[image * size + p];
    }
  };
  const { along, slope } = await ask(
    curvature({ weights: points.map(({ weight }) => weight), open: () => ({ fill }) }),
  );
  return along.map((value, p) => value + slope[p] * weights[p]);
}
