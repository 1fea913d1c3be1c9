import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { InputError } from '../../../../errors.ts';
import { sizeOf } from './decode-tensor.ts';
import { elementOf } from './element-types.ts';
import { readPart } from './read-bytes.ts';
import type { TensorProto } from './tensor-proto.ts';

/** Where the numbers of a tensor lie in another file. */
export interface Region {
  /** Of the file, as the model names it. */
  readonly location: string;
  /** Of the file, links followed. */
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * Finds where a tensor lies. Throws InputError for files that are missing or outside of the model's folder, links
 * followed, and for offsets that are none.
 */
export async function regionOf(tensor: TensorProto, modelPath: string, thing: string): Promise<Region> {
  const { external, dims, type } = tensor;
  const location = external.get('location') ?? '';
  const path = await insideFolder(location, modelPath, thing);
  const bytes = sizeOf(dims, thing) * (elementOf(type)?.bytes ?? 1);
  const offset = wholeNumber(external.get('offset') ?? '0', 'offset', thing);
  const length = wholeNumber(external.get('length') ?? String(bytes), 'length', thing);
  if (length !== bytes) {
    const expected = `${bytes} bytes for shape [${dims.join(', ')}]`;
    throw new InputError({ thing, expected, found: String(length) });
  }
  return { location, path, offset, length };
}

/** The bytes of a region of a tensor, which errors name as `thing`. */
export const regionBytes = ({ location, path, offset, length }: Region, thing: string): Promise<Uint8Array> =>
  readPart(path, offset, length, `${thing}: ${location}`);

async function insideFolder(location: string, modelPath: string, thing: string): Promise<string> {
  const expected = 'the name of a file in the folder of the model';
  const folder = await realpath(dirname(modelPath));
  const outside = (path: string): boolean => {
    const way = relative(folder, path);
    return way === '' || way.startsWith('..') || isAbsolute(way);
  };
  const named = resolve(folder, location);
  if (location === '' || location.includes('\0') || isAbsolute(location) || outside(named))
    throw new InputError({ thing, expected, found: JSON.stringify(location) });
  const path = await realpath(named).catch((cause) => {
    const hint = 'Weights that were saved beside the model have to be copied with it.';
    throw new InputError(
      { thing: `${thing}: ${location}`, expected, found: 'no such file', hint },
      { cause },
    );
  });
  if (!outside(path)) return path;
  throw new InputError({ thing, expected, found: `${JSON.stringify(location)}, a link to outside of it` });
}

function wholeNumber(text: string, what: string, thing: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InputError({
    thing: `${thing}: ${what}`,
    expected: 'a whole number',
    found: JSON.stringify(text),
  });
}
