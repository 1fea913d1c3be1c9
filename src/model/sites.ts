import { InputError } from '../errors.ts';
import { nearestNames } from '../nearest.ts';
import type { Model, Plane, Site } from './model.ts';

/** So many names are told where none is near. */
const MOST_NAMED = 8;

/**
 * The convolutional site nearest to the output that still has rows and columns.
 * Undefined for networks without convolutions.
 */
export function lastConvolutional(model: Pick<Model, 'sites'>): Site | undefined {
  return model.sites.findLast(
    ({ convolutional, shape }) => convolutional && shape.length === 3 && shape[0] * shape[1] > 1,
  );
}

/**
 * Where Grad-CAM looks by default: the map of the input that is nearest to the output, or the last convolution; of a sequence the
 * last site that everything flows through and that has steps.
 */
export const lastMap = (model: Pick<Model, 'sites' | 'sequence'>): Site | undefined =>
  model.sites.findLast(({ plane }) => plane) ?? (model.sequence ? undefined : lastConvolutional(model));

/**
 * The steps of a sequence of at most so many as a plane of one column: [steps, features], or with an axis of one entry beside
 * them. Null for other shapes, and for a single step.
 */
export function stepsPlane(shape: readonly number[], most: number): Plane | null {
  const lengths = shape.slice(0, -1);
  const rows = Math.max(0, ...lengths);
  const whole = lengths.length === 1 || (lengths.length === 2 && lengths.includes(1));
  return whole && rows > 1 && rows <= most ? { rows, columns: 1, before: 0 } : null;
}

/** The plane that a site's channels lie in: an image's, that which the site says, or the steps of a sequence; null for none. */
export function planeAt(model: Pick<Model, 'sequence' | 'inputShape'>, { plane, shape }: Site): Plane | null {
  if (plane) return plane;
  if (model.sequence) return stepsPlane(shape, model.inputShape[0]);
  return shape.length === 3 ? { rows: shape[0], columns: shape[1], before: 0 } : null;
}

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
