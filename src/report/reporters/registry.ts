import type { Reporter } from '../../config/options/reporters.ts';
import type { Report } from '../../results/report.ts';
import { githubReporter } from './github.ts';
import { gitlabReporter } from './gitlab.ts';
import { jobSummary } from './job-summary.ts';
import { reportJson } from './json.ts';
import { reportJunit } from './junit.ts';
import { reportMarkdown } from './markdown.ts';
import { tapReporter } from './tap.ts';
import { terminalReporter } from './terminal.ts';
import type { TerminalOptions } from './terminal-text.ts';

interface ReporterTexts {
  /** What is printed, or written to a file. */
  readonly text: (report: Report, options: TerminalOptions) => string;
  /** What is added to the file that a variable of the environment names, where it is set. */
  readonly added?: { readonly variable: string; readonly text: (report: Report) => string };
}

const REPORTER_TEXTS: Readonly<Record<Reporter, ReporterTexts>> = {
  terminal: { text: terminalReporter },
  github: { text: githubReporter, added: { variable: 'GITHUB_STEP_SUMMARY', text: jobSummary } },
  json: { text: reportJson },
  junit: { text: reportJunit },
  gitlab: { text: gitlabReporter },
  tap: { text: tapReporter },
  markdown: { text: reportMarkdown },
};

/** The report in the form of a reporter, with a line feed at its end. Only `terminal` reads the options. */
export function reportText(reporter: Reporter, report: Report, options: TerminalOptions = {}): string {
  const text = REPORTER_TEXTS[reporter].text(report, options);
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** What a reporter adds to a file that the environment names, as the summary of a job; null where it names none. */
export function addedText(
  reporter: Reporter,
  report: Report,
  env: Readonly<Record<string, string | undefined>>,
): { readonly file: string; readonly text: string } | null {
  const { added } = REPORTER_TEXTS[reporter];
  const file = added && env[added.variable];
  return file ? { file, text: added.text(report) } : null;
}
