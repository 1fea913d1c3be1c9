export const REPORTERS = ['terminal', 'github', 'json', 'junit', 'gitlab', 'tap', 'markdown'] as const;
/** A form in which `run` tells its results. */
export type Reporter = (typeof REPORTERS)[number];

/** One reporter of a run, and the file that it writes to; standard output where there is none. */
export interface ReporterChoice {
  readonly reporter: Reporter;
  readonly file: string | null;
}

/** Reporters that tell people or a build log what happened. Every other one is a whole document of its own. */
const LOGS: readonly Reporter[] = ['terminal', 'github'];

/** Whether a reporter adds to a log on standard output, so that what comes before or after it does no harm. */
export const addsToLog = ({ reporter, file }: ReporterChoice): boolean =>
  file === null && LOGS.includes(reporter);

/** Reads `terminal` or `junit=report.xml`; null where the name is not known or the file is missing. */
export function parseReporter(text: string): ReporterChoice | null {
  const [, name, file] = /^([a-z]+)(?:=(.+))?$/s.exec(text) ?? [];
  const reporter = REPORTERS.find((each) => each === name);
  return reporter ? { reporter, file: file ?? null } : null;
}

/** Those that cannot stand in one stream with the others on standard output: two documents, or a document in a log. */
export function clashOf(choices: readonly ReporterChoice[]): readonly Reporter[] {
  const printed = choices.filter(({ file }) => file === null).map(({ reporter }) => reporter);
  return printed.length > 1 && printed.some((reporter) => !LOGS.includes(reporter)) ? printed : [];
}
