import type { Reporter } from '../../config/options/reporters.ts';
import type { Report } from '../../results/report.ts';
import { githubReporter } from './github.ts';
import { gitlabReporter } from './gitlab.ts';
import { reportJson } from './json.ts';
import { reportJunit } from './junit.ts';
import { reportMarkdown } from './markdown.ts';
import { tapReporter } from './tap.ts';
import { terminalReporter } from './terminal.ts';
import type { TerminalOptions } from './terminal-text.ts';

const REPORTER_TEXTS: Readonly<Record<Reporter, (report: Report, options: TerminalOptions) => string>> = {
  terminal: terminalReporter,
  github: githubReporter,
  json: reportJson,
  junit: reportJunit,
  gitlab: gitlabReporter,
  tap: tapReporter,
  markdown: reportMarkdown,
};

/** The report in the form of a reporter, with a line feed at its end. Only `terminal` reads the options. */
export function reportText(reporter: Reporter, report: Report, options: TerminalOptions = {}): string {
  const text = REPORTER_TEXTS[reporter](report, options);
  return text.endsWith('\n') ? text : `${text}\n`;
}
