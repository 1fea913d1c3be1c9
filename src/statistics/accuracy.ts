import { type Accuracy, atGuessing, guessingProbability, halfWay } from './chance.ts';
import { listing, percent, thousands } from './wording.ts';

/** From this share of right answers on nothing else is tried. */
export const GOOD_ACCURACY = 0.9;

/** The inputs of one label, and what they were taken for. */
export interface PredictionRow {
  readonly label: number;
  /** What the class of the label is called; absent where nobody says. */
  readonly className?: string;
  /** The folder of these inputs; null where they have none of their own. */
  readonly name: string | null;
  readonly count: number;
  /** Most frequent first. */
  readonly predicted: readonly PredictionCount[];
}

/** How many inputs were taken for a class. */
export interface PredictionCount {
  readonly class: number;
  /** What it is called; absent where nobody says. */
  readonly name?: string;
  readonly count: number;
}

/** Something that would make more inputs right, more than chance explains. */
export interface Suspect {
  readonly kind: 'preprocess' | 'class-order';
  /** Inputs that would be right. */
  readonly correct: number;
  /** What mends it: options, or the content of a labels.json. */
  readonly remedy: string;
  /** The class that each label would be; of a class order. */
  readonly order?: readonly { readonly label: number; readonly class: number }[];
}

/** Accuracy under another preprocessing. */
export interface Trial {
  readonly preprocess: string;
  readonly channels: string;
  readonly correct: number;
}

/** What is known of how a network classifies the labelled inputs. */
export interface AccuracyFinding extends Accuracy {
  /** Probability that guessing is right as often: exact binomial, one-sided. */
  readonly p: number;
  /** `poor`: better than chance, and below halfway from chance to 1 or clearly better with a suspect mended. */
  readonly finding: 'at-chance' | 'poor' | 'sound';
  /** From how many labelled inputs on it could be told from chance; null where there are as many, and beyond 10,000. */
  readonly wouldTell: number | null;
  /** What inputs of every label were taken for; empty where the finding is sound, and where all are right. */
  readonly predictions: readonly PredictionRow[];
  readonly suspects: readonly Suspect[];
  readonly trials: readonly Trial[];
}

/** `17 of 64 inputs are classified as labelled (27 %, guessing gives 10 %, p = .0001)`. */
export function accuracyWords(accuracy: Accuracy): string {
  const { correct, count, chance } = accuracy;
  const share = `${percent(correct / count)}; guessing gives ${percent(chance)}, p ${pWords(guessingProbability(accuracy))}`;
  return `${thousands(correct)} of ${thousands(count)} ${count === 1 ? 'input is' : 'inputs are'} classified as labelled (${share})`;
}

/** What the numbers mean, what is suspected and what mends it, in sentences. */
export function accuracySentences(accuracy: AccuracyFinding): string[] {
  const { finding, suspects, trials } = accuracy;
  const head = accuracyWords(accuracy);
  if (finding === 'sound') return [`${head}.`];
  const state =
    finding === 'poor'
      ? [`${head}: better than chance, and still poor.`]
      : [`${head}: that ${stateWords(accuracy)}.`, ...tellingSentences(accuracy)];
  const tried =
    trials.length > 0 ? 'preprocessing, order of channels or order of the classes' : 'order of the classes';
  const none = `No other ${tried} makes clearly more of them right.`;
  if (suspects.length > 0) return [...state, ...suspects.map((one) => suspectSentence(one, accuracy))];
  return accuracy.correct / accuracy.count < GOOD_ACCURACY ? [...state, none] : state;
}

function stateWords(accuracy: AccuracyFinding): string {
  return noBetter(accuracy) && atGuessing(accuracy) && accuracy.wouldTell === null
    ? 'is no better than guessing'
    : 'cannot be told from chance';
}

const noBetter = ({ correct, count, chance }: Accuracy): boolean => correct / count <= chance;

function tellingSentences(accuracy: AccuracyFinding): string[] {
  const { wouldTell } = accuracy;
  if (!atGuessing(accuracy)) {
    return [
      'A network that gives every input the same class is right as often: more inputs of the other classes would tell.',
    ];
  }
  const better = !noBetter(accuracy);
  if (!better && wouldTell === null) return [];
  const share = better ? 'as large a share of them' : `${percent(halfWay(accuracy))} of them`;
  return [
    wouldTell === null
      ? 'More than 10,000 labelled inputs would be needed to tell.'
      : `${thousands(wouldTell)} labelled inputs would tell, if ${share} were right.`,
  ];
}

function suspectSentence({ kind, correct, remedy }: Suspect, { count }: Accuracy): string {
  const right = `${thousands(correct)} of ${thousands(count)} would be right`;
  return kind === 'preprocess'
    ? `Suspected is the preprocessing: with ${remedy} ${right}.`
    : `Suspected is the order of the classes: with ${remedy} ${right}.`;
}

/** A class, `3` or, where it is known what it is called, `3 tabby cat`. */
export const classText = (of: number, name: string | undefined): string =>
  name === undefined ? String(of) : `${of} ${name}`;

/** `cat (label 0), 12 inputs: 10 as class 1, 2 as class 0`. */
export function predictionRowWords({ label, className, name, count, predicted }: PredictionRow): string {
  const own = `label ${classText(label, className)}`;
  const head = name === null ? own : `${name} (${own})`;
  return `${head}, ${thousands(count)} ${count === 1 ? 'input' : 'inputs'}: ${predictedWords(predicted)}`;
}

/** The three most frequent answers: `10 as class 1, 2 as class 0 and 3 others`. */
export function predictedWords(predicted: PredictionRow['predicted']): string {
  const first = predicted
    .slice(0, 3)
    .map((one) => `${thousands(one.count)} as class ${classText(one.class, one.name)}`);
  const others = predicted.slice(3).reduce((sum, { count }) => sum + count, 0);
  return listing(others > 0 ? [...first, `${thousands(others)} as others`] : first);
}

function pWords(p: number): string {
  if (p < 0.0001) return '< .0001';
  return `= ${p >= 0.9995 ? '1' : p.toPrecision(2).replace(/^0\./, '.')}`;
}
