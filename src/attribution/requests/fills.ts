import type { Batch } from '../method.ts';
import { type Question, sizeOf } from './request.ts';

export const FILLS = ['black', 'mean', 'blur', 'noise'] as const;
/**
 * What stands in the place of what a mask removes: `black`, the input that means "nothing there"; `mean` of the channel over
 * that input; `blur`, the input under a Gaussian of SD 1/20 of the side; `noise`, normal with the channel's mean and SD over
 * that input, clipped to the range of all inputs.
 */
export type Fill = (typeof FILLS)[number];

/** Width of the blur, as a share of the shorter side. */
const BLUR_SHARE = 1 / 20;
/** The Gaussian is cut off at so many SDs. */
const BLUR_RADIUS = 4;

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
    const channels = channelsOf(inputs);
    return (image, out) => {
      const { means } = moments(inputs, image);
      for (let p = 0; p < out.length; p++) out[p] = means[p % channels];
    };
  },
  blur: ({ inputs }) => {
    // Without rows and columns there is nothing to blur over.
    if (inputs.shape.length !== 3) return REPLACEMENTS.mean({ inputs } as Question);
    const kernel = gaussian(BLUR_SHARE * Math.min(inputs.shape[0], inputs.shape[1]));
    return (image, out) => blur(inputs, image, kernel, out);
  },
  noise: ({ inputs, noise }) => {
    const channels = channelsOf(inputs);
    const [low, high] = rangeOf(inputs.values);
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

/** Channels of images; features of a table are one channel. */
const channelsOf = ({ shape }: Pick<Batch, 'shape'>): number =>
  shape.length > 1 ? shape[shape.length - 1] : 1;

/** Mean and SD (divided by n) of every channel of one input. */
function moments(inputs: Batch, image: number) {
  const channels = channelsOf(inputs);
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

function rangeOf(values: Float32Array): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function gaussian(sd: number): Float64Array {
  const radius = Math.max(1, Math.ceil(BLUR_RADIUS * sd));
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-(((i - radius) / sd) ** 2) / 2),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** Writes an input [H, W, C] under a Gaussian of some SD in pixels. */
export function blurred(inputs: Batch, image: number, sd: number, out: Float32Array): void {
  blur(inputs, image, gaussian(sd), out);
}

/** Rows, then columns; beyond the border the picture is reflected, its edge repeated. */
function blur({ values, shape, count }: Batch, image: number, kernel: Float64Array, out: Float32Array): void {
  const [height, width, channels] = shape;
  const from = image * (values.length / count);
  const own = values.subarray(from, from + out.length);
  const rows = new Float64Array(out.length);
  convolve(own, kernel, { extent: height, stride: width * channels, lines: width * channels }, rows);
  for (let row = 0; row < height; row++) {
    const start = row * width * channels;
    const line = rows.subarray(start, start + width * channels);
    const result = out.subarray(start, start + width * channels);
    convolve(line, kernel, { extent: width, stride: channels, lines: channels }, result);
  }
}

interface Lines {
  /** Values along a line, and how far they lie apart. */
  readonly extent: number;
  readonly stride: number;
  /** Lines, whose first values lie side by side. */
  readonly lines: number;
}

/** Lines of values, each with a frame of its own reflection, so that the sums go straight over memory. */
function convolve(
  values: ArrayLike<number>,
  kernel: Float64Array,
  { extent, stride, lines }: Lines,
  out: Float64Array | Float32Array,
): void {
  const radius = (kernel.length - 1) / 2;
  const places = Int32Array.from({ length: extent + 2 * radius }, (_, i) => reflected(i - radius, extent));
  const framed = new Float64Array(places.length);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < framed.length; i++) framed[i] = values[line + places[i] * stride];
    for (let place = 0; place < extent; place++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k] * framed[place + k];
      out[line + place * stride] = sum;
    }
  }
}

/** A place beyond the border, reflected: -1 is 0, -2 is 1. */
function reflected(place: number, length: number): number {
  const period = 2 * length;
  const within = ((place % period) + period) % period;
  return within < length ? within : period - 1 - within;
}
