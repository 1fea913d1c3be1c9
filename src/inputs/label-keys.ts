import { alikeNames } from './file-name.ts';
import type { Folder } from './folder.ts';

/**
 * Finds the key of a labels file that means a file or folder: the very name, else the one that differs in nothing but its
 * Unicode form (macOS hands names out decomposed, editors write them composed). Where the keys, or files or folders here,
 * differ in just that, only the very name counts.
 */
export function keyFinder(
  keys: readonly string[],
  { images, classes }: Pick<Folder, 'images' | 'classes'>,
): (name: string) => string | undefined {
  const own = new Set(keys);
  const told = new Set([...alikeNames(keys), ...alikeNames(images), ...alikeNames(classes)].flat());
  const byForm = new Map(keys.filter((key) => !told.has(key)).map((key) => [key.normalize('NFC'), key]));
  return (name) => (own.has(name) ? name : told.has(name) ? undefined : byForm.get(name.normalize('NFC')));
}
