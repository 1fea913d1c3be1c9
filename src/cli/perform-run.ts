import type { Config } from '../config/config.ts';
import { shellWord } from '../config/shell-word.ts';
import { InputError } from '../errors.ts';
import type { Report } from '../harness/report.ts';
import type { Io } from './command.ts';
import { located, requireWritableFolder } from './output.ts';
import { progressView } from './progress.ts';
import { tell } from './tell.ts';

/** What `run` and `demo` share: the checks with their progress on standard error, files in `config.out`. */
export async function performRun(config: Config, command: string, io: Io): Promise<Report> {
  if (config.resume && config.out === undefined) {
    throw new InputError({ thing: '--resume', expected: '--out, the folder of the run', found: 'none' });
  }
  if (config.out !== undefined) await requireWritableFolder('--out', located(io, config.out));
  const progress = progressView(io, config.quiet ?? false);
  // Loaded here, because the tensor libraries take longer to load than `--help` should.
  const { runChecks } = await import('../run-checks.ts');
  try {
    return await runChecks(config, {
      onProgress: progress.update,
      signal: io.signal,
      command,
      cwd: io.cwd,
    });
  } catch (error) {
    progress.stop();
    if (io.signal?.aborted) tellRest(progress.rest(), config.out, command, io);
    throw error;
  } finally {
    progress.stop();
  }
}

/** What an interrupted run leaves undone, and how to go on with it. */
function tellRest(rest: string | null, out: string | undefined, command: string, io: Io): void {
  const how =
    out === undefined
      ? 'Nothing was kept: with --out it could be continued.'
      : `Continue with: ${command} --out ${shellWord(out)} --resume`;
  tell(io, ...(rest === null ? [] : [`Interrupted: ${rest}.`]), how);
}
