import type { Composite } from '../../engine/composite.ts';
import { gradient as plain } from '../composites/registry.ts';
import { pathPoints } from '../quadrature.ts';
import type { NoiseSettings, PathSettings } from '../settings.ts';
import { noisyInputs } from './noise.ts';
import { towards } from './path-gradient.ts';
import { type Request, sizeOf } from './request.ts';

/** Mean over noisy inputs of (noisy input - baseline) times its path average, [N, ...input shape], in double precision. */
export function noisyPathGradient(
  { steps, quadrature }: PathSettings,
  { draws, spread }: NoiseSettings,
  composite: Composite = plain,
): Request<Float64Array> {
  const points = pathPoints(quadrature, steps);
  return {
    key: `noisy-path-gradient ${composite.name} ${quadrature} ${steps} ${draws} ${spread}`,
    pass: { kind: 'gradient', composite },
    points: draws * points.length,
    open: (question) => {
      const { inputs } = question;
      const size = sizeOf(inputs);
      const mean = new Float64Array(inputs.values.length);
      // The points of one noisy input follow one another, so it is drawn once when filling and once when taking.
      const perturb = noisyInputs(question, { draws, spread });
      const lastNoisy = () => {
        const values = new Float32Array(size);
        let last = -1;
        return (image: number, point: number): Float32Array => {
          const draw = Math.floor(point / points.length);
          if (last !== image * draws + draw) perturb(image, draw, values);
          last = image * draws + draw;
          return values;
        };
      };
      const drawn = { fill: lastNoisy(), take: lastNoisy() };
      return {
        fill: (image, point, out) => {
          out.set(drawn.fill(image, point));
          towards(inputs.baseline, points[point % points.length].at, out);
        },
        take: (image, point, { gradient }) => {
          const noisy = drawn.take(image, point);
          const { weight } = points[point % points.length];
          const at = image * size;
          for (let p = 0; p < size; p++) {
            mean[at + p] += (weight / draws) * (noisy[p] - inputs.baseline[p]) * gradient[p];
          }
        },
        done: () => mean,
      };
    },
  };
}
