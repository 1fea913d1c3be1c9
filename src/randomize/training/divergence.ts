import { InputError } from '../../errors.ts';

/** What is known of the course of the loss; part of a checkpoint. */
export interface LossCourse {
  /** Loss of the first step, but at least 1. */
  readonly first: number;
  /** Exponential mean of the losses so far, each new one with weight .1. */
  readonly mean: number;
}

/** The mean loss may grow to so many times the first one before training is given up. */
const BOUND = 10;

/** Follows the loss. Throws InputError, naming the learning rate, where it is not finite or has grown beyond 10 times its start. */
export function followLoss(course: LossCourse | null, loss: number, rate: number, where: string): LossCourse {
  const first = course?.first ?? Math.max(1, loss);
  const mean = 0.9 * (course?.mean ?? first) + 0.1 * loss;
  if (Number.isFinite(loss) && mean <= BOUND * first) return { first, mean };
  const found = Number.isFinite(loss)
    ? `a loss that grew from ${brief(first)} to ${brief(mean)} by ${where}`
    : `a loss of ${loss} at ${where}`;
  throw diverged(rate, found);
}

/** Throws the same error where a weight is no longer finite. */
export function requireFiniteWeights(
  weights: ReadonlyMap<string, Float32Array>,
  rate: number,
  where: string,
): void {
  for (const [name, values] of weights) {
    if (!values.every(Number.isFinite)) throw diverged(rate, `weight ${name} not finite after ${where}`);
  }
}

function diverged(rate: number, found: string): InputError {
  return new InputError({
    thing: `learning rate ${rate}`,
    expected: 'one with which training converges',
    found,
    hint: `It diverges: use a smaller learning rate, for example ${brief(rate / 10)}, or scale the inputs.`,
  });
}

const brief = (value: number) => String(Number(value.toPrecision(3)));
