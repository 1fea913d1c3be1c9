import { InputError } from '../errors.ts';
import { nearestNames } from '../nearest.ts';
import type { Model, Site } from './model.ts';

/** So many names are told where none is near. */
const MOST_NAMED = 8;

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

/** The site of a name. Throws InputError for a name that the model does not have, with the nearest that it has. */
export function requireSite(model: Pick<Model, 'sites'>, name: string): Site {
  const site = model.sites.find((s) => s.name === name);
  if (site) return site;
  const nearest = nearestNames(
    name,
    model.sites.map((s) => s.name),
  );
  throw new InputError({
    thing: `layer ${name}`,
    expected: `one of the ${model.sites.length} layers and operations of the model`,
    found: 'a name that is not known',
    hint: nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : lastOf(model),
  });
}

/** As a rule somebody means one of the last. */
const lastOf = ({ sites }: Pick<Model, 'sites'>): string | undefined =>
  sites.length === 0
    ? undefined
    : `The last are ${sites
        .slice(-MOST_NAMED)
        .map(({ name }) => name)
        .join(', ')}.`;
