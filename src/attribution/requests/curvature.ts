import { gradient as plain } from '../composites/registry.ts';
import { type Question, type Request, sizeOf } from './request.ts';

/** Half the distance of the two gradients of a difference: as a share of the input's own range, where the direction is largest. */
const STEP = 1 / 1024;

/** Sums over points, [N, ...input shape] each. */
export interface CurvatureAnswer {
  /** Of H v: how dS/dx at a point changes along a direction v, H being the matrix of second derivatives, which is symmetric. */
  readonly along: Float32Array;
  /** Of dS/dx itself. */
  readonly slope: Float32Array;
}

/** Where gradients are differentiated. */
export interface Directions {
  /** By point, what it counts for. */
  readonly weights: readonly number[];
  open(question: Question): {
    /** Writes a point of an image, and the direction there. */
    fill(image: number, point: number, at: Float32Array, direction: Float32Array): void;
  };
}

/**
 * Second derivatives of S along directions, by central differences of dS/dx: two gradients a point, on every engine and of every
 * network that has gradients, where kernels need no second derivative of their own.
 */
export function curvature({ weights, open }: Directions): Request<CurvatureAnswer> {
  return {
    key: 'curvature',
    pass: { kind: 'gradient', composite: plain },
    points: 2 * weights.length,
    ...{ once: true, varies: true },
    open: (question) => {
      const { inputs } = question;
      const size = sizeOf(inputs);
      const along = new Float64Array(inputs.values.length);
      const slope = new Float64Array(inputs.values.length);
      const direction = new Float32Array(size);
      const { fill } = open(question);
      const steps = Float64Array.from({ length: inputs.count }, (_, i) => STEP * spanOf(question, i));
      const lengths = new Float64Array(2 * weights.length * inputs.count);
      return {
        fill: (image, each, out) => {
          fill(image, each >> 1, out, direction);
          const largest = direction.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
          const length = largest > 0 ? steps[image] / largest : 0;
          lengths[image * 2 * weights.length + each] = length;
          const sign = each % 2 === 0 ? length : -length;
          for (let p = 0; p < size; p++) out[p] += sign * direction[p];
        },
        take: (image, each, { gradient }) => {
          const weight = weights[each >> 1];
          const length = lengths[image * 2 * weights.length + each];
          const share = length > 0 ? (each % 2 === 0 ? weight : -weight) / (2 * length) : 0;
          const from = image * size;
          for (let p = 0; p < size; p++) {
            along[from + p] += share * gradient[p];
            slope[from + p] += (weight / 2) * gradient[p];
          }
        },
        done: () => ({ along: Float32Array.from(along), slope: Float32Array.from(slope) }),
      };
    },
  };
}

/** Largest less smallest value of an input; 1 where they are equal. */
function spanOf({ inputs }: Question, image: number): number {
  const size = sizeOf(inputs);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of inputs.values.subarray(image * size, (image + 1) * size)) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high > low ? high - low : 1;
}
