import { z } from 'zod';
import { defineMethod } from '../define-method.ts';
import { BlurLevels } from '../learned-mask/blur-levels.ts';
import { preserve } from '../learned-mask/preservation.ts';
import { SmoothMask } from '../learned-mask/smooth-mask.ts';
import { halfAndTwice, triedAt } from '../neighbours.ts';
import { repetitions } from '../settings.ts';

/** Lengths are those of inputs of this side, others in proportion. */
const AT = 224;

const positive = (most: number, byDefault: number) =>
  z.number('a number').positive('more than 0').max(most, `at most ${most}`).default(byDefault);

/**
 * The smooth mask that keeps a share `area` of the pixels, the rest blurred, on which S is largest (Fong et al. 2019, eq. 4 and 5; the
 * preserving game): 800 steps of gradient descent from a mask that keeps everything. No detail of the mask is finer than `sigma`, the
 * blur goes up to `blur`, there is a cell every `step`, in pixels of inputs whose shorter side has 224. (The authors also move the
 * input from step to step.)
 */
export const extremalPerturbation = defineMethod({
  name: 'extremal-perturbation',
  description: 'smooth mask of a given area on which the logit is largest, the rest blurred',
  source: 'Fong et al. 2019',
  family: 'perturbation',
  unsigned: true,
  needsSpatial: true,
  cost: ({ steps }) => ({ forwards: steps, backwards: steps }),
  settings: {
    steps: repetitions(800),
    area: triedAt(z.number('a number').gt(0, 'more than 0').lt(1, 'less than 1').default(0.1), () => [
      0.05, 0.2,
    ]),
    sigma: triedAt(positive(1000, 21), halfAndTwice),
    blur: triedAt(positive(1000, 20), halfAndTwice),
    step: positive(1000, 7),
    rate: positive(100, 0.01),
    weight: positive(1e6, 300),
  },
  build: ({ area, sigma, blur, step, rate, weight, steps }) => ({
    // Where the masks lead is not known beforehand; how often they are moved, is.
    requests: () => [],
    furtherPoints: steps,
    explain: async (ask, given) => {
      const { inputs } = given;
      const [height, width] = inputs.shape;
      const scale = Math.min(height, width) / AT;
      const smooth = new SmoothMask([height, width], Math.max(1, Math.round(step * scale)), sigma * scale);
      const grids = Array.from({ length: inputs.count }, () =>
        new Float64Array(smooth.rows * smooth.columns).fill(1),
      );
      const levels = new BlurLevels(inputs, blur * scale);
      await preserve(ask, given, grids, { smooth, levels, steps, rate, area, weight });
      const values = new Float32Array(inputs.count * smooth.pixels);
      for (const [image, grid] of grids.entries()) values.set(smooth.enlarge(grid), image * smooth.pixels);
      return { shape: [height, width], count: inputs.count, values };
    },
  }),
});
