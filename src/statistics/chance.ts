import { regularisedBeta } from './beta.ts';

/** How many inputs the trained model classifies as labelled. */
export interface Accuracy {
  readonly correct: number;
  readonly count: number;
  /** Probability of a correct guess, for example 1 / classes. */
  readonly chance: number;
}

/** Probability of at least `correct` right guesses out of `count` (binomial). */
export function guessingProbability({ correct, count, chance }: Accuracy): number {
  return correct <= 0 ? 1 : regularisedBeta(chance, 1 - chance, correct, count - correct + 1);
}

/**
 * Whether the accuracy is what guessing gives: guessing does as well with a probability above .05, and the accuracy is
 * less than halfway from chance to 1, for a handful of labels can be all right and yet prove nothing.
 */
export function atChance(accuracy: Accuracy): boolean {
  const { correct, count, chance } = accuracy;
  return count > 0 && correct / count < (1 + chance) / 2 && guessingProbability(accuracy) > 0.05;
}
