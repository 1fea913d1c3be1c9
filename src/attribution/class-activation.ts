import { InputError } from '../errors.ts';
import type { Model, Site } from '../model/model.ts';
import { lastConvolutional } from '../model/sites.ts';
import { enlarge } from './enlarge.ts';
import type { Maps } from './maps.ts';
import { MisfitError } from './misfit.ts';
import { type ActivationAnswer, activation } from './requests/activation.ts';

/** The site that a class activation map reads: the named layer, or the last convolutional one after its activation. */
export function activationSite(model: Model, layer: string | null): Site {
  const site = layer ? model.sites.find((s) => s.name === layer) : lastConvolutional(model);
  if (!site && layer) {
    throw new InputError({
      thing: `layer ${layer}`,
      expected: 'a layer of the model',
      found: `the layers ${model.sites.map((s) => s.name).join(', ')}`,
    });
  }
  if (!site) {
    const expected = 'a network with a convolutional layer';
    throw new MisfitError({ thing: 'grad-cam', expected, found: 'none' });
  }
  if (site.shape.length !== 3) {
    throw new InputError({
      thing: `layer ${site.name}`,
      expected: 'an output with rows, columns and channels',
      found: `shape [${site.shape}]`,
    });
  }
  return site;
}

/** The site before the one that is read, as a setting: the nearest convolutional one, of the same kind of place. */
export function layerBefore(model: Model, layer: string | null): Record<string, { layer: string }> {
  let site: Site;
  try {
    site = activationSite(model, layer);
  } catch {
    // What does not fit is told where methods are fitted to the model.
    return {};
  }
  const before = model.sites
    .slice(0, model.sites.indexOf(site))
    .findLast(({ shape, convolutional }) => convolutional && shape.length === 3 && shape[0] * shape[1] > 1);
  return before ? { [`layer ${before.name}`]: { layer: before.name } } : {};
}

/** The request for the activation of that site. */
export const activationRequest = (model: Model, layer: string | null) =>
  activation(activationSite(model, layer));

/** ReLU(sum_k mean_ij(dS/dA_k) A_k) at the site's own size [N, h, w] (Selvaraju et al. 2017, eq. 1 and 2). */
export function classActivation(
  { activation: activations, gradient, shape }: ActivationAnswer,
  rectified: boolean,
): Maps {
  const [height, width, channels] = shape;
  const pixels = height * width;
  const count = activations.length / (pixels * channels);
  const values = new Float32Array(count * pixels);
  for (let n = 0; n < count; n++) {
    const from = n * pixels * channels;
    const weights = new Float64Array(channels);
    for (let i = 0; i < pixels * channels; i++) weights[i % channels] += gradient[from + i] / pixels;
    for (let p = 0; p < pixels; p++) {
      let sum = 0;
      for (let k = 0; k < channels; k++) sum += weights[k] * activations[from + p * channels + k];
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
