import { z } from 'zod';
import type { Cost } from './method.ts';
import { halfAndTwice, triedAt } from './neighbours.ts';
import { pathPoints, QUADRATURES, type Quadrature } from './quadrature.ts';
import type { Fill } from './requests/fills.ts';

/** Added Gaussian noise: `draws` samples of N(0, (spread * (max x - min x))^2) per input. */
export interface NoiseSettings {
  readonly draws: number;
  /** As a share of the input's own range. */
  readonly spread: number;
}

/** A straight path from a baseline to the input. */
export interface PathSettings {
  readonly steps: number;
  readonly quadrature: Quadrature;
}

/** A number of repetitions, 1 or more; tried at half and twice as many. */
export const repetitions = (byDefault: number) =>
  triedAt(
    z.int('a whole number').min(1, 'at least 1').max(100_000, 'at most 100000').default(byDefault),
    halfAndTwice,
  );

/** Settings of the noise of SmoothGrad and its relatives: 50 draws with an SD of .15 of the input's range. */
export const noiseSettings = {
  draws: repetitions(50),
  spread: triedAt(
    z.number('a number').positive('more than 0').max(10, 'at most 10').default(0.15),
    (spread) => [2 / 3, 4 / 3].map((factor) => Number((factor * spread).toPrecision(6))),
  ),
};

/** A gradient for every draw. */
export const noiseCost = ({ draws }: Pick<NoiseSettings, 'draws'>): Cost => ({
  forwards: draws,
  backwards: draws,
});

/** Settings of the path of integrated gradients: 50 steps by the trapezoid rule from a black baseline. */
export const pathSettings = {
  steps: repetitions(50),
  quadrature: z.enum(QUADRATURES, `one of ${QUADRATURES.join(', ')}`).default('trapezoid'),
};

/** A gradient for every point of a path, for every draw. */
export function pathCost({ steps, quadrature }: PathSettings, draws = 1): Cost {
  const points = draws * pathPoints(quadrature, steps).length;
  return { forwards: points, backwards: points };
}

const BASELINES = ['black', 'mean', 'blur'] as const satisfies readonly Fill[];

/** What an input is compared with: `black`, the default, the mean of its channels, or itself blurred. */
export const baselineSetting = triedAt(
  z.enum(BASELINES, `one of ${BASELINES.join(', ')}`).default('black'),
  () => BASELINES,
);

/** The site that Grad-CAM reads: null for the last convolutional layer, after its activation, or the last with the steps of a sequence. Tried at the one before. */
export const siteSettings = {
  layer: triedAt(z.string('the name of a layer').nullable().default(null), (layer, { sites, sequence }) => {
    const maps = sites.filter(({ convolutional, shape, plane }) =>
      sequence ? plane : convolutional && shape.length === 3,
    );
    const before = maps.findIndex(({ name }) => name === layer) - 1;
    return before < 0 ? [] : [maps[before].name];
  }),
};
