import type { Report } from '../../results/report.ts';
import { accuracyText } from '../wording/accuracy-text.ts';
import { cardMarkdown } from '../wording/card-lines.ts';
import { counted } from '../wording/count-text.ts';
import { explanationParts } from '../wording/explanation-parts.ts';
import { ordersOf } from '../wording/gate-columns.ts';
import { countsText, leftOutMethods } from '../wording/left-out.ts';
import { codeBlock, markdownTable, markdownText } from '../wording/markdown-text.ts';
import { repetitionsText } from '../wording/repetitions.ts';
import { oneLine } from '../wording/text-layout.ts';
import { baselineSection } from './baseline-markdown.ts';
import { retainedBars } from './retained-bars.ts';

const SIGNS = { passed: '✓', failed: '✗', inconclusive: '?' } as const;

/** The Markdown of a GitHub job summary: verdicts, a small figure, what changed, and the command that repeats the run. */
export function jobSummary(report: Report): string {
  const { model, summary, checks } = report;
  const accuracy = accuracyText(report);
  const card = cardMarkdown(report);
  const sections = [
    `## Saliency sanity checks: ${summary.status}`,
    `${countsText(report)} on ${markdownText(model.source)} (${report.plan.quick ? 'quick run, ' : ''}` +
      `${counted(report.inputs.length, 'input')}, ${repetitionsText(report.plan)}, seed ${report.seed}).`,
    ...(accuracy === null ? [] : [`Accuracy: ${markdownText(accuracy)}`]),
    ...leftOutMethods(report).map(
      ({ method, reason }) => `Left out: ${markdownText(method)}, ${markdownText(reason)}.`,
    ),
    ...(report.baseline ? baselineSection(report.baseline, 3) : []),
    ...(card.length > 0 ? ['### Report card', ...card] : []),
    ...ordersOf(checks).flatMap((order) => {
      const own = checks.filter((check) => check.order === order);
      const rows = own.map((check) => [
        markdownText(check.method),
        `${SIGNS[check.status]} ${check.status}`,
        markdownText(explanationParts(check.explanation).sentences),
      ]);
      return [
        `### ${markdownText(order)}`,
        'Largest retained similarity at a gate, from 0 to 1; the stroke is the gate.',
        codeBlock(retainedBars(own), 'text'),
        markdownTable([['method', 'verdict', 'why'], ...rows], 3),
      ];
    }),
    'Repeat the run:',
    codeBlock(oneLine(report.command), 'sh'),
  ];
  return `${sections.join('\n\n')}\n`;
}
