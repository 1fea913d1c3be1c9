import { logLines } from '../report/wording/log-lines.ts';
import { stageTable } from '../report/wording/stage-table.ts';
import { oneLine } from '../report/wording/text-layout.ts';
import type { CheckResult, Status } from '../results/report.ts';

/** What a failing test prints: verdict, explanation, stages, and how to repeat it. */
export function failureText(check: CheckResult, expected: Status, command: string): string {
  const { method, order, status, explanation } = check;
  const wanted = expected === 'passed' ? '' : `, expected was ${expected}`;
  const parts = [oneLine(`${method}, ${order}: ${status}${wanted}. ${explanation}`), stageTable(check)];
  if (expected !== 'passed' && status === 'passed') {
    parts.push(`If it is right that it passes now, take it out of \`expected\`.`);
  }
  if (!explanation.includes('saliency-sanity run')) parts.push(oneLine(`Reproduce: ${command}`));
  return logLines(parts.join('\n\n'));
}
