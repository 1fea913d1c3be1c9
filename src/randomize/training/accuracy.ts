import type { Engine } from '../../engine/engine.ts';
import type { Model, Weights } from '../../model/model.ts';
import { TrainingPrograms } from './training-programs.ts';

/** Whether a row of logits is largest, and nowhere else as large, at the label. */
export function isCorrect(logits: Float32Array, row: number, label: number, classes: number): boolean {
  const start = row * classes;
  const own = logits[start + label];
  for (let other = 0; other < classes; other++) {
    // The negation counts NaN as wrong.
    if (other !== label && !(logits[start + other] < own)) return false;
  }
  return Number.isFinite(own);
}

/** Counts correct answers of a model on labelled inputs, with one weight set after another. */
export interface Evaluator {
  /** Share of the inputs that the model, at inference, takes for what they are. */
  accuracy(weights: Weights): Promise<number>;
  dispose(): Promise<void>;
}

/** @param data [N, ...inputShape]; `programs` are those of other trainings of the same network, where there are some */
export async function createEvaluator(
  model: Model,
  engine: Engine,
  data: Float32Array,
  labels: ArrayLike<number>,
  programs?: TrainingPrograms,
): Promise<Evaluator> {
  const { classes, inputShape } = model;
  const size = inputShape.reduce((product, n) => product * n, 1);
  const own = programs ?? new TrainingPrograms(model, engine);
  const { program, rows } = await own.logits(labels.length);
  return {
    async accuracy(weights) {
      const bound = await program.bind(weights);
      let correct = 0;
      try {
        for (let start = 0; start < labels.length; start += rows) {
          const count = Math.min(rows, labels.length - start);
          const given = data.subarray(start * size, (start + count) * size);
          const x = count === rows ? given : new Float32Array(rows * size);
          if (x !== given) x.set(given);
          const { logits } = await bound.run({ x });
          for (let i = 0; i < count; i++) if (isCorrect(logits, i, labels[start + i], classes)) correct++;
        }
      } finally {
        await bound.release();
      }
      return correct / labels.length;
    },
    dispose: async () => {
      if (own !== programs) await own.dispose();
    },
  };
}
