import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import { parseJson } from '../json.ts';
import { type GivenRegion, type Region, regionOfMask } from '../similarity/region/region.ts';
import { CHANNELS } from './channels.ts';
import { REGIONS_FILE } from './folder.ts';
import { regionOf } from './given-regions.ts';
import { type ImageFiles, PIXEL_LIMIT } from './images.ts';
import { readNpy } from './npy.ts';
import { readStoredImage, storedSize } from './stored-image.ts';

/** Images with the masks that lie beside them. */
interface MaskedFiles extends ImageFiles {
  /** Paths in the folder, by image. */
  readonly masks: ReadonlyMap<string, string>;
}

/**
 * The regions of images: of masks beside them and the `regions.json` in their folder, or of a folder of masks or file of
 * boxes. A mask is as large as its image, or as the model's input; whatever is not black lies inside.
 * @throws InputError for what cannot be read and for masks and boxes that do not fit
 */
export async function folderRegions(
  files: MaskedFiles,
  given: string | null,
  [height, width]: readonly number[],
): Promise<(Region | null)[]> {
  const { folder, names, masks } = files;
  const kind = given === null ? null : await kindOf(given);
  const boxes = kind === 'file' ? await readBoxes(given!) : given === null ? await boxesBeside(folder) : null;
  return Promise.all(
    names.map(async (name) => {
      const source = files.bytes?.get(name) ?? join(folder, name);
      const mask = await maskOf(name, given === null ? { folder, masks } : kind === 'folder' ? given : null);
      if (mask !== null) {
        const size = await storedSize(source, join(folder, name));
        return readMask(mask, { height, width, of: size });
      }
      const found = boxes?.(name);
      if (found === undefined) return null;
      const of = await storedSize(source, join(folder, name));
      return regionOf(found, `region of ${name}`, { height, width, of });
    }),
  );
}

/** The regions of inputs that came as an array: of the chosen ones, in their order. */
export async function arrayRegions(
  given: string | readonly GivenRegion[],
  of: {
    readonly all: readonly string[];
    readonly chosen: readonly number[];
    readonly source: string;
    readonly shape: readonly number[];
  },
): Promise<(Region | null)[]> {
  const { all, chosen, source } = of;
  const [height, width] = of.shape.length === 3 ? of.shape : [1, of.shape[0]];
  const list = typeof given === 'string' ? await readList(given, all, height * width) : given;
  if (list.length !== all.length) {
    const found = String(list.length);
    throw new InputError({ thing: `regions of ${source}`, expected: String(all.length), found });
  }
  return chosen.map((i) => regionOf(list[i], `region of ${all[i]}`, { height, width }));
}

async function readList(path: string, ids: readonly string[], pixels: number): Promise<readonly unknown[]> {
  if (!path.endsWith('.npy')) {
    const json = await readJson(path);
    const boxes = boxesByName(json, path);
    return Array.isArray(json) ? json : ids.map((id) => boxes(id) ?? null);
  }
  const { shape, values } = await readNpy(path);
  if (values.length !== shape[0] * pixels) {
    const expected = `masks [N, H, W] of ${pixels} pixels each`;
    throw new InputError({ thing: path, expected, found: `[${shape.join(', ')}]` });
  }
  return Array.from({ length: shape[0] }, (_, i) => values.subarray(i * pixels, (i + 1) * pixels));
}

async function kindOf(path: string): Promise<'folder' | 'file'> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const expected = 'a folder of masks or a regions.json';
    throw new InputError({ thing: path, expected, found: faultWords(error) });
  });
  return found.isDirectory() ? 'folder' : 'file';
}

/** What a file says of an image; undefined where it says nothing. */
type Boxes = (name: string) => unknown;

const readBoxes = async (path: string): Promise<Boxes> => boxesByName(await readJson(path), path);

async function boxesBeside(folder: string): Promise<Boxes | null> {
  const path = join(folder, REGIONS_FILE);
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? readBoxes(path) : null;
}

function boxesByName(json: unknown, path: string): Boxes {
  if (typeof json === 'object' && json !== null) {
    return (name) => (Object.hasOwn(json, name) ? (json as Record<string, unknown>)[name] : undefined);
  }
  const expected = 'an object: {"file name": [[top, left, bottom, right], ...]}';
  throw new InputError({ thing: path, expected, found: JSON.stringify(json) });
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ thing: path, expected: 'a file of regions', found: faultWords(error) });
  });
  try {
    return parseJson(text, path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ thing: path, expected: 'JSON', found: (error as Error).message });
  }
}

/** The path of an image's mask: beside it, or of its name in a folder of masks; null where there is none. */
async function maskOf(
  name: string,
  where: string | { readonly folder: string; readonly masks: ReadonlyMap<string, string> } | null,
): Promise<string | null> {
  if (where === null) return null;
  if (typeof where !== 'string') {
    const mask = where.masks.get(name);
    return mask === undefined ? null : join(where.folder, mask);
  }
  const base = join(where, name.replace(/\.[^./]+$/, ''));
  for (const path of [`${base}.mask.png`, `${base}.png`]) {
    if ((await stat(path).catch(() => null))?.isFile()) return path;
  }
  return null;
}

interface MaskFrame {
  readonly height: number;
  readonly width: number;
  readonly of: { readonly height: number; readonly width: number };
}

async function readMask(path: string, { height, width, of }: MaskFrame): Promise<Region> {
  const image = await readStoredImage(path, path, PIXEL_LIMIT);
  const fits = [of, { height, width }].some(
    (size) => size.height === image.height && size.width === image.width,
  );
  if (!fits) {
    const expected = `the size of its image, ${of.width} x ${of.height}, or of the model's input, ${width} x ${height}`;
    throw new InputError({ thing: path, expected, found: `${image.width} x ${image.height}` });
  }
  const channels = CHANNELS[image.colours];
  const marked = Uint8Array.from({ length: image.width * image.height }, (_, i) =>
    image.pixels.subarray(i * channels, (i + 1) * channels).some((value) => value !== 0) ? 255 : 0,
  );
  if (image.width === width && image.height === height) return regionOfMask(marked, height, width);
  const resized = await sharp(marked, { raw: { width: image.width, height: image.height, channels: 1 } })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  // A pixel that is half inside is inside.
  return regionOfMask(
    resized.map((value) => (value >= 128 ? 1 : 0)),
    height,
    width,
  );
}
