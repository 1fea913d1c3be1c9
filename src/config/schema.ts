import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as z from 'zod';
import type { CustomMethod } from '../attribution/custom-method.ts';
import { CHECK_NAMES } from '../checks/registry.ts';
import type { PreprocessFunction } from '../inputs/preprocess.ts';
import type { Model } from '../model/model.ts';
import type { Config, InputArrays, MethodSettings } from './config.ts';
import { classNames, splitNames } from './list.ts';
import { BATCH_NORM_MODES, CHANNEL_ORDERS, INITIALIZERS, PREPROCESSES, SAMPLES, TARGETS } from './plan.ts';
import { parseReporter, REPORTERS } from './reporters.ts';
import {
  LOSS_NAMES,
  OPTIMIZERS,
  RATE_SCHEDULES,
  TRUE_LABEL_NETWORKS,
  type TrainingArrays,
  type TrainingConfig,
} from './training.ts';

/** The seed is the key of a counter-based generator of 32 bits. */
const LARGEST_SEED = 2 ** 32 - 1;

const text = (expected: string) => z.string({ error: expected }).min(1, { error: expected });

const number = (low: number, high: number, expected: string) =>
  z.number({ error: expected }).min(low, { error: expected }).max(high, { error: expected });

const whole = (low: number, high: number, expected: string) =>
  number(low, high, expected).int({ error: expected });

const flag = z.boolean({ error: 'true or false' });

function oneOf<const T extends readonly string[]>(names: T) {
  return z.enum(names, { error: `one of ${names.join(', ')}` });
}

/** A list of names, or one string with commas, read as a list. */
const names = (expected: string) =>
  z
    .union([z.string(), z.array(z.string())], { error: expected })
    .transform(splitNames)
    .pipe(z.array(z.string()).min(1, { error: expected }));

const CLASS_NAMES = 'names or indices of classes';
/** Indices may be given as numbers; they come back as text, as names do. */
const CLASSES = z
  .union([z.string(), z.array(z.union([z.string(), z.number()]))], { error: CLASS_NAMES })
  .transform((given) => classNames(given) ?? [])
  .pipe(z.array(z.string()).min(1, { error: CLASS_NAMES }));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number or null; checked by hand because such lists can be long. */
const isLabelList = (value: unknown): value is readonly (number | null)[] =>
  Array.isArray(value) && value.every((label) => label === null || Number.isInteger(label));

const isLayersModel = (value: unknown): value is LayersModel =>
  isObject(value) && typeof value.predict === 'function' && typeof value.getWeights === 'function';

const isModel = (value: unknown): value is LayersModel | Model =>
  isLayersModel(value) ||
  (isObject(value) && typeof value.apply === 'function' && value.trained instanceof Map);

const isArrays = (value: unknown): value is InputArrays =>
  isObject(value) &&
  (value.values instanceof Float32Array || Array.isArray(value.values)) &&
  Array.isArray(value.shape) &&
  value.shape.every((side) => Number.isInteger(side) && side > 0) &&
  (value.labels === undefined || isLabelList(value.labels));

const isNamed = (value: unknown): value is MethodSettings | CustomMethod =>
  isObject(value) &&
  typeof value.name === 'string' &&
  // It becomes a file name.
  /^[A-Za-z0-9][\w.+-]*$/.test(value.name) &&
  (value.explain === undefined || (typeof value.explain === 'function' && isTwin(value.twin)));

const isTwin = (value: unknown): boolean =>
  value === undefined ||
  typeof value === 'string' ||
  (isObject(value) && typeof value.method === 'string' && typeof value.adds === 'string');

const gate = z.strictObject({
  order: oneOf(CHECK_NAMES).optional(),
  stage: text('`output`, `full` or the name of a stage'),
  metric: text('the name of a metric'),
  maximum: number(0, 1, 'a number from 0 to 1').optional(),
});

const GROUP = '`auto`, `layer`, `block` or a regular expression';
const group = text(GROUP).refine(
  (source) => {
    try {
      new RegExp(source);
      return true;
    } catch {
      return false;
    }
  },
  { error: `${GROUP} that is valid` },
);

const SHARE = 'a share above 0 and up to 1';

const REPORTER = `some of ${REPORTERS.join(', ')}, each alone or with a file: junit=report.xml`;

const STATUS = oneOf(['passed', 'failed', 'inconclusive']);
const EXPECTATION = 'passed, failed, inconclusive, or { status, reason }';
const expectation = z.strictObject({
  status: STATUS,
  reason: z
    .string({ error: 'a reason in words' })
    .refine((reason) => reason.trim() !== '', { error: 'a reason in words' }),
});

const TRAINING_DATA =
  'a folder of images by class, an .npy or IDX file, { values, labels }, or a function that generates examples';
const isTrainingData = (value: unknown): value is TrainingConfig['data'] =>
  typeof value === 'function' || isTrainingArrays(value);
const isTrainingArrays = (value: unknown): value is TrainingArrays =>
  isObject(value) && isNumbers(value.values) && isNumbers(value.labels);
const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** The same keys as `TrainingConfig`. */
export const TRAINING_SCHEMA = z
  .strictObject({
    data: z.union([text(TRAINING_DATA), z.custom<TrainingConfig['data']>(isTrainingData)], {
      error: TRAINING_DATA,
    }),
    labels: text('the path of a file of labels'),
    limit: whole(1, 100_000_000, 'a whole number, 1 or more'),
    permutations: whole(1, 1000, 'a whole number from 1 to 1000'),
    labelNoise: number(0, 1, SHARE).gt(0, { error: SHARE }),
    required: number(0, 1, SHARE).gt(0, { error: SHARE }),
    epochs: whole(1, 1_000_000, 'a whole number, 1 or more'),
    batch: whole(1, 65_536, 'a whole number from 1 to 65536'),
    optimizer: oneOf(OPTIMIZERS),
    rate: number(0, 1e6, 'a number above 0').gt(0, { error: 'a number above 0' }),
    momentum: number(0, 1, 'a number from 0 to below 1').lt(1, { error: 'a number from 0 to below 1' }),
    schedule: oneOf(RATE_SCHEDULES),
    loss: oneOf(LOSS_NAMES),
    network: oneOf(TRUE_LABEL_NETWORKS),
    sameInitial: flag,
    cache: z.union([text('the path of a folder'), z.literal(false)], {
      error: 'the path of a folder, or false',
    }),
  })
  .partial();

const PATH_OR_MODEL = 'the path of a model.json or its folder, a tf.LayersModel, or what loadModel gave';
const PATH_OR_ARRAYS = 'a folder of images, a .npy file, or { values, shape, labels }';
const METHOD = 'a name, { name, ...settings } or { name, explain }, names of letters, digits and dashes';

/** The same keys as `Config`, every one optional: a file and a command line each give a part. */
export const CONFIG_SCHEMA = z
  .strictObject({
    model: z.union([text(PATH_OR_MODEL), z.custom<LayersModel | Model>(isModel)], { error: PATH_OR_MODEL }),
    output: text('the name of an output'),
    inputs: z.union([text(PATH_OR_ARRAYS), z.custom<InputArrays>(isArrays)], { error: PATH_OR_ARRAYS }),
    labels: z.union([text('the path of a labels.json'), z.custom<readonly (number | null)[]>(isLabelList)], {
      error: 'the path of a labels.json, or a list of class indices',
    }),
    preprocess: z.union(
      [z.enum(PREPROCESSES), z.custom<PreprocessFunction>((value) => typeof value === 'function')],
      { error: `one of ${PREPROCESSES.join(', ')}, or a function` },
    ),
    channels: oneOf(CHANNEL_ORDERS),
    methods: z.union(
      [
        text(METHOD),
        z.array(z.union([text(METHOD), z.custom<MethodSettings | CustomMethod>(isNamed)], { error: METHOD })),
      ],
      { error: 'paper, all, names with commas, or a list of methods' },
    ),
    orders: names(`some of ${CHECK_NAMES.join(', ')}`).pipe(z.array(oneOf(CHECK_NAMES))),
    metrics: names('names of metrics'),
    gates: z.array(gate, { error: 'a list of { order, stage, metric, maximum }' }),
    confidence: number(0.5, 0.9999, 'a number from .5 to .9999'),
    draws: whole(1, 1000, 'a whole number from 1 to 1000'),
    training: TRAINING_SCHEMA,
    layers: names('names of layers'),
    group,
    target: oneOf(TARGETS),
    initializer: oneOf(INITIALIZERS),
    batchNorm: oneOf(BATCH_NORM_MODES),
    seed: whole(0, LARGEST_SEED, `a whole number from 0 to ${LARGEST_SEED}`),
    limit: whole(1, 1_000_000, 'a whole number, 1 or more'),
    sample: oneOf(SAMPLES),
    classes: CLASSES,
    quick: flag,
    engine: oneOf(['compiled', 'eager']),
    backend: oneOf(['auto', 'cpu', 'node', 'gpu']),
    device: oneOf(['cpu', 'webgpu', 'cuda']),
    blocked: oneOf(['auto', 'off']),
    threads: whole(1, 1024, 'a whole number from 1 to 1024'),
    batch: whole(1, 65_536, 'a whole number from 1 to 65536'),
    reuse: flag,
    pictures: whole(0, 1000, 'a whole number from 0 to 1000'),
    title: text('a title in words'),
    out: text('the path of a folder'),
    reporter: names(REPORTER).pipe(
      z.array(z.string().refine((choice) => parseReporter(choice) !== null, { error: REPORTER })),
    ),
    baseline: z.union([text('the path of a report.json'), z.literal(false)], {
      error: 'the path of a report.json, or false',
    }),
    resume: flag,
    quiet: flag,
    allowInconclusive: flag,
    expected: z.record(z.string(), z.union([STATUS, expectation], { error: EXPECTATION }), {
      error: '{ method: status } or { method: { status, reason } }',
    }),
  })
  .partial();

/** A part of a configuration that was checked: names are in lists, whichever way they were given. */
export type PartialConfig = Partial<Config> &
  Pick<z.output<typeof CONFIG_SCHEMA>, 'orders' | 'metrics' | 'layers' | 'classes' | 'reporter'>;
