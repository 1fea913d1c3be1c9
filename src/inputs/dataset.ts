import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import type { ChannelOrder } from '../plan/plan.ts';
import { inputsFromArrays } from './arrays.ts';
import { collectExamples, type DatasetGenerator } from './generated.ts';
import { looksLikeIdx, readIdx } from './idx.ts';
import type { Inputs } from './inputs.ts';
import { readLabels } from './labels.ts';
import { loadInputs } from './load.ts';
import type { Preprocess } from './preprocess.ts';

/** Labelled inputs, as a model sees them. */
export interface Dataset {
  /** [count, ...shape], preprocessed. */
  readonly values: Float32Array;
  /** Class indices. */
  readonly labels: Int32Array;
  /** Of one input. */
  readonly shape: readonly number[];
  /** What was done to the data that the user should know. */
  readonly notices: readonly string[];
}

export interface DatasetOptions {
  /**
   * A folder with a folder of images for each class, an .npy file [N, ...inputShape], an IDX file (the format of MNIST,
   * gzipped or not), or a function that generates examples.
   */
  readonly source: string | DatasetGenerator;
  /**
   * File of labels: IDX, .npy or JSON. A folder needs none. For IDX images named as MNIST's (`train-images-idx3-ubyte`)
   * the labels beside them (`train-labels-idx1-ubyte`) are found without.
   */
  readonly labels?: string | null;
  /** `unit` by default; for bytes only, not for numbers that are floats already. */
  readonly preprocess?: Preprocess;
  /** `rgb` by default. Used wherever `preprocess` is. */
  readonly channels?: ChannelOrder;
  /** At most so many inputs are chosen, evenly over the classes; all by default. */
  readonly limit?: number;
  /** Of the model, without the batch axis. */
  readonly inputShape: readonly number[];
  /** Of the model. */
  readonly classes: number;
  /** Images with more pixels are refused; 100 million by default. */
  readonly pixelLimit?: number;
}

/**
 * Loads labelled inputs, for training or for testing what was trained.
 * @throws InputError, naming the thing at fault: data that cannot be read or does not fit the model, labels that are
 * missing, too few or out of range
 */
export async function loadDataset(options: DatasetOptions): Promise<Dataset> {
  const { source, labels = null } = options;
  if (typeof source === 'function') return labelled(await generated(source, options), 'generated examples');
  const found = await stat(source).catch((error: NodeJS.ErrnoException) => error);
  if (!(found instanceof Error)) {
    if (found.isDirectory()) return labelled(await loadInputs({ ...options, path: source }), source);
    if (source.endsWith('.npy')) return labelled(await fromNpy(source, labels, options), source);
    if (found.isFile() && (await looksLikeIdx(source)))
      return labelled(await fromIdx(source, options), source);
  }
  throw new InputError({
    thing: source,
    expected: 'a folder of images, an .npy file or an IDX file',
    found: found instanceof Error ? faultWords(found) : 'another file',
  });
}

async function fromNpy(path: string, labels: string | null, options: DatasetOptions): Promise<Inputs> {
  if (labels !== null) return loadInputs({ ...options, path });
  throw new InputError({
    thing: `labels of ${path}`,
    expected: 'a file of labels, one for each row',
    found: 'none',
  });
}

async function generated(generator: DatasetGenerator, options: DatasetOptions): Promise<Inputs> {
  const { values, labels } = await collectExamples(generator, options.inputShape, options.limit);
  return inputsFromArrays({ ...options, values, labels, source: 'generated examples' });
}

async function fromIdx(path: string, options: DatasetOptions): Promise<Inputs> {
  const labelsPath = options.labels ?? (await labelsBeside(path));
  if (labelsPath === null) {
    throw new InputError({ thing: `labels of ${path}`, expected: 'a file of labels', found: 'none' });
  }
  const { shape, values } = await readIdx(path);
  const labels = await labelsOf(labelsPath);
  return inputsFromArrays({ ...options, values, shape, labels, source: basename(path) });
}

/** `train-images-idx3-ubyte.gz` -> `train-labels-idx1-ubyte.gz`, where that is a file. */
async function labelsBeside(path: string): Promise<string | null> {
  const name = basename(path).replace('images', 'labels').replace(/idx\d/, 'idx1');
  const beside = join(dirname(path), name);
  const found = name !== basename(path) && (await stat(beside).catch(() => null))?.isFile();
  return found ? beside : null;
}

async function labelsOf(path: string): Promise<number[]> {
  if (!/\.(npy|json)$/i.test(path) && (await looksLikeIdx(path))) {
    const { shape, values } = await readIdx(path);
    if (shape.length === 1) return Array.from(values);
    throw new InputError({ thing: path, expected: 'labels of shape [N]', found: `[${shape.join(', ')}]` });
  }
  const labels = await readLabels(path);
  if (!(labels instanceof Map)) return [...(labels as readonly number[])];
  throw new InputError({
    thing: path,
    expected: 'an array of labels, one for each input',
    found: 'an object',
  });
}

function labelled({ values, labels, shape, ids, notices }: Inputs, source: string): Dataset {
  const missing = labels.indexOf(null);
  if (missing >= 0) {
    throw new InputError({
      thing: `labels of ${source}`,
      expected: `a label for each of ${labels.length} inputs`,
      found: `none for ${ids[missing]}`,
      hint: 'Put the images into a folder for each class, or give a file of labels.',
    });
  }
  return { values, shape, notices, labels: Int32Array.from(labels as readonly number[]) };
}
