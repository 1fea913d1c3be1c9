import { located as locatedFrom } from '../disk/located.ts';
import type { Io } from './command.ts';

/** Prints a value as one JSON document. */
export function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** A path for the file system, of one that was given to a command. */
export const located = (io: Io, path: string): string => locatedFrom(path, io.cwd);
