import type { Training } from '../../checks/training.ts';
import type { TrainingPlan } from '../../plan/training.ts';
import { Stream } from '../../randomize/stream.ts';
import { initialWeights } from '../../randomize/training/initial-weights.ts';
import { permutedLabels } from '../../randomize/training/label-noise.ts';
import type { TrainingOptions } from '../../randomize/training/train-network.ts';
import type { TrainingPrograms } from '../../randomize/training/training-programs.ts';
import type { Subject } from '../prepare/subject.ts';
import type { TrainingData } from '../prepare/training-data.ts';

/** Everything that trainings of a run have in common. */
export interface Recipe {
  readonly plan: TrainingPlan;
  readonly subject: Subject;
  readonly data: TrainingData;
  /** Where trained networks are kept; null for nowhere. */
  readonly folder: string | null;
  readonly seed: number;
  /** Compiled once for all of them. */
  readonly programs: TrainingPrograms;
}

/** The network of the true labels, where it is trained as the others are. */
export const TRUTH: Training = { name: 'true', stream: 'true' };

/** How a network is trained; `required` is the accuracy to stop at, where that is not the plan's. */
export function optionsOf(
  { plan, subject, data, seed, programs }: Recipe,
  network: Omit<Training, 'name'>,
  required: number = plan.required,
): TrainingOptions {
  const { model, engine } = subject;
  const { optimizer: kind, rate, momentum, schedule, loss, batch, epochs, labelNoise } = plan;
  const optimizer =
    kind === 'sgd' ? { kind, rate, ...(momentum === null ? {} : { momentum }) } : { kind, rate };
  // Apart from the seed of random weights, so that no network begins as a fully random model of another order.
  const own = (stream: string | number) => new Stream('training', seed, stream).word();
  const { stream, permutation } = network;
  return {
    ...{ model, engine, programs, data: data.values, seed: own(stream) },
    labels:
      permutation === undefined
        ? data.labels
        : permutedLabels(data.labels, { seed, permutation, share: labelNoise }),
    settings: { optimizer, schedule, loss, batch, epochs, stopAt: required },
    initial:
      plan.sameInitial && model.training
        ? initialWeights(model, model.training(), own(TRUTH.stream))
        : undefined,
  };
}
