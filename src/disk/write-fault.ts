import { InputError } from '../errors.ts';
import { faultWords } from './fault-words.ts';

/** A fault of the file system that ended the writing of a file: not of what is written. */
export class WriteFault extends InputError {}

/** What the system says where there is no room left, in words. */
const FULL: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'a full disk'],
  ['EDQUOT', 'a disk quota that is used up'],
]);

/**
 * The error of the file system that ended the writing of a path, as an InputError that names it; a full disk is called
 * one. Null for errors that are none of the file system's: those are not the user's to mend.
 */
export function writeFault(path: string, error: unknown): WriteFault | null {
  if (!isSystemError(error)) return null;
  const full = FULL.get(error.code ?? '');
  return full === undefined
    ? new WriteFault(
        {
          thing: path,
          expected: error.code === 'EISDIR' ? 'a file' : 'a folder that can be written',
          found: faultWords(error),
          hint: 'Choose another folder with --out.',
        },
        { cause: error },
      )
    : new WriteFault(
        {
          thing: path,
          expected: 'room to write it',
          found: `${full} (${error.code})`,
          hint: 'Make room, or choose another place.',
        },
        { cause: error },
      );
}

/** Whether an error comes from a call of the system, as those of node:fs do. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
