import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OWN } from './own-folder.ts';
import { thrownText } from './thrown-text.ts';

/**
 * The place in the user's own files that an error comes from, as `file:line` relative to a folder, by default the process's: the first
 * frame of its stack that belongs neither to this package, nor to an installed one, nor to Node. Null where there is none.
 */
export function userFrame(error: unknown, cwd?: string): string | null {
  return framesOf(error, cwd).find(isUsers)?.place ?? null;
}

/** The same, but only where nothing of this package or of an installed one lies between: the user's code threw itself. */
export function thrownAt(error: unknown): string | null {
  const [first] = framesOf(error);
  return first && isUsers(first) ? first.place : null;
}

/** An error that code of the user's own threw, as messages show it: "an error (no such file), at config.ts:7". */
export function errorText(error: unknown): string {
  const place = userFrame(error);
  return `an error (${thrownText(error)})${place === null ? '' : `, at ${place}`}`;
}

/** A file and a line as messages show them: relative to the working folder, where it lies there. */
export function placeText(file: string, line: number, cwd: string = process.cwd()): string {
  const path = relative(cwd, file);
  return `${path.startsWith('..') ? file : path}:${line}`;
}

interface Frame {
  readonly file: string;
  readonly place: string;
}

const isUsers = ({ file }: Frame): boolean => !file.startsWith(OWN) && !/[\\/]node_modules[\\/]/.test(file);

/** The frames of an error that lie in files: `at name (file:line:column)` or `at file:line:column`. */
function framesOf(error: unknown, cwd?: string): Frame[] {
  if (!(error instanceof Error)) return [];
  return stackText(error)
    .split('\n')
    .flatMap((line) => {
      const found = /^\s+at (?:.*\()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):\d+\)?$/.exec(line);
      if (!found) return [];
      const file = pathOf(found[1]);
      return [{ file, place: placeText(file, Number(found[2]), cwd) }];
    });
}

/** Whoever throws may have put anything there. */
function stackText({ stack }: Error): string {
  return typeof stack === 'string' ? stack : '';
}

/** The path of a module: what a loader appended to its address to load it anew is taken off. */
export function pathOf(address: string): string {
  return address.startsWith('file://') ? fileURLToPath(address.replace(/[?#].*$/, '')) : address;
}
