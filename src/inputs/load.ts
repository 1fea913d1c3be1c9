import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError } from '../errors.ts';
import { inputsFromArrays } from './arrays.ts';
import { assembleInputs } from './assemble.ts';
import { chooseEvenly } from './choose.ts';
import { byName } from './file-name.ts';
import { LABELS_FILE, listFolder } from './folder.ts';
import { decodeImages } from './images.ts';
import type { Inputs } from './inputs.ts';
import { checkLabels, folderLabels, readLabels } from './labels.ts';
import { readNpy } from './npy.ts';
import { type Preprocess, preprocessor } from './preprocess.ts';

export interface LoadOptions {
  /** A folder of images, or an .npy file [N, ...inputShape]. */
  readonly path: string;
  /** File of labels (JSON, or .npy for an .npy file); `labels.json` in a folder of images is found without. */
  readonly labels?: string | null;
  /** `unit` by default. */
  readonly preprocess?: Preprocess;
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
 * Loads the inputs of a run. The order is the order of choice: one input of every class, then the next of every class,
 * names sorted, so that a smaller limit gives the beginning of a larger one.
 * @throws InputError, naming the thing at fault, for whatever cannot be used as it is
 */
export async function loadInputs(options: LoadOptions): Promise<Inputs> {
  const { path } = options;
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError({
      thing: path,
      expected: 'a folder of images or an .npy file',
      found: error.code === 'ENOENT' ? 'nothing' : (error.code ?? String(error)),
    });
  });
  if (found.isDirectory()) return loadFolder(options);
  if (path.endsWith('.npy')) return loadNpy(options);
  throw new InputError({
    thing: path,
    expected: 'a folder of images or an .npy file',
    found: 'another file',
  });
}

async function loadNpy({ path, labels, ...options }: LoadOptions): Promise<Inputs> {
  const { shape, values, dtype } = await readNpy(path);
  if (shape.length === 0) {
    throw new InputError({
      thing: path,
      expected: `shape [N, ${options.inputShape.join(', ')}]`,
      found: 'a scalar',
    });
  }
  const source = basename(path);
  const given = labels == null ? undefined : await readLabels(labels);
  if (given instanceof Map) {
    throw new InputError({
      thing: labels!,
      expected: 'an array of labels, one for each row',
      found: 'an object',
    });
  }
  return inputsFromArrays({
    ...options,
    values: dtype === 'uint8' ? Uint8Array.from(values) : values,
    shape,
    labels: given as readonly number[] | undefined,
    source,
  });
}

async function loadFolder(options: LoadOptions): Promise<Inputs> {
  const { path, inputShape, classes, preprocess = 'unit' } = options;
  const folder = await listFolder(path);
  const notices = [...folder.notices];

  const labelsPath = options.labels ?? (folder.hasLabels ? join(path, LABELS_FILE) : null);
  const map = labelsPath === null ? null : await readLabels(labelsPath);
  if (map !== null && !(map instanceof Map)) {
    throw new InputError({
      thing: labelsPath!,
      expected: 'an object: {"file or class name": index}',
      found: 'an array',
    });
  }
  const labelled = folderLabels(folder, map, classes);
  notices.push(...labelled.notices);
  checkLabels(labelled.labels, folder.images, classes);

  const order = byClass(folder.images, labelled.labels);
  const groups = order.map((i) => labelled.labels[i] ?? null);
  const chosen = chooseEvenly(groups, options.limit).map((at) => order[at]);
  if (chosen.length < order.length) notices.push(`${chosen.length} of ${order.length} images are used`);

  const ids = chosen.map((i) => folder.images[i]);
  const decoded = await decodeImages(
    { folder: path, names: ids, bytes: folder.bytes },
    inputShape,
    options.pixelLimit,
  );
  const size = inputShape.reduce((product, n) => product * n, 1);
  const prepare = preprocessor(preprocess, inputShape);
  const values = new Float32Array(decoded.pixels.length);
  for (const i of ids.keys()) {
    values.set(prepare(decoded.pixels.slice(i * size, (i + 1) * size)), i * size);
  }
  const labels = chosen.map((i) => labelled.labels[i]);
  notices.push(...decoded.notices);
  const black = prepare(new Float32Array(size));
  return assembleInputs({ ids, shape: inputShape, values, black, labels, notices });
}

/** Indices of the images, sorted by label, then by name; images without a label come last. */
function byClass(images: readonly string[], labels: readonly (number | null)[]): number[] {
  const rank = (i: number) => labels[i] ?? Number.POSITIVE_INFINITY;
  return [...images.keys()].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x === y ? byName(images[a], images[b]) : x - y;
  });
}
