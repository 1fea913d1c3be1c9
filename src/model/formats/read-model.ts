import { InputError } from '../../errors.ts';
import type { Model } from '../model.ts';
import { isForeign, type KnownFormat, type LoadOptions, type ModelFormat } from './format.ts';
import { openModelFile } from './open-file.ts';
import { acceptedFiles, foreignRefusal } from './refusal.ts';

const OPTIONAL = ['input', 'set', 'size'] as const;

/** Throws InputError for an option that says nothing to a format. */
function requireTaken({ takes = [], accepted }: ModelFormat, options: LoadOptions): void {
  const without = OPTIONAL.find((name) => options[name] !== undefined && !takes.includes(name));
  if (without === undefined) return;
  const expected = 'a model of a format that takes it, such as ONNX';
  throw new InputError({ thing: `option ${without}`, expected, found: accepted.model });
}

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
    if (!isForeign(format)) {
      requireTaken(format, options);
      return format.read(file, options);
    }
    throw foreignRefusal(file.path, format.name, format.convert(file.path), formats);
  }
  const found = 'a file of no known format';
  throw new InputError({ thing: file.path, expected: acceptedFiles(formats), found });
}
