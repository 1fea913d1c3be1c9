/** What the system says, as what was found instead. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or folder'],
  ['ENOTDIR', 'a file where a folder should be'],
  ['EISDIR', 'a folder'],
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EROFS', 'a file system that is read-only'],
  ['ELOOP', 'links that lead in circles'],
  ['ENAMETOOLONG', 'a name that is too long'],
]);

/** The error of a call of the system in words, to stand behind "found"; its code where there are none for it. */
export function faultWords({ code, message }: NodeJS.ErrnoException): string {
  return WORDS.get(code ?? '') ?? code ?? message;
}
