import { InputError } from '../errors.ts';
import type { Model, Site } from './model.ts';

/**
 * The convolutional site nearest to the output that still has rows and columns: where Grad-CAM looks by default.
 * Undefined for networks without convolutions.
 */
export function lastConvolutional(model: Pick<Model, 'sites'>): Site | undefined {
  return model.sites.findLast(({ convolutional, shape }) => convolutional && shape[0] * shape[1] > 1);
}

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
