import type { Composite } from '../../engine/composite.ts';
import { gradient as plain } from '../composites/registry.ts';
import { pathPoints } from '../quadrature.ts';
import type { PathSettings } from '../settings.ts';
import { type Fill, replacement } from './fills.ts';
import { copyInput, type Request, sizeOf } from './request.ts';

/** (x - x') times dS/dx averaged along the straight path from a baseline x' to the input, [N, ...input shape]. */
export function pathGradient(
  { steps, quadrature }: PathSettings,
  baseline: Fill = 'black',
  composite: Composite = plain,
): Request<Float32Array> {
  const points = pathPoints(quadrature, steps);
  return {
    key: `path-gradient ${composite.name} ${baseline} ${quadrature} ${steps}`,
    pass: { kind: 'gradient', composite },
    points: points.length,
    open: (question) => {
      const { inputs } = question;
      const size = sizeOf(inputs);
      const mean = new Float64Array(inputs.values.length);
      const replace = replacement(baseline, question);
      const start = new Float32Array(size);
      let ready = -1;
      const startOf = (image: number) => {
        if (ready !== image) replace(image, start);
        ready = image;
        return start;
      };
      return {
        fill: (image, point, out) => {
          copyInput(inputs, image, out);
          towards(startOf(image), points[point].at, out);
        },
        take: (image, point, { gradient }) => {
          const { weight } = points[point];
          const at = image * size;
          for (let p = 0; p < size; p++) mean[at + p] += weight * gradient[p];
        },
        done: () =>
          Float32Array.from(inputs.values, (x, i) => {
            const image = Math.floor(i / size);
            return (x - startOf(image)[i % size]) * mean[i];
          }),
      };
    },
  };
}

/** Moves `values` in place from the input (1) towards the baseline (0). */
export function towards(baseline: Float32Array, at: number, values: Float32Array): void {
  for (let p = 0; p < values.length; p++) values[p] = baseline[p] + at * (values[p] - baseline[p]);
}
