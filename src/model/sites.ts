import { InputError } from '../errors.ts';
import type { Model, Site } from './model.ts';

/**
 * The convolutional site nearest to the output that still has rows and columns.
 * Undefined for networks without convolutions.
 */
export function lastConvolutional(model: Pick<Model, 'sites'>): Site | undefined {
  return model.sites.findLast(({ convolutional, shape }) => convolutional && shape[0] * shape[1] > 1);
}

/** Where Grad-CAM looks by default: the map of the input that is nearest to the output, or the last convolution. */
export const lastMap = (model: Pick<Model, 'sites'>): Site | undefined =>
  model.sites.findLast(({ plane }) => plane) ?? lastConvolutional(model);

/** The site of a name. Throws InputError for a name that the model does not have. */
export function requireSite(model: Pick<Model, 'sites'>, name: string): Site {
  const site = model.sites.find((s) => s.name === name);
  if (site) return site;
  throw new InputError({
    thing: `layer ${name}`,
    expected: 'a layer of the model',
    found: `none of that name; the layers are ${model.sites.map((s) => s.name).join(', ')}`,
  });
}
