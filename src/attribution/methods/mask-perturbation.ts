import { cumulativeStdNormalProbability } from 'simple-statistics';
import { z } from 'zod';
import { defineMethod } from '../define-method.ts';
import { descend } from '../learned-mask/descent.ts';
import { Enlargement } from '../learned-mask/enlargement.ts';
import { descentRequests } from '../learned-mask/masked-probability.ts';
import { triedAt } from '../neighbours.ts';
import type { NoiseSource } from '../noise.ts';
import { blurred } from '../requests/fills.ts';
import { sizeOf } from '../requests/request.ts';

/** Lengths are those of inputs of this side, others in proportion. */
const AT = 224;
/** Cells of the mask along a side, as a share of the input's pixels. */
const CELL = 8;

const positive = (most: number, byDefault: number) =>
  z.number('a number').min(0, 'at least 0').max(most, `at most ${most}`).default(byDefault);

/**
 * 1 - u, u the smallest smooth mask whose deletion, by blurring, takes the probability of the class away (Fong and Vedaldi 2017,
 * eq. 3): minimises P(x u + r (1 - u)) + l1 sum |1 - m| + l2 sum (dy^2 + dx^2)^(power / 2), u being the grid m enlarged, by Adam from
 * one half everywhere, all inputs at once. Each step moves the input by a few pixels. The only method here that explains a
 * probability and not the logit; P of a regression is its value.
 */
export const maskPerturbation = defineMethod({
  name: 'mask-perturbation',
  description: 'learned mask whose blurring takes the probability of the class away',
  source: 'Fong and Vedaldi 2017',
  family: 'perturbation',
  stochastic: true,
  unsigned: true,
  needsSpatial: true,
  cost: ({ steps }) => ({ forwards: 2 * steps, backwards: steps }),
  settings: {
    steps: triedAt(
      z.int('a whole number').min(1, 'at least 1').max(100_000, 'at most 100000').default(300),
      () => [10, 150, 300, 500],
    ),
    blur: triedAt(positive(1000, 10), () => [5, 10, 30]),
    rate: positive(10, 0.1),
    l1: positive(1e6, 1e-4),
    l2: positive(1e6, 1e-2),
    power: z.number('a number').min(1, 'at least 1').max(10, 'at most 10').default(3),
    jitter: z.int('a whole number').min(0, 'at least 0').max(1000, 'at most 1000').default(3),
  },
  build: ({ steps, blur, rate, l1, l2, power, jitter }) => ({
    requests: () => descentRequests(steps),
    explain: async (ask, given) => {
      const { inputs, noise } = given;
      const [height, width] = inputs.shape;
      const scale = Math.min(height, width) / AT;
      const reference = new Float32Array(inputs.values.length);
      const size = sizeOf(inputs);
      for (let n = 0; n < inputs.count; n++) {
        const out = reference.subarray(n * size, (n + 1) * size);
        if (blur > 0) blurred(inputs, n, blur * scale, out);
        else out.set(inputs.baseline);
      }
      const grid = [Math.ceil(height / CELL), Math.ceil(width / CELL)] as const;
      const enlargement = new Enlargement(grid, [height, width]);
      const masks = Array.from({ length: inputs.count }, () => new Float64Array(enlargement.cells).fill(0.5));
      await descend(ask, given, masks, {
        ...{ enlargement, columns: grid[1], steps, rate, reference },
        ...{ sparsity: l1, variation: l2, power },
        shift: shiftsOf(noise, Math.round(jitter * scale)),
      });
      const values = new Float32Array(inputs.count * height * width);
      masks.forEach((mask, n) => {
        values.set(
          enlargement.enlarge(mask).map((kept) => 1 - kept),
          n * height * width,
        );
      });
      return { shape: [height, width], count: inputs.count, values };
    },
  }),
});

/** Moves of up to so many pixels either way, the same for every model. */
function shiftsOf(noise: NoiseSource, most: number) {
  const drawn = new Float32Array(2);
  const move = (normal: number) =>
    Math.min(2 * most, Math.floor(cumulativeStdNormalProbability(normal) * (2 * most + 1))) - most;
  return (image: number, step: number): readonly [number, number] => {
    if (most === 0) return [0, 0];
    noise.fill(image, step, drawn);
    return [move(drawn[0]), move(drawn[1])];
  };
}
