import { setImmediate } from 'node:timers/promises';
import type { BoundProgram } from '../../engine/engine.ts';
import type { Model, TrainingMode } from '../../model/model.ts';
import { isCorrect } from './accuracy.ts';
import { epochOrder, gather, maskSource } from './batches.ts';
import type { EpochRecord, TrainingState } from './checkpoint.ts';
import { followLoss, type LossCourse, requireFiniteWeights } from './divergence.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';
import type { TrainingSettings } from './settings.ts';

/** Where training stands, after a step. */
export interface TrainingProgress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Of this epoch, from 1. */
  readonly step: number;
  readonly steps: number;
  /** Means over the epoch so far. */
  readonly loss: number;
  readonly accuracy: number;
}

export interface DescentOptions {
  readonly model: Pick<Model, 'inputShape' | 'classes'>;
  readonly mode: TrainingMode;
  readonly data: Float32Array;
  readonly labels: ArrayLike<number>;
  readonly settings: TrainingSettings;
  readonly seed: number;
  /** Inputs in a step. */
  readonly batch: number;
  readonly onStep?: (progress: TrainingProgress) => void;
  readonly signal?: AbortSignal;
}

/** Weights on their way down the loss: runs epochs, one after the other, from a state on. */
export class Descent {
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly #options: DescentOptions;
  readonly #optimizer: Optimizer;
  readonly #perEpoch: number;
  #steps: number;
  #course: LossCourse | null;

  constructor(options: DescentOptions, from: Omit<TrainingState, 'history' | 'ended'>) {
    const { mode, settings, labels, batch } = options;
    this.#options = options;
    this.weights = new Map([...from.weights].map(([name, values]) => [name, values.slice()]));
    this.#optimizer = createOptimizer(
      settings.optimizer,
      this.weights,
      mode.trainable,
      from.steps,
      from.memory,
    );
    this.#perEpoch = Math.floor(labels.length / batch);
    this.#steps = from.steps;
    this.#course = from.course;
  }

  get state(): Omit<TrainingState, 'history' | 'ended'> {
    return {
      steps: this.#steps,
      course: this.#course,
      weights: this.weights,
      memory: this.#optimizer.memory,
    };
  }

  /** Runs an epoch, numbered from 1, on the step program. Throws InputError where the loss diverges. */
  async epoch(number: number, program: BoundProgram): Promise<Omit<EpochRecord, 'measured'>> {
    const { data, labels, settings, seed, batch, model, mode, signal, onStep } = this.#options;
    const size = model.inputShape.reduce((product, n) => product * n, 1);
    const order = epochOrder(labels.length, seed, number, settings.shuffle);
    const masks = maskSource(mode.dropouts, batch, seed, number);
    const weights = Object.fromEntries([...this.weights].map(([name, values]) => [`weight:${name}`, values]));
    const steps = this.#perEpoch;
    let [total, correct] = [0, 0];
    for (let step = 1; step <= steps; step++) {
      // A computation blocks the event loop, so signals and timers have their turn between steps.
      await setImmediate();
      signal?.throwIfAborted();
      const chosen = order.subarray((step - 1) * batch, step * batch);
      const fed = gather(data, labels, chosen, size, model.classes);
      const results = await program.run({ ...fed, ...masks(), ...weights });
      const where = `step ${step} of epoch ${number}`;
      this.#course = followLoss(this.#course, results.loss[0], settings.optimizer.rate, where);
      this.#move(results);
      total += results.loss[0];
      for (const [row, i] of chosen.entries()) {
        if (isCorrect(results.logits, row, labels[i], model.classes)) correct++;
      }
      const progress = { loss: total / step, accuracy: correct / (step * batch) };
      onStep?.({ epoch: number, epochs: settings.epochs, step, steps, ...progress });
    }
    requireFiniteWeights(this.weights, settings.optimizer.rate, `epoch ${number}`);
    return { epoch: number, loss: total / steps, accuracy: correct / (steps * batch) };
  }

  #move(results: Readonly<Record<string, Float32Array>>): void {
    const { mode, settings } = this.#options;
    const { optimizer, schedule, epochs } = settings;
    const left = schedule === 'linear' ? 1 - this.#steps / (epochs * this.#perEpoch) : 1;
    const gradients = new Map(mode.trainable.map((name) => [name, results[`gradient:${name}`]]));
    this.#optimizer.step(gradients, optimizer.rate * left);
    for (const name of mode.statistics) this.weights.get(name)!.set(results[`statistic:${name}`]);
    this.#steps++;
  }
}
