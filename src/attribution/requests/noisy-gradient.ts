import type { Composite } from '../../engine/composite.ts';
import { gradient as plain } from '../composites/registry.ts';
import type { NoiseSettings } from '../settings.ts';
import { noisyInputs } from './noise.ts';
import { type Request, sizeOf } from './request.ts';

/** Moments of dS/dx over noisy inputs, [N, ...input shape] each, in double precision. */
export interface NoisyGradientAnswer {
  readonly mean: Float64Array;
  readonly meanSquare: Float64Array;
}

/** dS/dx at noisy inputs under a composite: its mean and mean of squares. */
export function noisyGradient(
  { draws, spread }: NoiseSettings,
  composite: Composite = plain,
): Request<NoisyGradientAnswer> {
  return {
    key: `noisy-gradient ${composite.name} ${draws} ${spread}`,
    pass: { kind: 'gradient', composite },
    points: draws,
    open: (question) => {
      const { inputs } = question;
      const size = sizeOf(inputs);
      const mean = new Float64Array(inputs.values.length);
      const meanSquare = new Float64Array(inputs.values.length);
      return {
        fill: noisyInputs(question, { draws, spread }),
        take: (image, _, { gradient }) => {
          const at = image * size;
          for (let p = 0; p < size; p++) {
            mean[at + p] += gradient[p] / draws;
            meanSquare[at + p] += gradient[p] ** 2 / draws;
          }
        },
        done: () => ({ mean, meanSquare }),
      };
    },
  };
}
