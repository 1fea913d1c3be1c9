import { extremesOf } from '../../extremes.ts';
import { channelsOf } from '../batch-shape.ts';
import type { Batch } from '../method.ts';
import { blurBySide, blurPicture } from './blurring.ts';
import { type Question, sizeOf } from './request.ts';

export const FILLS = ['black', 'mean', 'blur', 'noise'] as const;
/**
 * What stands in the place of what a mask removes: `black`, the input that means "nothing there"; `mean` of the channel over
 * that input; `blur`, the input under a Gaussian of SD 1/20 of each side; `noise`, normal with the channel's mean and SD over
 * that input, clipped to the range of all inputs.
 */
export type Fill = (typeof FILLS)[number];

/** SD of the blur along each side, as a share of it. */
const BLUR_SHARE = 1 / 20;

/** Writes what replaces an input, [...input shape]. */
export function replacement(fill: Fill, question: Question): (image: number, out: Float32Array) => void {
  return REPLACEMENTS[fill](question);
}

const REPLACEMENTS: Readonly<
  Record<Fill, (question: Question) => (image: number, out: Float32Array) => void>
> = {
  black:
    ({ inputs }) =>
    (_, out) =>
      out.set(inputs.baseline),
  mean: ({ inputs }) => {
    const channels = channelsOf(inputs.shape);
    return (image, out) => {
      const { means } = moments(inputs, image);
      for (let p = 0; p < out.length; p++) out[p] = means[p % channels];
    };
  },
  blur: ({ inputs }) => {
    // Without rows and columns there is nothing to blur over.
    if (inputs.shape.length !== 3) return REPLACEMENTS.mean({ inputs } as Question);
    const size = sizeOf(inputs);
    return (image, out) =>
      blurBySide(inputs.values.subarray(image * size, (image + 1) * size), inputs.shape, BLUR_SHARE, out);
  },
  noise: ({ inputs, noise }) => {
    const channels = channelsOf(inputs.shape);
    const [low, high] = extremesOf(inputs.values);
    return (image, out) => {
      const { means, deviations } = moments(inputs, image);
      noise.fill(image, 0, out);
      for (let p = 0; p < out.length; p++) {
        const value = means[p % channels] + deviations[p % channels] * out[p];
        out[p] = Math.min(high, Math.max(low, value));
      }
    };
  },
};

/** Mean and SD (divided by n) of every channel of one input. */
function moments(inputs: Batch, image: number) {
  const channels = channelsOf(inputs.shape);
  const size = sizeOf(inputs);
  const from = image * size;
  const pixels = size / channels;
  const means = new Float64Array(channels);
  const deviations = new Float64Array(channels);
  for (let p = 0; p < size; p++) means[p % channels] += inputs.values[from + p] / pixels;
  for (let p = 0; p < size; p++) {
    deviations[p % channels] += (inputs.values[from + p] - means[p % channels]) ** 2 / pixels;
  }
  return { means, deviations: deviations.map(Math.sqrt) };
}

/** Writes an input [H, W, C] under a Gaussian of some SD in pixels. */
export function blurred(inputs: Batch, image: number, sd: number, out: Float32Array): void {
  const size = sizeOf(inputs);
  blurPicture(inputs.values.subarray(image * size, (image + 1) * size), inputs.shape, sd, out);
}
