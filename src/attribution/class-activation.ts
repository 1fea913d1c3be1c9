import { InputError } from '../errors.ts';
import type { Model, Site } from '../model/model.ts';
import { lastMap, planeAt, requireSite } from '../model/sites.ts';
import { enlarge } from './enlarge.ts';
import type { Maps } from './maps.ts';
import { MisfitError } from './misfit.ts';
import { type ActivationAnswer, activation } from './requests/activation.ts';

/** The site that a class activation map reads, with its plane: the named layer, or the last that is a map of the input. */
export function activationSite(model: Model, layer: string | null): Site {
  const site = layer ? requireSite(model, layer) : lastMap(model);
  if (!site) {
    const expected = model.sequence
      ? 'a network with a layer that has steps'
      : 'a network with a convolutional layer';
    throw new MisfitError({ thing: 'class activation', expected, found: 'none' });
  }
  const plane = planeAt(model, site);
  if (plane) return { ...site, plane };
  const expected = model.sequence
    ? 'an output with steps and channels'
    : 'an output with rows, columns and channels';
  throw new InputError({ thing: `layer ${site.name}`, expected, found: `shape [${site.shape}]` });
}

/** The request for the activation of that site. */
export const activationRequest = (model: Model, layer: string | null) =>
  activation(activationSite(model, layer));

/** What was read at a site as [rows, columns, channels]: of tokens those that stand for a place in the picture, steps as rows. */
export function spatialAnswer(answer: ActivationAnswer, { plane }: Pick<Site, 'plane'>): ActivationAnswer {
  if (!plane) return answer;
  const { rows, columns, before } = plane;
  const channels = answer.shape.at(-1)!;
  const [size, kept] = [
    answer.shape.reduce((product, extent) => product * extent, 1),
    rows * columns * channels,
  ];
  const shape = [rows, columns, channels];
  if (size === kept) return { ...answer, shape };
  const part = (values: Float32Array) => {
    const result = new Float32Array((values.length / size) * kept);
    for (let n = 0; n * size < values.length; n++) {
      const from = n * size + before * channels;
      result.set(values.subarray(from, from + kept), n * kept);
    }
    return result;
  };
  return {
    ...answer,
    activation: part(answer.activation),
    gradient: part(answer.gradient),
    shape,
  };
}

/** What was read at the site for one input, [pixels, channels] each. */
export interface SiteRead {
  /** Place of the input in its batch. */
  readonly image: number;
  readonly activation: Float32Array;
  readonly gradient: Float32Array;
  readonly pixels: number;
  readonly channels: number;
}

/** What an activation counts for, by its place in [pixels, channels] and its channel. */
export type Weigh = (read: SiteRead) => (element: number, channel: number) => number;

/** mean_ij(dS/dA_k): the weights of Grad-CAM (Selvaraju et al. 2017, eq. 1). */
export const meanGradient: Weigh = ({ gradient, pixels, channels }) => {
  const means = new Float64Array(channels);
  for (let i = 0; i < pixels * channels; i++) means[i % channels] += gradient[i] / pixels;
  return (_, channel) => means[channel];
};

/** ReLU(sum_k w_k A_k) at the site's own size [N, h, w], or without the ReLU. */
export function classActivation(
  { activation: activations, gradient, shape }: ActivationAnswer,
  rectified: boolean,
  weigh: Weigh = meanGradient,
): Maps {
  const [height, width, channels] = shape;
  const pixels = height * width;
  const size = pixels * channels;
  const count = activations.length / size;
  const values = new Float32Array(count * pixels);
  for (let n = 0; n < count; n++) {
    const activation = activations.subarray(n * size, (n + 1) * size);
    const weight = weigh({
      image: n,
      activation,
      gradient: gradient.subarray(n * size, (n + 1) * size),
      pixels,
      channels,
    });
    for (let p = 0; p < pixels; p++) {
      let sum = 0;
      for (let k = 0; k < channels; k++) sum += weight(p * channels + k, k) * activation[p * channels + k];
      values[n * pixels + p] = rectified ? Math.max(0, sum) : sum;
    }
  }
  return { shape: [height, width], count, values };
}

/** Small maps enlarged to the rows and columns of the input. */
export function enlargeMaps(small: Maps, [rows, cols]: readonly number[]): Maps {
  const [height, width] = small.shape;
  const values = new Float32Array(small.count * rows * cols);
  for (let n = 0; n < small.count; n++) {
    const plane = small.values.subarray(n * height * width, (n + 1) * height * width);
    values.set(enlarge(plane, [height, width], [rows, cols]), n * rows * cols);
  }
  return { shape: [rows, cols], count: small.count, values };
}
