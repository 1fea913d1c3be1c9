import type { Model, TrainingMode, Weights } from '../../model/model.ts';
import { randomize } from '../randomize.ts';

/** A draw that no check makes: a network's seed never gives back the values that its training began with. */
const BEFORE_TRAINING = 0xffff_ffff;

/**
 * Random weights to begin training with, by the layers' own initializers. Weights that training never moves (of frozen
 * layers) keep the model's own values.
 */
export function initialWeights(model: Model, mode: TrainingMode, seed: number): Weights {
  const moved = new Set([...mode.trainable, ...mode.statistics]);
  const { weights } = randomize(model, { stage: 'full', seed, draw: BEFORE_TRAINING });
  return new Map(
    [...weights].map(([name, values]) => [name, moved.has(name) ? values : model.trained.get(name)!]),
  );
}
