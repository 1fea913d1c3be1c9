import type { Inputs } from '../../inputs/inputs.ts';
import type { Preprocess } from '../../inputs/preprocess.ts';
import type { Model } from '../../model/model.ts';
import { CHANNEL_ORDERS, type ChannelOrder, PREPROCESSES } from '../../plan/plan.ts';
import { type AccuracyFinding, GOOD_ACCURACY, type Suspect, type Trial } from '../../statistics/accuracy.ts';
import {
  atChance,
  beatsGuessing,
  clearlyMore,
  guessingProbability,
  halfWay,
  inputsThatTell,
} from '../../statistics/chance.ts';
import { bestClassOrder, type ClassOrder } from '../../statistics/class-order.ts';
import { namesOfLabels, predictionRows, remedyOfOrder } from './labelled-predictions.ts';
import { predictions } from './logits.ts';

/** How the inputs were made of images, and what gives the logits of others. */
export interface Trials {
  readonly preprocess: Preprocess;
  readonly channels: ChannelOrder;
  logits(values: Float32Array): Promise<Float32Array>;
}

type Answered = Pick<Inputs, 'ids' | 'labels' | 'prepared'>;

interface Reading {
  readonly predicted: readonly number[];
  readonly correct: readonly boolean[];
  readonly options: string;
  readonly order: ClassOrder;
}

/**
 * How the labelled inputs are classified; null where none is labelled, and for a regression. Where fewer than nine in ten
 * are right, what each label was taken for, the order of the classes that would be right more often, and, with `trials`,
 * the accuracy under every other preprocessing and order of channels, by one forward pass each.
 */
export async function measureAccuracy(
  inputs: Answered,
  predicted: ArrayLike<number>,
  model: Pick<Model, 'classes' | 'output' | 'inputShape'>,
  trials: Trials | null = null,
  classNames: readonly string[] | null = null,
): Promise<AccuracyFinding | null> {
  const places = inputs.labels.flatMap((label, i) => (label === null ? [] : [i]));
  if (places.length === 0 || model.output === 'regression') return null;
  const labels = places.map((i) => inputs.labels[i]!);
  const reading = (all: ArrayLike<number>, options: string): Reading => {
    const own = places.map((i) => all[i]);
    const correct = labels.map((label, i) => label === own[i]);
    return { predicted: own, correct, options, order: bestClassOrder(labels, own, model.classes) };
  };
  const now = reading(predicted, '');
  const correct = right(now.correct);
  const accuracy = {
    ...{ correct, count: labels.length, chance: 1 / model.classes },
    constant: constantShare(labels, correct, model.classes),
  };
  const poor = correct / labels.length < GOOD_ACCURACY;
  const others: (Reading & { readonly trial: Trial })[] = [];
  if (poor && trials && inputs.prepared) {
    for (const { preprocess, channels } of otherScalings(trials, model.inputShape)) {
      const logits = await trials.logits(await inputs.prepared(preprocess, channels));
      const name = typeof preprocess === 'function' ? 'custom' : preprocess;
      const changed = [
        ...(preprocess === trials.preprocess ? [] : [`--preprocess ${name}`]),
        ...(channels === trials.channels ? [] : [`--channels ${channels}`]),
      ];
      const read = reading(predictions(logits, model.classes), changed.join(' '));
      others.push({ ...read, trial: { preprocess: name, channels, correct: right(read.correct) } });
    }
  }
  const names = namesOfLabels(inputs.ids, inputs.labels);
  const suspects = poor ? suspectsOf(now, others, { labels, names, classes: model.classes }) : [];
  const unknown = atChance(accuracy);
  const weak = correct / labels.length < halfWay(accuracy) || suspects.length > 0;
  return {
    ...accuracy,
    p: guessingProbability(accuracy),
    finding: unknown ? 'at-chance' : weak ? 'poor' : 'sound',
    wouldTell: unknown ? inputsThatTell(accuracy) : null,
    predictions:
      correct < labels.length && (unknown || weak)
        ? predictionRows(labels, now.predicted, names, classNames)
        : [],
    suspects,
    trials: others.map(({ trial }) => trial),
  };
}

const right = (answers: readonly boolean[]): number => answers.filter(Boolean).length;

/** Share of the classes that are the label of at least so many inputs; 0 where all inputs have one label. */
function constantShare(labels: readonly number[], correct: number, classes: number): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  if (counts.size < 2) return 0;
  return [...counts.values()].filter((count) => count >= correct).length / classes;
}

function otherScalings(trials: Trials, shape: readonly number[]) {
  const coloured = shape.length === 3 && shape[2] === 3;
  const names: Preprocess[] = PREPROCESSES.filter((name) => coloured || name !== 'imagenet');
  if (typeof trials.preprocess === 'function') names.push(trials.preprocess);
  return names
    .flatMap((preprocess) => CHANNEL_ORDERS.map((channels) => ({ preprocess, channels })))
    .filter(({ channels }) => coloured || channels === 'rgb')
    .filter((one) => one.preprocess !== trials.preprocess || one.channels !== trials.channels);
}

interface Labelled {
  readonly labels: readonly number[];
  readonly names: ReadonlyMap<number, string>;
  readonly classes: number;
}

/** What would make clearly more inputs right, the most first: another scaling, another order of classes, or both. */
function suspectsOf(
  now: Reading,
  others: readonly Reading[],
  { labels, names, classes }: Labelled,
): Suspect[] {
  const better = (answers: readonly boolean[], logTries: number) => {
    const gained = answers.filter((is, i) => is && !now.correct[i]).length;
    const lost = answers.filter((is, i) => !is && now.correct[i]).length;
    const accuracy = { correct: right(answers), count: labels.length, chance: 1 / classes };
    return clearlyMore(gained, lost, logTries) && beatsGuessing(accuracy, logTries);
  };
  const scalings = others
    .filter(({ correct }) => better(correct, Math.log(others.length)))
    .map(
      ({ correct, options }): Suspect => ({ kind: 'preprocess', correct: right(correct), remedy: options }),
    );
  const orders = [now, ...others]
    .filter(({ predicted, order, options }) => {
      const answers = labels.map((label, i) => order.classes.get(label) === predicted[i]);
      const moved = labels.some((label) => order.classes.get(label) !== label);
      return moved && better(answers, order.logTries + (options === '' ? 0 : Math.log(others.length)));
    })
    .map(({ order, options }): Suspect => {
      const remedy = [options, remedyOfOrder(order.classes, names)]
        .filter((part) => part !== '')
        .join(' and ');
      const pairs = [...order.classes].map(([label, c]) => ({ label, class: c }));
      return { kind: 'class-order', correct: order.correct, remedy, order: pairs };
    });
  const most = (list: readonly Suspect[]) => list.toSorted((a, b) => b.correct - a.correct).slice(0, 1);
  const [scaling] = most(scalings);
  const [order] = most(orders);
  // Two changes are only named where one of them alone does not do as well.
  const enough = scaling && (!order || order.correct <= scaling.correct);
  return enough ? [scaling] : [order, scaling].flatMap((one) => one ?? []);
}
