import { InputError } from '../../errors.ts';
import type { Model } from '../model.ts';
import { isForeign, type KnownFormat, type LoadOptions } from './format.ts';
import { openModelFile } from './open-file.ts';
import { acceptedFiles, foreignRefusal } from './refusal.ts';

/**
 * Reads a model by the first of the formats that takes its file. Throws InputError for a file of another tool, and for
 * one that no format takes.
 */
export async function readModel(
  path: string,
  options: LoadOptions,
  formats: readonly KnownFormat[],
): Promise<Model> {
  const file = await openModelFile(path, formats);
  for (const format of formats) {
    if (!(await format.recognises(file))) continue;
    if (!isForeign(format)) return format.read(file, options);
    throw foreignRefusal(file.path, format.name, format.convert(file.path), formats);
  }
  const found = 'a file of no known format';
  throw new InputError({ thing: file.path, expected: acceptedFiles(formats), found });
}
