import type { Options } from 'yargs';
import { REPORTERS } from '../config/config.ts';
import { DEFAULTS } from '../config/defaults.ts';
import { BATCH_NORM_MODES, INITIALIZERS, ORDERS, PREPROCESSES, TARGETS } from '../config/plan.ts';

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
  inputs: text('Folder of images, or a .npy file'),
  labels: text('labels.json: class index by file or class name'),
  preprocess: text(`Scaling of pixels: ${among(PREPROCESSES, DEFAULTS.preprocess)}`),
  methods: text('Names with commas, or paper, all (paper)'),
  target: text(`Explained class: ${among(TARGETS, DEFAULTS.target)}`),
  group: text('Weights to layers: layer, or a regular expression'),
  seed: number(`Everything random derives from it (${DEFAULTS.seed})`),
  limit: number(`Number of inputs (${DEFAULTS.limit})`),
  engine: text('compiled or eager (compiled)'),
  backend: text('Backend of the eager engine: auto, cpu, node, gpu'),
  threads: number('Threads of the compiled engine (all cores)'),
  batch: number(`Inputs per pass (${DEFAULTS.batch})`),
};

/** Everything that a configuration can say and a command line too. */
export const RUN_OPTIONS: OptionSet = {
  ...EXPLAIN_OPTIONS,
  orders: text(`With commas: ${among(ORDERS, DEFAULTS.orders[0])}`),
  metrics: text('Names of metrics with commas'),
  confidence: number(`Coverage of the intervals (${DEFAULTS.confidence})`),
  draws: number(`Independent re-initializations (${DEFAULTS.draws})`),
  layers: text('Layers to randomise, with commas (all)'),
  initializer: text(`Random values: ${among(INITIALIZERS, DEFAULTS.initializer)}`),
  'batch-norm': text(`Statistics: ${among(BATCH_NORM_MODES, DEFAULTS.batchNorm)}`),
  pictures: number(`Inputs that keep their maps for figures (${DEFAULTS.pictures})`),
  out: { ...text('Folder for report and figures'), alias: 'o' },
  reporter: text(`Printed at the end: ${among(REPORTERS, DEFAULTS.reporter)}`),
  resume: flag('Continue the interrupted run in --out'),
  'allow-inconclusive': flag('Exit 0 where nothing failed'),
  ...QUIET_OPTION,
};

export const CONFIG_OPTION: OptionSet = {
  config: { ...text('Configuration file (saliency-sanity.config.* here)'), alias: 'c' },
};
