import type { Config } from '../config/config.ts';
import { type Invocation, invocationText } from '../config/invocation.ts';
import { originOf, withPlace } from '../config/origin.ts';
import { requireWritable } from '../disk/require-writable.ts';
import { InputError } from '../errors.ts';
import type { Report } from '../results/report.ts';
import type { Io } from './command.ts';
import { located } from './output.ts';
import { progressView } from './progress.ts';
import { startText } from './start-text.ts';
import { tell } from './tell.ts';

/** Command lines that a run names. */
export interface CommandLines {
  /** Repeats it. */
  readonly repeat: Invocation;
  /** Goes on with it where it was interrupted. */
  readonly resume: Invocation;
}

/** What `run` and `demo` share: the checks with their progress on standard error, files in `config.out`. */
export async function performRun(config: Config, lines: CommandLines, io: Io): Promise<Report> {
  if (config.resume && config.out === undefined) {
    throw new InputError({ thing: '--resume', expected: '--out, the folder of the run', found: 'none' });
  }
  if (config.out !== undefined) await requireWritable(located(io, config.out), '--out');
  const progress = progressView(io, config.quiet ?? false);
  // Loaded here, because the tensor libraries take longer to load than `--help` should.
  const { runChecks } = await import('../run-checks.ts');
  try {
    return await runChecks(config, {
      onProgress: progress.update,
      signal: io.signal,
      onStart: (start) => {
        const { quiet, out } = config;
        const told = { width: io.stderr.columns, quiet, configuration: originOf(config)?.file };
        io.stderr.write(startText(start, out, told));
      },
      command: lines.repeat,
      cwd: io.cwd,
    });
  } catch (error) {
    progress.stop();
    if (io.signal?.aborted) tellRest(progress.rest(), config.out, lines.resume, io);
    throw withPlace(error, config);
  } finally {
    progress.stop();
  }
}

/** What an interrupted run leaves undone, and how to go on with it. */
function tellRest(rest: string | null, out: string | undefined, resume: Invocation, io: Io): void {
  const how =
    out === undefined
      ? 'Nothing was kept: with --out it could be continued.'
      : `Continue with: ${invocationText(resume)}`;
  tell(io, ...(rest === null ? [] : [`Interrupted: ${rest}.`]), how);
}
