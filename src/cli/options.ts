import type { Options } from 'yargs';
import { CHECK_NAMES } from '../checks/registry.ts';
import { DEFAULTS, TRAINING_DEFAULTS } from '../config/defaults.ts';
import {
  BATCH_NORM_MODES,
  CHANNEL_ORDERS,
  INITIALIZERS,
  PREPROCESSES,
  SAMPLES,
  TARGETS,
} from '../config/plan.ts';
import { QUICK_DEFAULTS } from '../config/quick.ts';
import { REPORTERS } from '../config/reporters.ts';
import { LOSS_NAMES, OPTIMIZERS, type TrainingConfig } from '../config/training.ts';
import { METRICS } from '../similarity/registry.ts';
import { PROGRAM } from './command.ts';

type OptionSet = Readonly<Record<string, Options>>;

const text = (describe: string): Options => ({ describe, type: 'string', requiresArg: true });

/** Without a type yargs reads what looks like a number as one and leaves the rest for the check to name. */
const number = (describe: string): Options => ({ describe, requiresArg: true });

const flag = (describe: string): Options => ({ describe, type: 'boolean' });

const isDefaultMetric = (name: string): boolean => (DEFAULTS.metrics as readonly string[]).includes(name);

const among = (names: readonly string[], standard: string) => `${names.join(', ')} (${standard})`;

/** Options that every command takes. */
export const GENERAL: OptionSet = {
  debug: flag('Show the stack of an error'),
};

export const JSON_OPTION: OptionSet = {
  json: flag('Print one JSON document and nothing else'),
};

export const QUIET_OPTION: OptionSet = {
  quiet: { ...flag('No progress on standard error'), alias: 'q' },
};

/** Puts options under a heading of the help. */
function under(group: string, options: OptionSet): OptionSet {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, group }]));
}

const MODEL_OPTIONS = under('Model and inputs:', {
  model: text('model.json or the folder that holds it'),
  output: text('Output that holds the class scores, where there are several'),
  inputs: text('Folder of images, or a .npy file'),
  labels: text('labels.json: class index by file or class name'),
  preprocess: text(`Scaling of pixels: ${among(PREPROCESSES, DEFAULTS.preprocess)}`),
  channels: text(`Order of an image's channels: ${among(CHANNEL_ORDERS, DEFAULTS.channels)}`),
  limit: number(`Number of inputs, at most (${DEFAULTS.limit})`),
  sample: text(`Which, where there are more: ${among(SAMPLES, DEFAULTS.sample)}`),
  classes: text('Only inputs of these classes: names or indices, with commas (all)'),
});

const METHOD_OPTIONS = under('Explanations:', {
  methods: text(`Names with commas, or paper, all (${DEFAULTS.methods}); \`${PROGRAM} methods\` lists them`),
  target: text(`Explained class: ${among(TARGETS, DEFAULTS.target)}`),
});

const COMPUTATION_OPTIONS = under('Computation:', {
  engine: text('compiled or eager (compiled)'),
  backend: text('Backend of the eager engine: auto, cpu, node, gpu'),
  device: text('What the compiled engine computes on: cpu, webgpu, cuda (cpu)'),
  blocked: text('Blocked convolutions of the compiled engine on the CPU: auto or off (auto)'),
  threads: number('Threads of the compiled engine (all cores)'),
  batch: number(`Inputs per pass (at most ${DEFAULTS.batch}, as memory allows)`),
});

const RANDOM = 'Randomization:';
const SEED_OPTIONS = under(RANDOM, {
  group: text('Randomised together: layer, block, auto, or a regular expression (auto)'),
  seed: number(`Everything random derives from it (${DEFAULTS.seed})`),
});

/** What maps are made of, for `explain` and `run`. */
export const EXPLAIN_OPTIONS: OptionSet = {
  ...MODEL_OPTIONS,
  ...METHOD_OPTIONS,
  ...SEED_OPTIONS,
  ...COMPUTATION_OPTIONS,
};

/** How networks are trained for the order labels. */
const TRAINING_OPTIONS = under('Training on random labels (--orders labels):', {
  'train-data': text('What networks learn: folder of images by class, .npy or IDX file'),
  'train-labels': text('Labels of --train-data, where they do not lie beside it'),
  permutations: number(`Networks trained on random labels (${TRAINING_DEFAULTS.permutations})`),
  'label-noise': number(`Share of the labels that are permuted (${TRAINING_DEFAULTS.labelNoise})`),
  epochs: number(`Epochs of a training, at most (${TRAINING_DEFAULTS.epochs})`),
  optimizer: text(`Optimizer: ${among(OPTIMIZERS, TRAINING_DEFAULTS.optimizer)}`),
  'learning-rate': number(`Learning rate (${TRAINING_DEFAULTS.rate})`),
  loss: text(`Loss: ${among(LOSS_NAMES, TRAINING_DEFAULTS.loss)}`),
  'train-batch': number(`Inputs in a training step (${TRAINING_DEFAULTS.batch})`),
  cache: text(`Folder of trained networks (${TRAINING_DEFAULTS.cache}); --no-cache for none`),
});

/** The key of `training` in a configuration that an option gives. */
export const TRAINING_KEYS: Readonly<Record<string, keyof TrainingConfig>> = {
  'train-data': 'data',
  'train-labels': 'labels',
  permutations: 'permutations',
  'label-noise': 'labelNoise',
  epochs: 'epochs',
  optimizer: 'optimizer',
  'learning-rate': 'rate',
  loss: 'loss',
  'train-batch': 'batch',
  cache: 'cache',
};

const OTHER_METRICS = Object.keys(METRICS).filter((name) => !isDefaultMetric(name));

const CHECK_OPTIONS = under('Checks:', {
  orders: text(`With commas: ${among(CHECK_NAMES, DEFAULTS.orders[0])}`),
  metrics: text(`With commas: ${DEFAULTS.metrics.join(', ')} (these); ${OTHER_METRICS.join(', ')}`),
  confidence: number(`Coverage of the intervals (${DEFAULTS.confidence})`),
  draws: number(`Independent re-initializations (${DEFAULTS.draws})`),
  quick: flag(
    `A first look: ${QUICK_DEFAULTS.limit} inputs, ${QUICK_DEFAULTS.draws} draws, only the stages that carry gates`,
  ),
});

const RANDOMIZATION_OPTIONS = under(RANDOM, {
  layers: text('Layers or groups to randomise, with commas (all)'),
  initializer: text(`Random values: ${among(INITIALIZERS, DEFAULTS.initializer)}`),
  'batch-norm': text(`Statistics: ${among(BATCH_NORM_MODES, DEFAULTS.batchNorm)}`),
  reuse: flag('Share between stages what is the same in them (true)'),
});

const RESULT_OPTIONS = under('Results:', {
  pictures: number(`Inputs that keep their maps for figures (${DEFAULTS.pictures})`),
  title: text('Over every figure, in place of what it shows and the name of the model'),
  out: { ...text('Folder for report and figures'), alias: 'o' },
  reporter: text(
    `How results are told, with commas: ${among(REPORTERS, DEFAULTS.reporter[0])}; junit=FILE writes a file`,
  ),
  baseline: text('Earlier report.json: what got worse exits 1; --no-baseline for none'),
  resume: flag('Continue the interrupted run in --out'),
  'allow-inconclusive': flag('Exit 0 where nothing failed'),
});

/** Everything that a configuration can say and a command line too. */
export const RUN_OPTIONS: OptionSet = {
  ...MODEL_OPTIONS,
  ...METHOD_OPTIONS,
  ...CHECK_OPTIONS,
  ...SEED_OPTIONS,
  ...RANDOMIZATION_OPTIONS,
  ...TRAINING_OPTIONS,
  ...COMPUTATION_OPTIONS,
  ...RESULT_OPTIONS,
  ...QUIET_OPTION,
};

export const CONFIG_OPTION: OptionSet = {
  config: { ...text('Configuration file (saliency-sanity.config.* here)'), alias: 'c' },
};
