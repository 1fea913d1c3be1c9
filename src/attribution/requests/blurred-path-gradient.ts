import { gradient as plain } from '../composites/registry.ts';
import type { Batch } from '../method.ts';
import { blurPicture } from './blurring.ts';
import { type Request, sizeOf } from './request.ts';

/** A path along which an input is blurred more and more. */
export interface BlurredPath {
  readonly steps: number;
  /** SD of the last Gaussian, in pixels of an input whose shorter side has 224. */
  readonly blur: number;
}

/** Lengths are those of inputs of this side, others in proportion. */
const AT = 224;

/** An input [H, W, C] at a step of its path: itself at 0, most blurred at the last one. */
export function blurredAt({ steps, blur }: BlurredPath, inputs: Batch) {
  const scale = Math.min(inputs.shape[0], inputs.shape[1]) / AT;
  const size = sizeOf(inputs);
  return (image: number, step: number, out: Float32Array) =>
    blurPicture(
      inputs.values.subarray(image * size, (image + 1) * size),
      inputs.shape,
      (blur * scale * step) / steps,
      out,
    );
}

/**
 * The sum over the steps of a path, from the most blurred input to itself, of what the step adds to every value times dS/dx, the mean of
 * both ends of the step: [N, ...input shape].
 */
export function blurredPathGradient(path: BlurredPath): Request<Float32Array> {
  const { steps, blur } = path;
  return {
    key: `blurred-path-gradient ${steps} ${blur}`,
    pass: { kind: 'gradient', composite: plain },
    points: steps + 1,
    open: ({ inputs }) => {
      const size = sizeOf(inputs);
      const at = blurredAt(path, inputs);
      const sums = new Float64Array(inputs.values.length);
      // What has gone in and not all come out again.
      const pending = new Map<number, Float32Array[]>();
      return {
        fill: (image, point, out) => {
          if (point === 0) {
            const points = Array.from({ length: steps + 1 }, () => new Float32Array(size));
            for (const [step, blurred] of points.entries()) at(image, step, blurred);
            pending.set(image, points);
          }
          out.set(pending.get(image)![point]);
        },
        take: (image, point, { gradient }) => {
          const points = pending.get(image)!;
          const [sharper, duller] = [points[Math.max(0, point - 1)], points[Math.min(steps, point + 1)]];
          for (let p = 0; p < size; p++) {
            sums[image * size + p] += (gradient[p] * (sharper[p] - duller[p])) / 2;
          }
          if (point === steps) pending.delete(image);
        },
        done: () => Float32Array.from(sums),
      };
    },
  };
}
