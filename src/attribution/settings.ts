import { z } from 'zod';
import { QUADRATURES, type Quadrature } from './quadrature.ts';

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

/** Settings of the noise of SmoothGrad and its relatives: 50 draws with an SD of .15 of the input's range. */
export const noiseSettings = {
  draws: z.int('a whole number').min(1, 'at least 1').max(100_000, 'at most 100000').default(50),
  spread: z.number('a number').positive('more than 0').max(10, 'at most 10').default(0.15),
};

/** Other numbers of noisy inputs and other noise, each alone: half and twice, two and four thirds. */
export const noiseVariations = ({ draws, spread }: NoiseSettings) => ({
  ...(draws > 1 && { [`draws ${Math.round(draws / 2)}`]: { draws: Math.round(draws / 2) } }),
  [`draws ${2 * draws}`]: { draws: 2 * draws },
  [`spread ${short((2 * spread) / 3)}`]: { spread: (2 * spread) / 3 },
  [`spread ${short((4 * spread) / 3)}`]: { spread: (4 * spread) / 3 },
});

/** Half and twice as many steps. */
export const stepVariations = ({ steps }: PathSettings) => ({
  ...(steps > 1 && { [`steps ${Math.round(steps / 2)}`]: { steps: Math.round(steps / 2) } }),
  [`steps ${2 * steps}`]: { steps: 2 * steps },
});

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** Settings of the path of integrated gradients: 50 steps by the trapezoid rule from a black baseline. */
export const pathSettings = {
  steps: z.int('a whole number').min(1, 'at least 1').max(100_000, 'at most 100000').default(50),
  quadrature: z.enum(QUADRATURES, `one of ${QUADRATURES.join(', ')}`).default('trapezoid'),
};

/** The site that Grad-CAM reads: null for the last convolutional layer, after its activation. */
export const siteSettings = {
  layer: z.string('the name of a layer').nullable().default(null),
};
