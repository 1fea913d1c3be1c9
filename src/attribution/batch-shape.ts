import type { Model } from '../model/model.ts';

/**
 * The shape of one input in a batch. Steps are rows of one column, [steps, 1, features]: metrics sum their features, masks take
 * a step away as a whole, and what is made for pictures does not apply.
 */
export const batchShape = ({
  inputShape,
  sequence,
}: Pick<Model, 'inputShape' | 'sequence'>): readonly number[] =>
  sequence ? inputShape.toSpliced(1, 0, 1) : inputShape;

/** Numbers at every place of an input that a mask keeps or takes away: channels of images, features of steps, else 1. */
export const channelsOf = (shape: readonly number[]): number =>
  shape.length > 2 ? shape[shape.length - 1] : 1;
