import { gradient as plain } from '../composites/registry.ts';
import type { Ask, Batch, Given } from '../method.ts';
import { type Request, sizeOf } from '../requests/request.ts';
import type { Enlargement } from './enlargement.ts';
import { type Probability, probabilityOf } from './probability.ts';

/** Masks of every input at one step of their descent. */
export interface MaskedStep {
  /** Tells steps apart. */
  readonly step: number;
  /** A grid for every input. */
  readonly masks: readonly Float64Array[];
  readonly enlargement: Enlargement;
  /** What stands where a mask is 0: one input after the other. */
  readonly reference: Float32Array;
  /** Rows and columns by which an input and its reference are moved together; edges are repeated. */
  readonly shifts: readonly (readonly [number, number])[];
}

/** How often a descent goes through the network, for cost: a forward, and a forward and backward, for every step. */
export const descentRequests = (steps: number): [Request<void>, Request<void>] => {
  const nothing = () => ({ fill: () => {}, take: () => {}, done: () => {} });
  const common = { points: steps, varies: true, open: nothing } as const;
  return [
    { key: `masked probability ${steps}`, pass: { kind: 'logits' }, ...common },
    { key: `masked probability gradient ${steps}`, pass: { kind: 'gradient', composite: plain }, ...common },
  ];
};

/** The probability of every masked input, and its derivative by the cells of its mask. All inputs go through together. */
export async function maskedProbabilities(
  ask: Ask,
  { inputs, targets, network }: Pick<Given, 'inputs' | 'targets' | 'network'>,
  at: MaskedStep,
): Promise<{ readonly values: readonly number[]; readonly slopes: readonly Float64Array[] }> {
  const found: Probability[] = [];
  const slopes: Float64Array[] = [];
  const masked = maskedInputs(inputs, at);
  const common = { points: 1, varies: true } as const;
  await ask<void>({
    ...common,
    key: `masked probability, step ${at.step}`,
    pass: { kind: 'logits' },
    open: () => ({
      fill: (image, _, out) => masked.fill(image, out),
      take: (image, _, { logits }) => {
        found[image] = probabilityOf(logits, targets[image], network.output);
      },
      done: () => {},
    }),
  });
  await ask<void>({
    ...common,
    key: `masked probability gradient, step ${at.step}`,
    pass: { kind: 'gradient', composite: plain },
    cotangent: (image, _, out) => out.set(found[image].slope),
    open: () => ({
      fill: (image, _, out) => masked.fill(image, out),
      take: (image, _, { gradient }) => {
        slopes[image] = at.enlargement.transpose(masked.byMask(image, gradient));
      },
      done: () => {},
    }),
  });
  return { values: found.map(({ value }) => value), slopes };
}

/** x u + r (1 - u), u a mask at the input's size, and the derivative by u of what has some derivative by that. */
function maskedInputs(inputs: Batch, { masks, enlargement, reference, shifts }: MaskedStep) {
  const [height, width, channels] = inputs.shape;
  const size = sizeOf(inputs);
  const whole = masks.map((mask) => enlargement.enlarge(mask));
  const sources = shifts.map(([down, across]) =>
    Int32Array.from({ length: height * width }, (_, p) => {
      const row = Math.min(height - 1, Math.max(0, Math.floor(p / width) + down));
      return row * width + Math.min(width - 1, Math.max(0, (p % width) + across));
    }),
  );
  const each = (image: number, visit: (pixel: number, at: number, x: number, r: number) => void) => {
    for (let pixel = 0; pixel < height * width; pixel++) {
      const from = image * size + sources[image][pixel] * channels;
      for (let k = 0; k < channels; k++)
        visit(pixel, pixel * channels + k, inputs.values[from + k], reference[from + k]);
    }
  };
  return {
    fill: (image: number, out: Float32Array) =>
      each(image, (pixel, at, x, r) => {
        out[at] = x * whole[image][pixel] + r * (1 - whole[image][pixel]);
      }),
    byMask: (image: number, gradient: Float32Array) => {
      const slope = new Float64Array(height * width);
      each(image, (pixel, at, x, r) => {
        slope[pixel] += gradient[at] * (x - r);
      });
      return slope;
    },
  };
}
