import type { Composite } from '../../engine/composite.ts';
import { gradient as plain } from '../composites/registry.ts';
import { pathPoints } from '../quadrature.ts';
import type { PathSettings } from '../settings.ts';
import { copyInput, type Request, sizeOf } from './request.ts';

/** dS/dx averaged along the straight path from the black baseline to the input, [N, ...input shape], in double precision. */
export function pathGradient(
  { steps, quadrature }: PathSettings,
  composite: Composite = plain,
): Request<Float64Array> {
  const points = pathPoints(quadrature, steps);
  return {
    key: `path-gradient ${composite.name} ${quadrature} ${steps}`,
    pass: { kind: 'gradient', composite },
    points: points.length,
    open: ({ inputs }) => {
      const size = sizeOf(inputs);
      const mean = new Float64Array(inputs.values.length);
      return {
        fill: (image, point, out) => {
          copyInput(inputs, image, out);
          towards(inputs.baseline, points[point].at, out);
        },
        take: (image, point, { gradient }) => {
          const { weight } = points[point];
          const at = image * size;
          for (let p = 0; p < size; p++) mean[at + p] += weight * gradient[p];
        },
        done: () => mean,
      };
    },
  };
}

/** Moves `values` in place from the input (1) towards the baseline (0). */
export function towards(baseline: Float32Array, at: number, values: Float32Array): void {
  for (let p = 0; p < values.length; p++) values[p] = baseline[p] + at * (values[p] - baseline[p]);
}
