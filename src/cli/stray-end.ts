import { InputError } from '../errors.ts';
import { undoAll } from '../stray-errors.ts';
import { userFrame } from '../user-frame.ts';
import type { Io } from './command.ts';
import { PROGRAM } from './command.ts';
import { EXIT } from './exit-code.ts';
import { tell } from './tell.ts';

/**
 * Sees to it that only this program ends its process: exit code 0 says that every check passed, and code of the user's own
 * that calls `process.exit`, or waits for what never comes, must not say so. Such an end is told on standard error and has
 * exit code 2. Returns what ends the process rightly.
 */
export function watchEnd(stderr: Io['stderr']): (code: number) => never {
  const onExit = (code: number) => {
    undoAll();
    tell({ stderr }, `${PROGRAM}: ${strayEnd(code, new Error('exit')).message}`);
    process.exitCode = EXIT.usage;
  };
  process.once('exit', onExit);
  return (code) => {
    process.off('exit', onExit);
    process.exit(code);
  };
}

/** `process.exit` calls who listens to it: the stack leads to its caller. Else Node has found nothing left to do. */
function strayEnd(code: number, here: Error): InputError {
  if (!/ process\.exit /.test(here.stack ?? '')) {
    return new InputError({
      thing: 'code of the configuration',
      expected: 'to come to an end',
      found: 'a promise that is never settled',
    });
  }
  return new InputError({
    thing: userFrame(here) ?? 'code of the configuration',
    expected: 'no end of the process',
    found: `process.exit with code ${code}`,
  });
}
