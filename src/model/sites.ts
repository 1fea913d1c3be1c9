import type { Model, Site } from './model.ts';

/**
 * The convolutional site nearest to the output that still has rows and columns: where Grad-CAM looks by default.
 * Undefined for networks without convolutions.
 */
export function lastConvolutional(model: Pick<Model, 'sites'>): Site | undefined {
  return model.sites.findLast(({ convolutional, shape }) => convolutional && shape[0] * shape[1] > 1);
}
