import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as z from 'zod';
import type { PreprocessFunction } from '../../inputs/preprocess.ts';
import type { Model } from '../../model/model.ts';
import { chosenClasses, splitNames } from '../../names.ts';
import { LOOKS } from '../../statistics/looks.ts';
import { CHANNEL_ORDERS, PREPROCESSES, SAMPLES } from './choices.ts';
import { among, isObject, names, oneOf, reported, text, whole } from './kinds.ts';
import { type Move, movedPath, option } from './option.ts';
import type { InputArrays } from './values.ts';

const PATH_OR_MODEL =
  'the path of a model.json, its folder or an .onnx file, a tf.LayersModel, or what loadModel gave';
const PATH_OR_ARRAYS = 'a folder of images, a .npy file, or { values, shape, labels }';

const isLayersModel = (value: unknown): value is LayersModel =>
  isObject(value) && typeof value.predict === 'function' && typeof value.getWeights === 'function';

export const isModel = (value: unknown): value is LayersModel | Model =>
  isLayersModel(value) ||
  (isObject(value) && typeof value.apply === 'function' && value.trained instanceof Map);

/** A number or null; checked by hand because such lists can be long. */
const isLabelList = (value: unknown): value is readonly (number | null)[] =>
  Array.isArray(value) && value.every((label) => label === null || Number.isInteger(label));

const isArrays = (value: unknown): value is InputArrays =>
  isObject(value) &&
  (value.values instanceof Float32Array || Array.isArray(value.values)) &&
  Array.isArray(value.shape) &&
  value.shape.every((side) => Number.isInteger(side) && side > 0) &&
  (value.labels === undefined || isLabelList(value.labels));

const CLASS_NAMES = 'names or indices of classes';
/** Indices may be given as numbers; they come back as text, as names do. */
const CLASSES = z
  .union([z.string(), z.array(z.union([z.string(), z.number()]))], { error: CLASS_NAMES })
  .transform((given) => chosenClasses(given) ?? [])
  .pipe(z.array(z.string()).min(1, { error: CLASS_NAMES })) as unknown as z.ZodType<
  string[],
  string | readonly (string | number)[]
>;

const NAMES_FILE = 'the path of a file with the names of the classes';

const EXTENTS = 'a whole number, 1 or more, or several with commas';
/** One number or several, which come back as a list. */
const SIZE = z
  .union(
    [
      z.number().int().positive(),
      z.string().regex(/^\s*[1-9]\d*(?:\s*[,x]\s*[1-9]\d*)*\s*$/),
      z.array(z.number().int().positive()).min(1),
    ],
    { error: EXTENTS },
  )
  .transform((given) => (typeof given === 'string' ? given.split(/[,x]/).map(Number) : [given].flat()));

/** The paths of arrays that inputs are given. */
function movedSettings(value: string | readonly string[], move: Move): string[] {
  return splitNames(value).map((entry) => {
    const at = entry.lastIndexOf('=') + 1;
    return entry.endsWith('.npy') ? entry.slice(0, at) + move(entry.slice(at)) : entry;
  });
}

const MEAN_AND_SD = z
  .templateLiteral([z.string(), '/', z.string()])
  .refine((text) => /^[-\d.,e\s]+\/[\d.,e\s]+$/.test(text));

const group = 'Model and inputs:';

/** What is explained, and on what. */
export const MODEL_OPTIONS = {
  /** Path of a model.json, of the folder that holds it or of an .onnx file, or a model that is already loaded. Never changed. */
  model: option(
    z.union([text(PATH_OR_MODEL), z.custom<LayersModel | Model>(isModel)], { error: PATH_OR_MODEL }),
    // Its hash tells networks apart.
    {
      decides: 'nothing',
      moved: movedPath,
      flag: { group, help: 'model.json, the folder that holds it, or an .onnx file' },
    },
  ),
  /** Which output holds the class scores: the name of an output or layer. By default the only one that is a vector per input. */
  output: option(text('the name of an output'), {
    // The model's hash is one of what leads to this output.
    decides: 'nothing',
    flag: { group, help: 'Output that holds the class scores, where there are several' },
  }),
  /** Which input is explained, where there are several: its name. The others get something by `set`. Of ONNX models. */
  input: option(text('the name of an input'), {
    decides: 'nothing',
    flag: { group, help: 'Input that is explained, where there are several' },
  }),
  /** What the inputs that are not explained are given: `NAME=VALUE` everywhere, or `NAME=FILE.npy`. Of ONNX models. */
  set: option(names('NAME=VALUE or NAME=FILE.npy'), {
    decides: 'nothing',
    moved: movedSettings,
    flag: { group, help: 'What other inputs are given: NAME=VALUE or NAME=FILE.npy' },
  }),
  /** Extents for axes that the model file leaves open: one number for all, or one for each. Of ONNX models. */
  size: option(SIZE, {
    decides: 'nothing',
    flag: { group, help: 'Extents that the model leaves open: 224, or one for each' },
  }),
  /** A folder of images, a .npy file, or arrays. */
  inputs: option(
    z.union([text(PATH_OR_ARRAYS), z.custom<InputArrays>(isArrays)], { error: PATH_OR_ARRAYS }),
    { decides: 'nothing', moved: movedPath, flag: { group, help: 'Folder of images, or a .npy file' } },
  ),
  /** Path of a labels.json, or the class index of every input. By default the inputs' own folders, where there are any. */
  labels: option(
    z.union([text('the path of a labels.json'), z.custom<readonly (number | null)[]>(isLabelList)], {
      error: 'the path of a labels.json, or a list of class indices',
    }),
    {
      decides: 'nothing',
      moved: movedPath,
      flag: { group, help: 'labels.json: class index by file or class name' },
    },
  ),
  /**
   * Where the objects are, for checks that ask whether maps point to them: a folder of masks (PNG, not black inside, named as
   * the images), a regions.json (boxes [top, left, bottom, right] in pixels of the image, by name), or an .npy file of masks [N, H, W]. By
   * default `NAME.mask.png` beside each image, or the regions.json in their folder.
   */
  regions: option(text('the path of a folder of masks, a regions.json or an .npy file'), {
    // What they say is part of the hash of the inputs.
    decides: 'nothing',
    moved: movedPath,
    flag: { group, help: 'Masks or boxes of the objects: a folder, regions.json or .npy' },
  }),
  /**
   * `unit` (x / 255, the default), `tf` ([-1, 1]), `imagenet` (mean and SD), `raw`, mean and SD of one's own as
   * `.5,.5,.5/.25,.25,.25` (of x / 255; one number each is for all channels), or a function. Not used on arrays.
   */
  preprocess: option(
    z.union(
      [
        z.enum(PREPROCESSES),
        MEAN_AND_SD,
        z.custom<PreprocessFunction>((value) => typeof value === 'function'),
      ],
      {
        error: `one of ${PREPROCESSES.join(', ')}, MEAN/SD of x / 255, or a function`,
      },
    ),
    {
      decides: 'scores',
      default: 'unit',
      flag: {
        group,
        help: ({ standard }) => `Scaling of pixels: ${among(PREPROCESSES, standard)}, or MEAN/SD`,
      },
    },
  ),
  /**
   * Order of the channels of a colour image: `rgb` (the default), or `bgr` for a model that was trained on what OpenCV reads.
   * The last step, after the preprocessing, which scales red, green and blue. Used wherever `preprocess` is.
   */
  channels: option(oneOf(CHANNEL_ORDERS), {
    decides: 'scores',
    default: 'rgb',
    planned: reported.text('Order of the channels of colour images: `rgb` or `bgr`').optional(),
    flag: {
      group,
      help: ({ standard }) => `Order of an image's channels: ${among(CHANNEL_ORDERS, standard)}`,
    },
  }),
  /** How many inputs are used, at most. 32 by default. */
  limit: option(whole(1, 1_000_000, 'a whole number, 1 or more'), {
    decides: 'scores',
    default: 32,
    quick: 8,
    decide: LOOKS.at(-1)!.inputs,
    planned: reported.count(),
    flag: { group, help: ({ standard }) => `Number of inputs, at most (${standard})` },
  }),
  /**
   * Which inputs are used where there are more: `even`, the first of every class in turn (the default); `first`, the first
   * of all in the order of their names, or of the file; `stratified`, as many of every class, drawn at random by the seed.
   */
  sample: option(oneOf(SAMPLES), {
    decides: 'scores',
    default: 'even',
    planned: reported
      .text('Which inputs are used where there are more: `even`, `first` or `stratified`')
      .optional(),
    flag: { group, help: ({ standard }) => `Which, where there are more: ${among(SAMPLES, standard)}` },
  }),
  /**
   * Only inputs of these classes: names of class folders, class indices or class names, as a list or with commas. All by default. A
   * class of which there is no input is an error.
   */
  classes: option(CLASSES, {
    decides: 'scores',
    flag: { group, help: 'Only inputs of these classes: names or indices, with commas (all)' },
  }),
  /**
   * What the classes are called, in reports and figures and for folders and `classes`: a list, or the path of a text file with a
   * name on each line or of a JSON file, `[name, ...]`, `{index: name}` or `{name: index}`. By default classes are numbers.
   */
  classNames: option(
    z.union([text(NAMES_FILE), z.array(z.string())], { error: `${NAMES_FILE}, or a list of names` }),
    {
      // Labels that come of it are part of what the hash of a run is made of.
      decides: 'nothing',
      moved: movedPath,
      flag: { group, help: 'What the classes are called: a file with a name on each line, or JSON' },
    },
  ),
};
