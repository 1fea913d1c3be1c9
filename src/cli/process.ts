import { Console } from 'node:console';
import { writeFault } from '../disk/write-fault.ts';
import { InputError } from '../errors.ts';
import { isTaken, undoAll } from '../stray-errors.ts';
import { thrownText } from '../thrown-text.ts';
import { thrownAt } from '../user-frame.ts';
import type { Io } from './command.ts';
import { EXIT } from './exit-code.ts';
import { reportFailure } from './failure.ts';
import { withoutLibraries } from './library-messages.ts';
import { standardOutput } from './standard-output.ts';
import { watchEnd } from './stray-end.ts';

/** What asks a program to end: Ctrl-C, `kill` and those who stop a container or a job, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the program on this process: its arguments, streams, working folder, signals and exit code. */
export async function runProcess(main: (argv: readonly string[], io: Io) => Promise<number>): Promise<void> {
  // Only results go to standard output: what libraries and configuration files log would spoil `--json`.
  const console = new Console(process.stderr, process.stderr);
  const debug = process.argv.includes('--debug');
  globalThis.console = debug ? console : withoutLibraries(console);
  // Node's own way with warnings of deprecation and the like.
  if (!debug) process.removeAllListeners('warning');
  outliveClosedPipes();
  const exit = watchEnd(process.stderr);
  const io: Io = {
    stdout: standardOutput(),
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: interruption(exit),
  };
  // Left to itself, Node exits with 1, which would be taken for a failed check.
  process.on('uncaughtException', (error) => {
    if (isTaken(error)) return;
    const fault = ofUser(error);
    if (fault !== error) undoAll();
    exit(reportFailure(fault, io, debug));
  });
  const code = await main(process.argv.slice(2), io);
  await flushed(process.stdout);
  // Threads of a runtime that was not disposed of must not keep the process alive.
  exit(code);
}

/** What code of the user's own throws by itself, in a timer or a promise that nobody waits for, is not the program's fault. */
function ofUser(error: Error): Error {
  const place = thrownAt(error);
  if (place !== null) {
    const found = thrownText(error);
    return new InputError({ thing: place, expected: 'no error', found }, { cause: error });
  }
  // What nobody waits for was rejected with something else than an error, as no code here does.
  if ((error as NodeJS.ErrnoException | null)?.code !== 'ERR_UNHANDLED_REJECTION') return error;
  const [, reason = 'a value'] = /with the reason "([\s\S]*)"\.$/.exec(error.message) ?? [];
  const thing = 'a promise that nothing waits for';
  return new InputError({ thing, expected: 'no error', found: `the rejection ${reason}` }, { cause: error });
}

/** The first signal asks the run to stop after its present step, the second one ends the process. */
function interruption(exit: (code: number) => never): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) exit(EXIT.interrupted);
    // Who shows progress takes it away first.
    controller.abort();
    process.stderr.write(
      `${freshLine(process.stderr)}Stopping after the present step; once more to stop at once.\n`,
    );
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return controller.signal;
}

/** What brings a terminal to the start of an empty line: it has shown the key that interrupts. */
function freshLine({ isTTY }: NodeJS.WriteStream): string {
  if (!isTTY) return '';
  return process.env.TERM === 'dumb' ? '\n' : '\r\x1b[2K';
}

/**
 * `saliency-sanity run | head` closes the pipe early: the rest is not printed, the exit code is the run's own. What nobody
 * can be told on standard error is not told: a closed terminal or a full log takes no verdict away.
 */
function outliveClosedPipes(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // EIO: the terminal is gone.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw writeFault('standard output', error) ?? error;
  });
  process.stderr.on('error', () => {});
}

/** Standard output is written asynchronously to a pipe: exiting at once would cut it off. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
