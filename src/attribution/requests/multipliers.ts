import type { Composite } from '../../engine/composite.ts';
import type { Batch } from '../method.ts';
import { type Fill, replacement } from './fills.ts';
import { copyInput, type Question, type Request, sizeOf } from './request.ts';

/** What inputs are compared with. */
export interface References {
  readonly key: string;
  readonly count: number;
  open(question: Question): (image: number, point: number, out: Float32Array) => void;
}

/** One reference to every input. */
export const filled = (fill: Fill): References => ({
  key: fill,
  count: 1,
  open: (question) => {
    const write = replacement(fill, question);
    return (image, _, out) => write(image, out);
  },
});

/** The first inputs of the run; black where it is not known. Again from the first one where more are asked for. */
export function backgroundReference(inputs: Batch, point: number): Float32Array {
  const { background } = inputs;
  if (!background) return inputs.baseline;
  const size = background.values.length / background.count;
  const from = (point % background.count) * size;
  return background.values.subarray(from, from + size);
}

/** So many inputs of the run, the same for every input. */
export const fromBackground = (count: number): References => ({
  key: `background ${count}`,
  count,
  open:
    ({ inputs }) =>
    (_, point, out) =>
      out.set(backgroundReference(inputs, point)),
});

/** (x - x') times its multiplier under a composite that compares, averaged over references, [N, ...input shape]. */
export function contributions(composite: Composite, references: References): Request<Float32Array> {
  return {
    key: `contributions ${composite.name} ${references.key}`,
    pass: { kind: 'gradient', composite },
    points: references.count,
    open: (question) => {
      const { inputs } = question;
      const size = sizeOf(inputs);
      const sums = new Float64Array(inputs.values.length);
      const reference = new Float32Array(size);
      const write = references.open(question);
      return {
        fill: (image, _, out) => copyInput(inputs, image, out),
        fillReference: write,
        take: (image, point, { gradient }) => {
          write(image, point, reference);
          const at = image * size;
          for (let p = 0; p < size; p++) sums[at + p] += gradient[p] * (inputs.values[at + p] - reference[p]);
        },
        done: () => Float32Array.from(sums, (sum) => sum / references.count),
      };
    },
  };
}
