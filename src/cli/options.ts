import type { Options } from 'yargs';
import { CHECK_NAMES } from '../checks/registry.ts';
import { DEFAULTS, TRAINING_DEFAULTS } from '../config/defaults.ts';
import { BATCH_NORM_MODES, INITIALIZERS, PREPROCESSES, TARGETS } from '../config/plan.ts';
import { REPORTERS } from '../config/reporters.ts';
import { LOSS_NAMES, OPTIMIZERS, type TrainingConfig } from '../config/training.ts';

type OptionSet = Readonly<Record<string, Options>>;

const text = (describe: string): Options => ({ describe, type: 'string', requiresArg: true });

/** Without a type yargs reads what looks like a number as one and leaves the rest for the check to name. */
const number = (describe: string): Options => ({ describe, requiresArg: true });

const flag = (describe: string): Options => ({ describe, type: 'boolean' });

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

/** What maps are made of, for `explain` and `run`. */
export const EXPLAIN_OPTIONS: OptionSet = {
  model: text('model.json or the folder that holds it'),
  output: text('Output of a graph model that holds the class scores'),
  inputs: text('Folder of images, or a .npy file'),
  labels: text('labels.json: class index by file or class name'),
  preprocess: text(`Scaling of pixels: ${among(PREPROCESSES, DEFAULTS.preprocess)}`),
  methods: text('Names with commas, or paper, all (paper)'),
  target: text(`Explained class: ${among(TARGETS, DEFAULTS.target)}`),
  group: text('Randomised together: layer, block, auto, or a regular expression (auto)'),
  seed: number(`Everything random derives from it (${DEFAULTS.seed})`),
  limit: number(`Number of inputs (${DEFAULTS.limit})`),
  engine: text('compiled or eager (compiled)'),
  backend: text('Backend of the eager engine: auto, cpu, node, gpu'),
  device: text('What the compiled engine computes on: cpu, webgpu, cuda (cpu)'),
  blocked: text('Blocked convolutions of the compiled engine on the CPU: auto or off (auto)'),
  threads: number('Threads of the compiled engine (all cores)'),
  batch: number(`Inputs per pass (at most ${DEFAULTS.batch}, as memory allows)`),
};

/** How networks are trained for the order labels. */
const TRAINING_OPTIONS: OptionSet = {
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
};

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

/** Everything that a configuration can say and a command line too. */
export const RUN_OPTIONS: OptionSet = {
  ...EXPLAIN_OPTIONS,
  orders: text(`With commas: ${among(CHECK_NAMES, DEFAULTS.orders[0])}`),
  ...TRAINING_OPTIONS,
  metrics: text('Names of metrics with commas'),
  confidence: number(`Coverage of the intervals (${DEFAULTS.confidence})`),
  draws: number(`Independent re-initializations (${DEFAULTS.draws})`),
  layers: text('Layers or groups to randomise, with commas (all)'),
  initializer: text(`Random values: ${among(INITIALIZERS, DEFAULTS.initializer)}`),
  'batch-norm': text(`Statistics: ${among(BATCH_NORM_MODES, DEFAULTS.batchNorm)}`),
  reuse: flag('Share between stages what is the same in them (true)'),
  pictures: number(`Inputs that keep their maps for figures (${DEFAULTS.pictures})`),
  out: { ...text('Folder for report and figures'), alias: 'o' },
  reporter: text(
    `How results are told, with commas: ${among(REPORTERS, DEFAULTS.reporter[0])}; junit=FILE writes a file`,
  ),
  baseline: text('Earlier report.json: what got worse exits 1; --no-baseline for none'),
  resume: flag('Continue the interrupted run in --out'),
  'allow-inconclusive': flag('Exit 0 where nothing failed'),
  ...QUIET_OPTION,
};

export const CONFIG_OPTION: OptionSet = {
  config: { ...text('Configuration file (saliency-sanity.config.* here)'), alias: 'c' },
};
