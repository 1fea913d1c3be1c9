import { gradient as plain } from '../composites/registry.ts';
import { Collected, type Request } from './request.ts';

/** dS/dx at given points, one for each input: [N, ...input shape], as are the points. `key` names them. */
export function gradientAt(key: string, points: Float32Array): Request<Float32Array> {
  return {
    key: `gradient-at ${key}`,
    pass: { kind: 'gradient', composite: plain },
    points: 1,
    once: true,
    open: ({ inputs }) => {
      const size = points.length / inputs.count;
      const gradients = new Collected('gradient', inputs.count);
      return {
        fill: (image, _, out) => out.set(points.subarray(image * size, (image + 1) * size)),
        take: (image, _, outputs) => gradients.take(image, outputs),
        done: () => gradients.values,
      };
    },
  };
}
