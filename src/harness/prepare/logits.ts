import type { Model } from '../../model/model.ts';
import type { Chunk } from '../measure/chunks.ts';

/** What a network answers, by its logits. */
export interface Answers {
  /** The most probable class of every input; 0 throughout for a regression, whose one value is explained. */
  readonly predicted: Int32Array;
  /** The network's own probability of that class; null for a regression. */
  readonly probability: Float64Array | null;
}

/** @param logits [N, classes], as the model's `apply` gives them */
export function answers(
  logits: Float32Array,
  { classes, output }: Pick<Model, 'classes' | 'output'>,
): Answers {
  const predicted = predictions(logits, classes);
  if (output === 'regression') return { predicted, probability: null };
  const probability = Float64Array.from(predicted, (c, i) =>
    probabilityOf(logits.subarray(i * classes, (i + 1) * classes), c, output),
  );
  return { predicted, probability };
}

/** The network's own probability of a class, of the logits of one input; NaN for a regression. */
export function probabilityOf(logits: Float32Array, target: number, output: Model['output']): number {
  if (output === 'regression') return Number.NaN;
  return (output === 'multi-class' ? softmaxOf : sigmoidOf)(logits, target);
}

/** Index of the largest of `classes` logits of every input. */
export function predictions(logits: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: logits.length / classes }, (_, i) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (logits[i * classes + c] > logits[i * classes + best]) best = c;
    return best;
  });
}

function softmaxOf(row: Float32Array, c: number): number {
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = row.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return Math.exp(row[c] - largest) / total;
}

const sigmoidOf = (row: Float32Array, c: number): number => 1 / (1 + Math.exp(-row[c]));

/**
 * Sum over the classes of |logits - trained logits| for every input of a chunk; null where it is not finite. `logits` are those
 * of the chunk, `trained` of all inputs.
 */
export function logitShifts(
  logits: Float32Array,
  trained: Float32Array,
  { first, count }: Chunk,
): (number | null)[] {
  const classes = logits.length / count;
  return Array.from({ length: count }, (_, i) => {
    let shift = 0;
    for (let c = 0; c < classes; c++) {
      shift += Math.abs(logits[i * classes + c] - trained[(first + i) * classes + c]);
    }
    return Number.isFinite(shift) ? shift : null;
  });
}

/** Largest |logit - trained logit| of a chunk; null where it is not finite. */
export function largestShift(
  logits: Float32Array,
  trained: Float32Array,
  { first, count }: Chunk,
): number | null {
  const from = (first * logits.length) / count;
  let largest = 0;
  for (let i = 0; i < logits.length; i++) {
    const shift = Math.abs(logits[i] - trained[from + i]);
    if (!Number.isFinite(shift)) return null;
    if (shift > largest) largest = shift;
  }
  return largest;
}

/** Standard deviation of logits, divided by their number. */
export function spreadOf(logits: Float32Array): number {
  let mean = 0;
  for (const v of logits) mean += v / logits.length;
  let variance = 0;
  for (const v of logits) variance += (v - mean) ** 2 / logits.length;
  return Math.sqrt(variance);
}
