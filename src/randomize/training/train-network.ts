import type { Engine } from '../../engine/engine.ts';
import { InputError } from '../../errors.ts';
import type { Model, TrainingMode, Weights } from '../../model/model.ts';
import { createEvaluator } from './accuracy.ts';
import { type EpochRecord, readCheckpoint, type TrainingState, writeCheckpoint } from './checkpoint.ts';
import { Descent, type TrainingProgress } from './descent.ts';
import { initialWeights } from './initial-weights.ts';
import { countLabelled } from './labelled-data.ts';
import { lossOf } from './loss.ts';
import { resolveTraining, type TrainingSettings } from './settings.ts';
import { trainingKey } from './training-key.ts';
import { TrainingPrograms } from './training-programs.ts';

export interface TrainingOptions {
  /** Its architecture is trained; its own weights only matter where layers are frozen. */
  readonly model: Model;
  readonly engine: Engine;
  /** [N, ...inputShape], preprocessed. */
  readonly data: Float32Array;
  /** Class indices, one for each input. */
  readonly labels: ArrayLike<number>;
  readonly settings?: Partial<TrainingSettings>;
  /** Of initial weights, orders and dropout masks; 0 by default. */
  readonly seed?: number;
  /** What training begins with; by default random values of the layers' own initializers, drawn by `seed`. */
  readonly initial?: Weights;
  /** Programs of other trainings of the same network, which are left as they are; compiled for this one by default. */
  readonly programs?: TrainingPrograms;
  readonly onStep?: (progress: TrainingProgress) => void;
  readonly onEpoch?: (epoch: EpochRecord) => void;
  /** Ends training between two steps with the signal's reason. */
  readonly signal?: AbortSignal;
  /** A file that holds the state after the last epoch. Training goes on from there where it exists. */
  readonly checkpoint?: string | null;
}

/** A trained network. */
export interface Trained {
  readonly weights: Weights;
  /** Share of the training inputs that the final weights answer correctly, at inference. */
  readonly accuracy: number;
  readonly history: readonly EpochRecord[];
  /** Whether the accuracy to stop at was reached, or the epochs were over. */
  readonly ended: 'accuracy' | 'epochs';
}

/** Everything about a training that is known before its first step. */
export interface PreparedTraining {
  readonly settings: TrainingSettings;
  readonly mode: TrainingMode;
  readonly initial: Weights;
  readonly seed: number;
  /** The same for trainings that end with the same weights. */
  key(): string;
}

/** Checks the options and fills in defaults. Throws InputError for whatever cannot be trained. */
export function prepareTraining(options: TrainingOptions): PreparedTraining {
  const { model, engine, data, labels, seed = 0 } = options;
  const settings = resolveTraining(options.settings);
  countLabelled(model, data, labels);
  lossOf(settings.loss, model);
  const mode = trainingModeOf(model);
  const initial = options.initial ?? initialWeights(model, mode, seed);
  const key = () => trainingKey({ model, engine, initial, data, labels, settings, seed });
  return { settings, mode, initial, seed, key };
}

/**
 * Trains a network from random weights. On one machine the result is the same bit by bit for the same options, also when
 * training was killed and goes on from its checkpoint.
 *
 * Throws InputError for settings, data or labels that cannot be used, a loss that does not fit the model, layers that
 * cannot be trained, a learning rate that diverges, and a checkpoint of another training.
 */
export async function trainNetwork(options: TrainingOptions): Promise<Trained> {
  const { model, engine, data, labels, signal, onStep, checkpoint = null } = options;
  const prepared = prepareTraining(options);
  const { settings, mode, initial, seed } = prepared;
  const key = checkpoint === null ? '' : prepared.key();
  let state: TrainingState = (checkpoint && (await readCheckpoint(checkpoint, key))) || {
    ...{ history: [], steps: 0, course: null, ended: null },
    ...{ weights: initial, memory: new Map() },
  };
  if (state.ended) return resultOf(state);

  const batch = Math.min(settings.batch, labels.length);
  const descent = new Descent({ model, mode, data, labels, settings, seed, batch, onStep, signal }, state);
  const programs = options.programs ?? new TrainingPrograms(model, engine);
  const evaluator = await createEvaluator(model, engine, data, labels, programs);
  let release = async () => {};
  try {
    const bound = await (await programs.step(mode, settings, batch)).bind(new Map());
    release = () => bound.release();
    while (!state.ended) {
      const ran = await descent.epoch(state.history.length + 1, bound);
      const last = ran.epoch === settings.epochs;
      const near = mayReach(settings.stopAt, ran.accuracy, mode);
      const measured = last || near ? await evaluator.accuracy(descent.weights) : null;
      const record = { ...ran, measured };
      const ended = reaches(settings.stopAt, measured) ? 'accuracy' : last ? 'epochs' : null;
      state = { ...descent.state, history: [...state.history, record], ended };
      if (checkpoint !== null) await writeCheckpoint(checkpoint, key, state);
      options.onEpoch?.(record);
    }
    return resultOf(state);
  } finally {
    await release();
    await evaluator.dispose();
    if (programs !== options.programs) await programs.dispose();
  }
}

function resultOf({ weights, history, ended }: TrainingState): Trained {
  return { weights, history, ended: ended!, accuracy: history.at(-1)!.measured! };
}

/** Whether it is worth while to measure: answers given under way lag behind, by far where dropout disturbs them. */
function mayReach(stopAt: number | null, running: number, { dropouts }: TrainingMode): boolean {
  return stopAt !== null && (dropouts.length > 0 || running >= stopAt - 0.1);
}

function reaches(stopAt: number | null, measured: number | null): boolean {
  return stopAt !== null && measured !== null && measured >= stopAt;
}

function trainingModeOf(model: Model): TrainingMode {
  const mode = model.training?.();
  const refuse = (expected: string, found: string, hint?: string) =>
    new InputError({ thing: model.source, expected, found, hint });
  if (!mode) {
    throw refuse(
      'a model of a format that can be trained',
      model.format,
      'Networks are trained from TensorFlow.js layers models; --checks retraining --replica takes those that were trained elsewhere.',
    );
  }
  if (mode.trainable.length === 0)
    throw refuse('a model with trainable weights', 'none: all layers are frozen');
  return mode;
}
