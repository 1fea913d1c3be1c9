import type { BaselineComparison } from '../../results/report.ts';
import { markdownText } from '../wording/markdown-text.ts';
import { baselineSummary, changesOf, changeText } from './baseline-text.ts';

/** What changed since the baseline, as blocks of Markdown below a heading of the given level. */
export function baselineSection(baseline: BaselineComparison, level: number): string[] {
  const changes = changesOf(baseline).map(
    (change) => `- ${change.regression ? 'worse: ' : ''}${markdownText(changeText(change))}`,
  );
  const head = [`${'#'.repeat(level)} Baseline`, markdownText(baselineSummary(baseline))];
  return changes.length > 0 ? [...head, changes.join('\n')] : head;
}
