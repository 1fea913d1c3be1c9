import { spawn } from 'node:child_process';

/** Milliseconds. Compiling shaders takes seconds where the processor plays the GPU. */
const TIME_LIMIT = 120_000;

/** What a process wrote: `log` is its standard error, which is shown to nobody else. */
export interface Answer {
  readonly stdout: string;
  readonly log: string;
  /** How it ended, where it ended otherwise than with an answer. */
  readonly how: string | null;
}

/**
 * Runs Node in another process, which may die of the drivers and libraries that it loads. It is given `input` on standard
 * input, and variables beside those of this process.
 */
export function answerOf(
  argv: readonly string[],
  input: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...variables };
    const child = spawn(process.execPath, argv, { env, timeout: TIME_LIMIT, killSignal: 'SIGKILL' });
    let stdout = '';
    let log = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      stdout += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part) => {
      log += part;
    });
    // A process that dies before it has read everything is told by its end.
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const end = child.killed
        ? `no answer within ${TIME_LIMIT / 1000} s`
        : `the end of its process by ${signal ?? code}`;
      resolve({ stdout, log, how: code === 0 && stdout !== '' ? null : end });
    });
    child.stdin.end(input);
  });
}
