import * as z from 'zod';
import type { DatasetGenerator } from '../../inputs/generated.ts';
import { LOSS_NAMES, OPTIMIZERS, RATE_SCHEDULES, TRUE_LABEL_NETWORKS } from './choices.ts';
import { among, flag, isObject, number, oneOf, reported, text, whole } from './kinds.ts';
import { type CheckedOf, type ConfigOf, movedPath, option, schemaOf } from './option.ts';
import type { TrainingArrays } from './values.ts';

const SHARE = 'a share above 0 and up to 1';
const DATA =
  'a folder of images by class, an .npy or IDX file, { values, labels }, or a function that generates examples';

const isData = (value: unknown): value is TrainingArrays | DatasetGenerator =>
  typeof value === 'function' || (isObject(value) && isNumbers(value.values) && isNumbers(value.labels));
const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

const group = 'Training (--checks labels, retraining, roar, kar):';

/** What there is to say of a training. */
export const TRAINING_OPTIONS = {
  /**
   * What networks learn: a folder with a folder of images for each class, an .npy file, an IDX file (the format of MNIST,
   * gzipped or not), arrays, or a function that generates examples `{ values, label }`.
   */
  data: option(z.union([text(DATA), z.custom<TrainingArrays | DatasetGenerator>(isData)], { error: DATA }), {
    decides: 'scores',
    moved: movedPath,
    flag: {
      group,
      name: 'train-data',
      help: 'What networks learn: folder of images by class, .npy or IDX file',
    },
  }),
  /** File of labels, where `data` is a file and its labels do not lie beside it. */
  labels: option(text('the path of a file of labels'), {
    decides: 'scores',
    moved: movedPath,
    flag: {
      group,
      name: 'train-labels',
      help: 'Labels of --train-data, where they do not lie beside it',
    },
  }),
  /** At most so many examples, evenly over the classes; all by default. */
  limit: option(whole(1, 100_000_000, 'a whole number, 1 or more'), { decides: 'scores' }),
  /** Networks that are trained on random labels, each on a permutation of its own. 2 by default. */
  permutations: option(whole(1, 1000, 'a whole number from 1 to 1000'), {
    decides: 'scores',
    default: 2,
    flag: { group, help: ({ standard }) => `Networks trained on random labels (${standard})` },
  }),
  /** Networks that are trained on the true labels, each from a seed of its own, where checks ask for some. 3 by default; with 1 nothing can be decided. */
  seeds: option(whole(1, 1000, 'a whole number from 1 to 1000'), {
    decides: 'scores',
    default: 3,
    planned: reported
      .count('Networks that are trained on the true labels, where checks ask for some')
      .optional(),
    flag: {
      group,
      name: 'train-seeds',
      help: ({ standard }) => `Networks trained on the true labels (${standard})`,
    },
  }),
  /** Share of the labels that are permuted among themselves, above 0 and up to 1. 1 by default: all of them. */
  labelNoise: option(number(0, 1, SHARE).gt(0, { error: SHARE }), {
    decides: 'scores',
    default: 1,
    planned: reported.share('Share of the labels that were permuted'),
    flag: { group, help: ({ standard }) => `Share of the labels that are permuted (${standard})` },
  }),
  /** Training accuracy that random labels must reach, and at which training ends. .95 by default. */
  required: option(number(0, 1, SHARE).gt(0, { error: SHARE }), {
    decides: 'scores',
    default: 0.95,
    planned: reported.share('Training accuracy that random labels must reach'),
  }),
  /** At most so many epochs. 100 by default. */
  epochs: option(whole(1, 1_000_000, 'a whole number, 1 or more'), {
    decides: 'scores',
    default: 100,
    planned: reported.count('At most'),
    flag: { group, help: ({ standard }) => `Epochs of a training, at most (${standard})` },
  }),
  /** `adam` by default. */
  optimizer: option(oneOf(OPTIMIZERS), {
    decides: 'scores',
    default: 'adam',
    planned: reported.text(),
    flag: { group, help: ({ standard }) => `Optimizer: ${among(OPTIMIZERS, standard)}` },
  }),
  /** Learning rate; .001 by default. */
  rate: option(number(0, 1e6, 'a number above 0').gt(0, { error: 'a number above 0' }), {
    decides: 'scores',
    default: 0.001,
    planned: reported.number('Learning rate'),
    flag: { group, name: 'learning-rate', help: ({ standard }) => `Learning rate (${standard})` },
  }),
  /** Of `sgd`; 0 by default. */
  momentum: option(
    number(0, 1, 'a number from 0 to below 1').lt(1, { error: 'a number from 0 to below 1' }),
    { decides: 'scores' },
  ),
  /** Whether the learning rate is `constant` (the default) or falls `linear`ly to zero. */
  schedule: option(oneOf(RATE_SCHEDULES), {
    decides: 'scores',
    default: 'constant',
    planned: reported.text(),
  }),
  /** `cross-entropy` by default; `mean-squared-error` for outputs that are no distribution over classes. */
  loss: option(oneOf(LOSS_NAMES), {
    decides: 'scores',
    default: 'cross-entropy',
    planned: reported.text(),
    flag: { group, help: ({ standard }) => `Loss: ${among(LOSS_NAMES, standard)}` },
  }),
  /** Inputs in a step. 64 by default. */
  batch: option(whole(1, 65_536, 'a whole number from 1 to 65536'), {
    decides: 'scores',
    default: 64,
    planned: reported.count(),
    flag: {
      group,
      name: 'train-batch',
      help: ({ standard }) => `Inputs in a training step (${standard})`,
    },
  }),
  /** The network of the true labels: the `given` one (the default), or one that is `trained` as the others are. */
  network: option(oneOf(TRUE_LABEL_NETWORKS), {
    decides: 'scores',
    default: 'given',
    planned: reported.text('The network of the true labels: `given` or `trained`'),
  }),
  /** Whether all networks begin with the same weights; needs `network: 'trained'`. False by default. */
  sameInitial: option(flag, {
    decides: 'scores',
    default: false,
    planned: reported.flag('Whether all networks began with the same weights'),
  }),
  /** Folder where trained networks are kept; `.cache/saliency-sanity` by default. False for none. */
  cache: option(
    z.union([text('the path of a folder'), z.literal(false)], { error: 'the path of a folder, or false' }),
    {
      decides: 'nothing',
      default: '.cache/saliency-sanity',
      moved: movedPath,
      repeated: false,
      flag: {
        group,
        help: ({ standard }) => `Folder of trained networks (${standard}); --no-cache for none`,
      },
    },
  ),
};

/** How networks are trained for the checks that need some. */
export interface TrainingConfig extends ConfigOf<typeof TRAINING_OPTIONS> {}
/** The same, once it was checked. */
export interface CheckedTraining extends CheckedOf<typeof TRAINING_OPTIONS> {}

const TRAINING: z.ZodType<CheckedTraining, TrainingConfig> = schemaOf(TRAINING_OPTIONS);

/** The training as one option of a configuration. */
export const TRAINING_OPTION = {
  /** What networks are trained on, and how. The check `labels` needs it. */
  training: option(TRAINING, { decides: 'scores', inner: TRAINING_OPTIONS }),
};
