import { Console } from 'node:console';
import { writeFault } from '../disk/write-fault.ts';
import type { Io } from './command.ts';
import { EXIT } from './exit-code.ts';
import { reportFailure } from './failure.ts';

/** What asks a program to end: Ctrl-C, `kill` and those who stop a container or a job, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the program on this process: its arguments, streams, working folder, signals and exit code. */
export async function runProcess(main: (argv: readonly string[], io: Io) => Promise<number>): Promise<void> {
  // Only results go to standard output: what libraries and configuration files log would spoil `--json`.
  globalThis.console = new Console(process.stderr, process.stderr);
  outliveClosedPipes();
  const io: Io = {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: interruption(),
  };
  // Left to itself, Node exits with 1, which would be taken for a failed check.
  process.on('uncaughtException', (error) => {
    process.exit(reportFailure(error, io, process.argv.includes('--debug')));
  });
  const code = await main(process.argv.slice(2), io);
  await flushed(process.stdout);
  // Threads of a runtime that was not disposed of must not keep the process alive.
  process.exit(code);
}

/** The first signal asks the run to stop after its present step, the second one ends the process. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    process.stderr.write('\nStopping after the present step; once more to stop at once.\n');
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return controller.signal;
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
