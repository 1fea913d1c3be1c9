import { atChance } from '../../statistics/chance.ts';
import { meanOfDefined } from '../../statistics/scores.ts';
import { percent } from '../../statistics/wording.ts';
import {
  type Check,
  type CheckWords,
  type Condition,
  conditionOf,
  type Found,
  namedCondition,
} from '../check.ts';
import { untrained } from '../obstacles.ts';
import { trapezoidMean } from '../removal/areas.ts';
import type { Order } from '../removal/removed.ts';
import { relearningOf } from './relearning.ts';

/** Shares of the pixels that are gone. */
export const SHARES: readonly number[] = [0.1, 0.3, 0.5, 0.7, 0.9];

const RETRAINED = 'retrained';
const AREA = 'accuracy-area';
const RANDOM_AREA = 'random-accuracy-area';

/** A network has an image right or not: an area is made of whole steps between the shares. */
const WHOLE = 1;
const STEP = 1 / (2 * (SHARES.length - 1));

const OVER = 'mean accuracy on the inputs, as 10 to 90 % of the pixels of all images are gone';

interface Own extends Pick<Check, 'name' | 'description'> {
  /** Which pixels go first. */
  readonly order: Order;
  /** What is gated: how much worse than under the random ranking networks get, or how much better. */
  readonly gated: {
    readonly name: string;
    readonly short: string;
    readonly means: string;
    readonly sign: 1 | -1;
  };
  readonly words: Pick<CheckWords, 'says' | 'direction' | 'after'>;
}

/**
 * A check that has networks learn images without some of their pixels, those that a map calls relevant or those that it does not, beside
 * networks that lack as many random ones (Hooker et al. 2019).
 */
export function withoutPixels({ name, description, order, gated, words }: Own): Check {
  return {
    ...{ name, description },
    family: 'retrained without pixels',
    needs: { training: true, labels: true },
    expects: 'beats',
    bound: 0,
    cumulative: false,
    randomises: false,
    changesStatistics: false,
    conditions: ({ methods }): Condition[] => [
      // What nobody asks about is not worth so many trainings.
      conditionOf(name, RETRAINED, { methods: methods.map((method) => method.name) }),
    ],
    draws: ({ training }) => training?.seeds ?? 1,
    relearning: { each: SHARES.length, shared: { name: 'random ranking', networks: SHARES.length } },
    progress: (_, repetition) => `${repetition}, ${name}`,
    variant: () => ({ key: RETRAINED, made: async () => ({}) }),
    own: {
      asTrained: true,
      quantities: [
        { name: gated.name, short: gated.short, means: gated.means, step: STEP },
        { name: AREA, short: 'acc', means: `Under the ranking of the map: ${OVER}.`, step: STEP },
        { name: RANDOM_AREA, short: 'rnd', means: `Under a random ranking: ${OVER}.`, step: STEP },
      ],
      curves: {
        axis: () => 'share of pixels gone',
        at: SHARES,
        shownAt: RETRAINED,
        families: [
          {
            title: 'accuracy of retrained networks',
            curves: [
              { name: 'accuracy', words: `the ${order} relevant pixels are gone`, drawn: true, step: WHOLE },
              {
                name: 'random-accuracy',
                words: 'random pixels are gone',
                control: true,
                drawn: true,
                step: WHOLE,
              },
            ],
          },
        ],
      },
      inapplicable: () => null,
      untelling: (_, scoresOf, { classes, inputs }) => {
        const random = meanOfDefined(scoresOf(RANDOM_AREA).values);
        const guessed =
          random !== null &&
          atChance({ correct: Math.round(random * inputs), count: inputs, chance: 1 / classes });
        return guessed
          ? `networks that lack random pixels answer ${percent(random)} of the ${inputs} inputs as labelled, which cannot be told from guessing`
          : null;
      },
      of: async (found) => {
        const { own, random } = await rightsOf(found, order);
        const [mine, other] = [own, random].map(areas);
        return {
          [gated.name]: mine.map((area, i) => gated.sign * (area - other[i])),
          [AREA]: mine,
          [RANDOM_AREA]: other,
        };
      },
    },
    panel: () => null,
    gatedAt: [RETRAINED],
    gatedOn: [gated.name],
    gateNames: [],
    gated: namedCondition,
    obstacles: [untrained],
    words: {
      repetition: 'seed',
      usual: 'three',
      reference: 'trained',
      models: 'networks that lack random pixels',
      worse: 'worse-than-random',
      cause: 'the pixels that matter',
      unchanged: 'The map of an image does not change at all.',
      nullModels: 'not measured',
      ...words,
    },
  };
}

async function rightsOf(found: Found, order: Order) {
  const relearning = relearningOf(found.lab, SHARES);
  const random = await relearning.ofRandom(found);
  const own = await relearning.ofMaps(found, order);
  found.trace?.('accuracy', own);
  found.trace?.('random-accuracy', random);
  return { own, random };
}

/** Area under the accuracy of every image, as a mean over the shares by the trapezoid rule. */
const areas = (rights: Float64Array): Float64Array =>
  Float64Array.from({ length: rights.length / SHARES.length }, (_, i) =>
    trapezoidMean(rights.subarray(i * SHARES.length, (i + 1) * SHARES.length)),
  );
