import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../config/config.ts';
import { DEFAULTS } from '../config/defaults.ts';
import { clashOf, parseReporter, type ReporterChoice } from '../config/options/reporters.ts';
import { requireWritable } from '../disk/require-writable.ts';
import { writeWholeFile } from '../disk/whole-file.ts';
import { writeFault } from '../disk/write-fault.ts';
import { InputError } from '../errors.ts';
import { splitNames } from '../names.ts';
import { addedText, reportText } from '../report/reporters/registry.ts';
import type { Report } from '../results/report.ts';
import type { Io } from './command.ts';
import { located } from './output.ts';

/**
 * The reporters of a run; `--json` stands for all that would print. Throws InputError before the run for those that
 * cannot share standard output, and for a file in a folder that cannot be written.
 */
export async function reportersOf(config: Config, json: boolean, io: Io): Promise<ReporterChoice[]> {
  const chosen = splitNames(config.reporter ?? DEFAULTS.reporter).map((text) => parseReporter(text)!);
  const files = chosen.filter(({ file }) => file !== null);
  for (const { reporter, file } of files) {
    await requireWritable(dirname(located(io, file!)), `--reporter ${reporter}=${file}`);
  }
  if (json) return [...files, { reporter: 'json', file: null }];
  const clash = clashOf(chosen);
  if (clash.length === 0) return chosen;
  throw new InputError({
    thing: '--reporter',
    expected: 'one document, or terminal and github, on standard output',
    found: clash.join(', '),
    hint: 'Write to files what is a document, for example junit=junit.xml.',
  });
}

/** Tells the report in every chosen form: on standard output, in files, and as the summary of a GitHub job. */
export async function tellReport(
  report: Report,
  reporters: readonly ReporterChoice[],
  out: string | undefined,
  io: Io,
): Promise<void> {
  const paths = out === undefined ? [] : written(io, out);
  for (const { reporter, file } of reporters) {
    if (file === null) io.stdout.write(reportText(reporter, report, { ...terminalOf(io), paths }));
    else await writeWholeFile(located(io, file), reportText(reporter, report, { colour: false }));
    const added = addedText(reporter, report, io.env);
    if (added) {
      await appendFile(located(io, added.file), added.text).catch((error: unknown) => {
        throw writeFault(added.file, error) ?? error;
      });
    }
  }
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
