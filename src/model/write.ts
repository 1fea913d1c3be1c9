import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../errors.ts';
import type { Model, ModelFile, Weights } from './model.ts';

/**
 * Writes a model with other weights into a folder, in the format that it came in, and resolves to the paths of its
 * files. The folder is made where it is missing; files of the same names are replaced, but for those of the model's own
 * source folder, which is refused with an InputError, as is a folder that cannot be written.
 */
export async function writeModel(model: Model, weights: Weights, directory: string): Promise<string[]> {
  const files = model.serialise(weights);
  const folder = await makeFolder(directory);
  if (folder === (await sourceFolder(model.source))) {
    const expected = 'another folder than the one the model came from';
    throw new InputError({ thing: directory, expected, found: 'the same' });
  }
  const paths: string[] = [];
  for (const file of files) {
    await writeFile(file, folder).catch((cause: NodeJS.ErrnoException) => {
      throw unwritable(join(directory, file.name), cause);
    });
    paths.push(join(directory, file.name));
  }
  return paths;
}

async function makeFolder(directory: string): Promise<string> {
  try {
    await mkdir(directory, { recursive: true });
    return await realpath(directory);
  } catch (cause) {
    throw unwritable(directory, cause as NodeJS.ErrnoException);
  }
}

/** Null for a model that did not come from files. */
async function sourceFolder(source: string): Promise<string | null> {
  const entry = await stat(source).catch(() => null);
  if (!entry) return null;
  return realpath(entry.isDirectory() ? source : dirname(source));
}

/** Written beside its place and then moved there: a link in that place is replaced, not followed. */
async function writeFile({ name, parts }: ModelFile, folder: string): Promise<void> {
  const temporary = join(folder, `.${name}.${process.pid}.part`);
  try {
    const handle = await open(temporary, 'w');
    try {
      for (const part of parts) await handle.writeFile(part);
    } finally {
      await handle.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function unwritable(thing: string, cause: NodeJS.ErrnoException): InputError {
  const found = cause.code ?? String(cause);
  return new InputError({ thing, expected: 'a place that can be written', found }, { cause });
}
