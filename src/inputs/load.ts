import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import type { ChannelOrder } from '../plan/plan.ts';
import { inputsFromArrays } from './arrays.ts';
import { assembleInputs } from './assemble.ts';
import type { ClassNames } from './class-names.ts';
import { byName } from './file-name.ts';
import { type Folder, IMAGE, LABELS_FILE, listFolder } from './folder.ts';
import { decodeImages } from './images.ts';
import type { Inputs } from './inputs.ts';
import { checkLabels, folderLabels, readLabels, withoutClasses } from './labels.ts';
import { readNpy } from './npy.ts';
import { classWords, ofClasses } from './only-classes.ts';
import { type Preprocess, preparedImages, preprocessor } from './preprocess.ts';
import { folderRegions } from './regions.ts';
import { EVENLY, type Sampling } from './sampling.ts';

export interface LoadOptions {
  /** A folder of images, or an .npy file [N, ...inputShape]. */
  readonly path: string;
  /** File of labels (JSON, or .npy for an .npy file); `labels.json` in a folder of images is found without. */
  readonly labels?: string | null;
  /** A folder of masks, or a file of boxes or masks: where the objects are; masks beside images are found without. */
  readonly regions?: string | null;
  /** `unit` by default. */
  readonly preprocess?: Preprocess;
  /** `rgb` by default. */
  readonly channels?: ChannelOrder;
  /** At most so many inputs are chosen; all by default. */
  readonly limit?: number;
  /** How they are chosen: evenly over the classes by default. */
  readonly sampling?: Sampling;
  /** Names of class folders, or class indices as text, whose inputs are used; all by default. */
  readonly only?: readonly string[] | null;
  /** What the classes are called, which folders may be, too. */
  readonly names?: ClassNames | null;
  /** Leaves the chosen inputs in the order in which they lie in the folder or file. False by default. */
  readonly keepOrder?: boolean;
  /** Of the model, without the batch axis. */
  readonly inputShape: readonly number[];
  /** Whether arrays may be [N, C, H, W] where the model takes [H, W, C]. False by default. */
  readonly channelsFirst?: boolean;
  /** Of the model; null where it has none (a regression), so that labels are left aside, with a notice. */
  readonly classes: number | null;
  /** Images with more pixels are refused; 100 million by default. */
  readonly pixelLimit?: number;
}

/**
 * Loads the inputs of a run. The order is the order of choice, by default one input of every class, then the next of every
 * class, names sorted; a smaller limit gives the beginning of a larger one. With `keepOrder` the same inputs come in the order
 * of their names, or of their rows.
 * @throws InputError, naming the thing at fault, for whatever cannot be used as it is
 */
export async function loadInputs(options: LoadOptions): Promise<Inputs> {
  const { path } = options;
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError({
      thing: path,
      expected: 'a folder of images or an .npy file',
      found: faultWords(error),
    });
  });
  if (found.isDirectory()) return loadFolder(options);
  if (path.endsWith('.npy')) return loadNpy(options);
  throw new InputError({
    thing: path,
    expected: 'a folder of images or an .npy file',
    found: IMAGE.test(path) ? 'a single image' : 'another file',
    hint: wayOf(path),
  });
}

/** How what lies in a file of another kind gets here. */
function wayOf(path: string): string | undefined {
  if (IMAGE.test(path)) return 'Give the folder that it lies in, or one of its own.';
  if (path.endsWith('.npz'))
    return "Save one array of the archive: numpy.save('inputs.npy', archive['name']).";
  return undefined;
}

async function loadNpy({ path, labels, regions, ...options }: LoadOptions): Promise<Inputs> {
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
    regions: regions ?? undefined,
    source,
  });
}

async function loadFolder(options: LoadOptions): Promise<Inputs> {
  const { path, inputShape, classes, names = null, preprocess = 'unit', channels } = options;
  const folder = await listFolder(path);
  const notices = [...folder.notices];

  const labelsPath = options.labels ?? (folder.hasLabels ? join(path, LABELS_FILE) : null);
  const labelled =
    classes === null
      ? withoutClasses(folder.images.length, labelsPath !== null || folder.classes.length > 0)
      : await labelsOf(folder, labelsPath, classes, names);
  notices.push(...labelled.notices);

  const chosen = chooseImages(folder.images, labelled.labels, options);
  if (options.keepOrder) chosen.sort((a, b) => a - b);
  if (chosen.length < folder.images.length) {
    const { only, sampling = EVENLY } = options;
    const used = `${chosen.length} of ${folder.images.length} images are used`;
    notices.push(`${used}${classWords(only)}${sampling.words}`);
  }

  const ids = chosen.map((i) => folder.images[i]);
  const read = { folder: path, names: ids, bytes: folder.bytes };
  const decoded = await decodeImages(read, inputShape, options.pixelLimit);
  const size = inputShape.reduce((product, n) => product * n, 1);
  const prepare = preprocessor(preprocess, inputShape, channels);
  const values = preparedImages(
    ids.length,
    size,
    (i) => decoded.pixels.slice(i * size, (i + 1) * size),
    prepare,
  );
  const labels = chosen.map((i) => labelled.labels[i]);
  notices.push(...decoded.notices);
  const [black, white] = [0, 255].map((grey) => prepare(new Float32Array(size).fill(grey)));
  return assembleInputs({
    ...{ ids, shape: inputShape, values, black, white, labels, notices },
    // Read again, so that the pixels of all images are not held for a question that is seldom asked.
    prepared: async (other, order) => {
      const { pixels } = await decodeImages(read, inputShape, options.pixelLimit);
      const again = preprocessor(other, inputShape, order);
      return preparedImages(ids.length, size, (i) => pixels.slice(i * size, (i + 1) * size), again);
    },
    regions: () => folderRegions({ ...read, masks: folder.masks }, options.regions ?? null, inputShape),
  });
}

/** The labels of a folder, by its file or its class folders, checked. */
async function labelsOf(folder: Folder, path: string | null, classes: number, names: ClassNames | null) {
  const map = path === null ? null : await readLabels(path);
  if (map !== null && !(map instanceof Map)) {
    throw new InputError({
      thing: path!,
      expected: 'an object: {"file or class name": index}',
      found: 'an array',
    });
  }
  const labelled = folderLabels(folder, map, classes, names);
  checkLabels(labelled.labels, folder.images, classes);
  return labelled;
}

/** Indices of the images that are used, in the order of choice. */
function chooseImages(
  images: readonly string[],
  labels: readonly (number | null)[],
  { limit, only, names, sampling = EVENLY }: LoadOptions,
): number[] {
  const folderOf = (image: string) => (image.includes('/') ? image.slice(0, image.indexOf('/')) : null);
  const kept = new Set(
    ofClasses(
      only,
      images.map((image, i) => ({ label: labels[i] ?? null, folder: folderOf(image) })),
      names,
    ),
  );
  const order = sampling.byClass ? byClass(images, labels) : [...images.keys()];
  const candidates = order.filter((i) => kept.has(i));
  const classOf = candidates.map((i) => labels[i] ?? null);
  return sampling.choose(classOf, limit).map((at) => candidates[at]);
}

/** Indices of the images, sorted by label, then by name; images without a label come last. */
function byClass(images: readonly string[], labels: readonly (number | null)[]): number[] {
  const rank = (i: number) => labels[i] ?? Number.POSITIVE_INFINITY;
  return [...images.keys()].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x === y ? byName(images[a], images[b]) : x - y;
  });
}
