import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../disk/make-folder.ts';
import { writeWholeFile } from '../disk/whole-file.ts';
import { writeFault } from '../disk/write-fault.ts';
import { InputError } from '../errors.ts';
import type { Model, Weights } from './model.ts';

/**
 * Writes a model with other weights into a folder, in the format that it came in, and resolves to the paths of its
 * files. The folder is made where it is missing; files of the same names are replaced, but for those of the model's own
 * source folder, which is refused with an InputError, as is a folder that cannot be written.
 */
export async function writeModel(model: Model, weights: Weights, directory: string): Promise<string[]> {
  const files = model.serialise(weights);
  const folder = await madeFolder(directory);
  if (folder === (await sourceFolder(model.source))) {
    const expected = 'another folder than the one the model came from';
    throw new InputError({ thing: directory, expected, found: 'the same' });
  }
  const paths: string[] = [];
  for (const { name, parts } of files) {
    await madeFolder(dirname(join(directory, name)));
    // A link in its place is replaced, not followed.
    await writeWholeFile(join(directory, name), parts);
    paths.push(join(directory, name));
  }
  return paths;
}

async function madeFolder(directory: string): Promise<string> {
  try {
    makeFolder(directory);
    return await realpath(directory);
  } catch (cause) {
    throw writeFault(directory, cause) ?? cause;
  }
}

/** Null for a model that did not come from files. */
async function sourceFolder(source: string): Promise<string | null> {
  const entry = await stat(source).catch(() => null);
  if (!entry) return null;
  return realpath(entry.isDirectory() ? source : dirname(source));
}
