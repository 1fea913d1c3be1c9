import { writeFault } from '../disk/write-fault.ts';
import { InputError } from '../errors.ts';
import { logLines } from '../report/wording/log-lines.ts';
import { thrownText } from '../thrown-text.ts';
import type { Io } from './command.ts';
import { PROGRAM } from './command.ts';
import { EXIT } from './exit-code.ts';
import { tell } from './tell.ts';

/** A fault in the command line itself: an unknown option, a missing value. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Thrown by a command that stopped because it was interrupted. */
export const isInterruption = (error: unknown, io: Io): boolean =>
  io.signal?.aborted === true || (error instanceof Error && error.name === 'AbortError');

/** What the system says of a file or folder that the user named: no such file, no permission. */
const SYSTEM_FAULTS = new Set([
  'EACCES',
  'EDQUOT',
  'EEXIST',
  'EISDIR',
  'ELOOP',
  'EMFILE',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'ENOTEMPTY',
  'EPERM',
  'EROFS',
]);

/**
 * Tells an error on standard error and gives the exit code: 2 for what the user can mend, 70 for a fault of the
 * program, 130 for an interruption. A stack is shown only with `--debug`.
 */
export function reportFailure(error: unknown, io: Io, debug: boolean): number {
  if (isInterruption(error, io)) {
    tell(io, `${PROGRAM}: interrupted`);
    return EXIT.interrupted;
  }
  const own = isUserFault(error);
  tell(io, `${PROGRAM}: ${own ? '' : 'internal error: '}${messageOf(error)}`);
  if (debug) io.stderr.write(`${logLines(stackOf(error))}\n`);
  else if (!own) tell(io, 'Run again with --debug to see where it happened.');
  return own ? EXIT.usage : EXIT.internal;
}

/** The message of an error; where a disk is full, whoever found it out, that it is. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return thrownText(error);
  const { code, path } = error as NodeJS.ErrnoException;
  const full = code === 'ENOSPC' || code === 'EDQUOT' ? writeFault(path ?? 'a file', error) : null;
  return (full ?? error).message;
}

function isUserFault(error: unknown): boolean {
  if (error instanceof InputError || error instanceof UsageError) return true;
  return SYSTEM_FAULTS.has((error as NodeJS.ErrnoException | null)?.code ?? '');
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack}${cause}`;
}
