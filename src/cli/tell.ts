import { logLines } from '../report/wording/log-lines.ts';
import { oneLine } from '../report/wording/text-layout.ts';
import type { Io } from './command.ts';

/**
 * Tells something on standard error, each of the texts on a line of its own: what names of files, layers and options hold
 * neither steers a terminal nor becomes a command to the service that reads the log.
 */
export function tell({ stderr }: Pick<Io, 'stderr'>, ...texts: readonly string[]): void {
  stderr.write(texts.map((text) => `${logLines(oneLine(text))}\n`).join(''));
}

/** Prints lines for people on standard output, in the same way; `text` may hold line feeds of its own. */
export function print({ stdout }: Pick<Io, 'stdout'>, text: string): void {
  stdout.write(`${logLines(text)}\n`);
}
