import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, Reporter } from '../config/config.ts';
import { shellWord } from '../config/shell-word.ts';
import { InputError } from '../errors.ts';
import type { Report } from '../harness/report.ts';
import { reportJson } from '../report/json.ts';
import { reportJunit } from '../report/junit.ts';
import { reportMarkdown } from '../report/markdown.ts';
import { reportTerminal } from '../report/terminal.ts';
import type { Io } from './command.ts';
import { located, requireWritableFolder } from './output.ts';
import { progressView } from './progress.ts';

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
    if (io.signal?.aborted && config.out !== undefined) {
      io.stderr.write(`Continue with: ${command} --out ${shellWord(config.out)} --resume\n`);
    }
    throw error;
  } finally {
    progress.stop();
  }
}

/** Prints the report in the chosen form on standard output. */
export function printReport(report: Report, reporter: Reporter, out: string | undefined, io: Io): void {
  const texts: Readonly<Record<Reporter, () => string>> = {
    json: () => reportJson(report),
    junit: () => reportJunit(report),
    markdown: () => reportMarkdown(report),
    terminal: () =>
      reportTerminal(report, { ...terminalOf(io), paths: out === undefined ? [] : written(io, out) }),
  };
  const text = texts[reporter]();
  io.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

function written(io: Io, out: string): string[] {
  const names = ['report.html', 'report.md', 'report.json', 'figures'];
  return names.map((name) => join(out, name)).filter((path) => existsSync(located(io, path)));
}

/** Colour as NO_COLOR and FORCE_COLOR say, else on a terminal only. */
function terminalOf({ stdout, env }: Io): { colour: boolean; width: number | undefined } {
  const { isTTY, columns } = stdout as Partial<NodeJS.WriteStream>;
  const colour = !env.NO_COLOR && (Boolean(env.FORCE_COLOR) || (isTTY === true && env.TERM !== 'dumb'));
  return { colour, width: columns };
}
