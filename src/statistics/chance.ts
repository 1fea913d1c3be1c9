import { regularisedBeta } from './beta.ts';

/** What guessing does as well more often than this is told apart from no guess: the level of the test, one-sided. */
const LEVEL = 0.05;
/** Larger numbers of inputs are no advice. */
const MOST_INPUTS = 10_000;

/** How many inputs the trained model classifies as labelled. */
export interface Accuracy {
  readonly correct: number;
  readonly count: number;
  /** Probability of a correct guess: 1 / classes. */
  readonly chance: number;
  /**
   * Share of the classes that, given as the answer to every input, are right as often: what a network that tells nothing
   * apart reaches where one class is most of the inputs. 0 or absent where all inputs are of one class.
   */
  readonly constant?: number;
}

/** Probability of at least `correct` right guesses out of `count` (binomial). */
export function guessingProbability({ correct, count, chance }: Accuracy): number {
  return correct <= 0 ? 1 : regularisedBeta(chance, 1 - chance, correct, count - correct + 1);
}

/** Whether guessing is right as often with a probability above 5 % (exact binomial, one-sided). */
export function atGuessing(accuracy: Accuracy): boolean {
  return accuracy.count > 0 && guessingProbability(accuracy) > LEVEL;
}

/**
 * Whether the accuracy cannot be told from chance, at 5 %: a network that knows nothing is right as often, be it one that
 * guesses, or one that gives every input the same class.
 */
export function atChance(accuracy: Accuracy): boolean {
  return atGuessing(accuracy) || (accuracy.count > 0 && (accuracy.constant ?? 0) > LEVEL);
}

/** Halfway from chance to 1. */
export function halfWay({ chance }: Accuracy): number {
  return (1 + chance) / 2;
}

/**
 * The number of labelled inputs from which on guessing would be told apart, if as large a share of them were right as
 * now, or, where that is no better than chance, halfway from chance to 1. Null where there are as many already, and for
 * more than 10,000.
 */
export function inputsThatTell(accuracy: Accuracy): number | null {
  const { correct, count, chance } = accuracy;
  const better = correct / count > chance;
  const share = better ? correct / count : halfWay(accuracy);
  for (let inputs = better ? count + 1 : 1; inputs <= MOST_INPUTS; inputs++) {
    const right = Math.floor(share * inputs + 1e-9);
    if (guessingProbability({ correct: right, count: inputs, chance }) > LEVEL) continue;
    return inputs > count ? inputs : null;
  }
  return null;
}

/** Whether one way of reading answers is right more often than another on the same inputs, one try among many. */
export function clearlyMore(gained: number, lost: number, logTries: number): boolean {
  if (gained <= lost) return false;
  // McNemar's test, exact: of the inputs that change, as many would be gained as lost.
  return logProbability({ correct: gained, count: gained + lost, chance: 0.5 }) + logTries <= Math.log(LEVEL);
}

/** Whether an accuracy that is the best of many tries is better than guessing. */
export function beatsGuessing(accuracy: Accuracy, logTries: number): boolean {
  return logProbability(accuracy) + logTries <= Math.log(LEVEL);
}

/** The logarithm of the binomial tail; of its Chernoff bound, which is larger, where the tail is too small for a number. */
function logProbability(accuracy: Accuracy): number {
  const tail = guessingProbability(accuracy);
  if (tail > 0) return Math.log(tail);
  const { correct, count, chance } = accuracy;
  const share = correct / count;
  const wrong = share < 1 ? (1 - share) * Math.log((1 - share) / (1 - chance)) : 0;
  return -count * (share * Math.log(share / chance) + wrong);
}
