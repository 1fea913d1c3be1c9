import pc from 'picocolors';
import type { BaselineComparison, Report } from '../../results/report.ts';
import { withoutCommands } from '../wording/log-lines.ts';
import { wrap } from '../wording/text-layout.ts';
import { baselineSummary, changesOf, changeText } from './baseline-text.ts';
import { reportTerminal, type TerminalOptions } from './terminal-text.ts';

/** The terminal report, and below it what changed since the baseline. */
export function terminalReporter(report: Report, options: TerminalOptions = {}): string {
  const text = reportTerminal(report, options);
  return withoutCommands(report.baseline ? `${text}\n${baselineLines(report.baseline, options)}\n` : text);
}

function baselineLines(baseline: BaselineComparison, options: TerminalOptions): string {
  const width = Math.max(60, options.width ?? 80);
  const paint = pc.createColors(options.colour ?? pc.isColorSupported);
  const changes = changesOf(baseline).flatMap((change) => {
    const sign = change.regression ? paint.red('✗') : paint.green('✓');
    return wrap(changeText(change), width - 4).map((line, at) => `  ${at === 0 ? sign : ' '} ${line}`);
  });
  return [
    paint.bold('Baseline'),
    ...wrap(baselineSummary(baseline), width - 2).map((line) => `  ${line}`),
    ...changes,
  ].join('\n');
}
