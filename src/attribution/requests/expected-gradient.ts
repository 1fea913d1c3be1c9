import { errorFunction } from 'simple-statistics';
import { gradient as plain } from '../composites/registry.ts';
import { backgroundReference } from './multipliers.ts';
import { copyInput, type Request, sizeOf } from './request.ts';

/**
 * The mean of (x - x') dS/dx at x' + a (x - x') over draws of a reference x' among the inputs of the run and of a in [0, 1],
 * [N, ...input shape] (Erion et al. 2021, eq. 3).
 */
export function expectedGradient(draws: number): Request<Float32Array> {
  return {
    key: `expected-gradient ${draws}`,
    pass: { kind: 'gradient', composite: plain },
    points: draws,
    open: ({ inputs, noise }) => {
      const size = sizeOf(inputs);
      const sums = new Float64Array(inputs.values.length);
      const normal = new Float32Array(size);
      const drawn = (image: number, draw: number) => {
        noise.fill(image, draw, normal);
        const count = inputs.background?.count ?? 1;
        const choice = Math.floor(uniform(normal[size - 1]) * count);
        return {
          at: uniform(normal[0]),
          reference: backgroundReference(inputs, Math.min(count - 1, choice)),
        };
      };
      return {
        fill: (image, draw, out) => {
          const { at, reference } = drawn(image, draw);
          copyInput(inputs, image, out);
          for (let p = 0; p < size; p++) out[p] = reference[p] + at * (out[p] - reference[p]);
        },
        take: (image, draw, { gradient }) => {
          const { reference } = drawn(image, draw);
          const from = image * size;
          for (let p = 0; p < size; p++)
            sums[from + p] += (gradient[p] * (inputs.values[from + p] - reference[p])) / draws;
        },
        done: () => Float32Array.from(sums),
      };
    },
  };
}

/** A uniform number in [0, 1], of a standard normal one. */
const uniform = (normal: number): number => (1 + errorFunction(normal / Math.SQRT2)) / 2;
