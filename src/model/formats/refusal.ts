import { InputError } from '../../errors.ts';
import { type ForeignFormat, isForeign, type KnownFormat, type ModelFormat } from './format.ts';

/** What users may give, for messages: `a model.json or a folder that contains one`. */
export function acceptedFiles(formats: readonly KnownFormat[]): string {
  return joined(formats, ({ files }) => files);
}

/** The refusal of a file or folder of another tool, with how it is converted. `found` says what it is. */
export function foreignRefusal(
  thing: string,
  found: string,
  hint: string,
  formats: readonly KnownFormat[],
): InputError {
  const expected = joined(formats, ({ model, files }) => `${model}: ${files}`);
  return new InputError({ thing, expected, found, hint: `${hint}.` });
}

/** The format of another tool that a file of that extension is taken for. */
export function foreignByExtension(
  extension: string,
  formats: readonly KnownFormat[],
): ForeignFormat | undefined {
  return formats.filter(isForeign).find(({ extensions }) => extensions.includes(extension));
}

function joined(
  formats: readonly KnownFormat[],
  words: (accepted: ModelFormat['accepted']) => string,
): string {
  const read = formats.filter((format): format is ModelFormat => !isForeign(format));
  return [...new Set(read.map(({ accepted }) => words(accepted)))].join(' or ');
}
