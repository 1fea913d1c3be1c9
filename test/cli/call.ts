import { Writable } from 'node:stream';
import { main } from '../../src/cli/main.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A stream that keeps what is written to it. */
export class Capture extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/**
 * Runs a command line in this process, without a terminal, in the given folder. Standard error comes without the lines
 * of progress, which a slow machine has more of.
 */
export async function call(argv: readonly string[], cwd: string, signal?: AbortSignal): Promise<Outcome> {
  const [stdout, stderr] = [new Capture(), new Capture()];
  const code = await main(argv, { stdout, stderr, env: {}, cwd, signal });
  return { code, stdout: stdout.text, stderr: stderr.text.replace(/^ *\d+ % .*\n/gm, '') };
}
