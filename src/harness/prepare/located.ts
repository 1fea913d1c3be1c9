import { resolve } from 'node:path';

/** Paths keep the words that they were given in, for messages, unless they mean another folder. */
export const located = (path: string, cwd: string): string =>
  cwd === process.cwd() ? path : resolve(cwd, path);
