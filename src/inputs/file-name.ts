import { isUtf8 } from 'node:buffer';

/**
 * The text of a file name given as bytes. What is no UTF-8 stands as `\xE9`, as Python's `backslashreplace` writes it, so
 * that different names stay different and can be told.
 */
export function nameText(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes).toString('utf8');
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [4, 3, 2, 1].find(
      (n) => at + n <= bytes.length && isCharacter(bytes.subarray(at, at + n)),
    );
    const part = Buffer.from(bytes.subarray(at, at + (length ?? 1)));
    text += length === undefined ? `\\x${part.toString('hex').toUpperCase()}` : part.toString('utf8');
    at += length ?? 1;
  }
  return text;
}

/** Whether bytes are one character of UTF-8. */
const isCharacter = (bytes: Uint8Array): boolean =>
  isUtf8(bytes) && [...Buffer.from(bytes).toString('utf8')].length === 1;

/**
 * Compares names by code unit, in the composed form of Unicode first: some file systems hand names out decomposed, and the
 * order of the inputs must not hang on that.
 */
export function byName(a: string, b: string): number {
  return byCodeUnit(a.normalize('NFC'), b.normalize('NFC')) || byCodeUnit(a, b);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Names that differ in nothing but their Unicode form (`é` as one character, or as `e` and an accent), in groups. */
export function alikeNames(names: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const form = name.normalize('NFC');
    groups.set(form, [...(groups.get(form) ?? []), name]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
