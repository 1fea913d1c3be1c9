import type { Report } from '../../results/report.ts';
import { countsText } from '../wording/left-out.ts';
import { oneLine } from '../wording/text-layout.ts';
import { changeText } from './baseline-text.ts';

type Level = 'error' | 'warning' | 'notice';

/**
 * Workflow commands that GitHub Actions turns into annotations: an error for every failed check and every regression, a
 * warning for every inconclusive check, a notice for everything done otherwise than asked.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function githubReporter(report: Report): string {
  const checks = report.checks.flatMap(({ method, order, status, explanation }) => {
    if (status === 'passed') return [];
    const title = `${oneLine(method)}, ${oneLine(order)}: ${status}`;
    return [annotation(status === 'failed' ? 'error' : 'warning', title, oneLine(explanation))];
  });
  const changes = [...(report.baseline?.verdicts ?? []), ...(report.baseline?.retained ?? [])]
    .filter((change) => change.regression)
    .map((change) => annotation('error', 'Worse than the baseline', changeText(change)));
  const notices = report.notices.map(({ code, message }) =>
    annotation('notice', oneLine(code), oneLine(message)),
  );
  const summary = `Saliency sanity checks: ${countsText(report)}`;
  return `${[...checks, ...changes, ...notices, summary].join('\n')}\n`;
}

/** As the runner reads it back: properties end at a comma or colon, the message at the end of the line. */
function annotation(level: Level, title: string, message: string): string {
  const property = escaped(title).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${level} title=${property}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
