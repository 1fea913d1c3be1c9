import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * A path for the file system that was given relative to `cwd`. It keeps the words that it was given in, since messages and
 * reports name it; where `cwd` is another folder than the process's own it leads there from the process's, and it is
 * absolute only where it was given so or lies outside of that.
 */
export function located(path: string, cwd: string): string {
  if (isAbsolute(path) || resolve(cwd) === process.cwd()) return path;
  const place = resolve(cwd, path);
  const way = relative(process.cwd(), place);
  const outside = isAbsolute(way) || way.split(sep)[0] === '..';
  return outside ? place : way || '.';
}
