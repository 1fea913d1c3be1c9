import type { CheckResult, Report, RuleFinding } from '../../results/report.ts';
import { RULES } from '../../statistics/rules/registry.ts';
import { metricWords } from '../../statistics/wording.ts';
import { GATE_WORDS, intervalText, retainedIntervalText, similarityText } from './number-text.ts';
import { oneLine } from './text-layout.ts';

/** Gates as they were judged here and by others, a row each with its head first; empty where nobody asked for it. */
export function rulesTable({ rules, checks }: Pick<Report, 'rules' | 'checks'>): string[][] {
  if (!rules || rules.length === 0) return [];
  const rows = checks.flatMap((check) =>
    check.gates.map((gate) => {
      const found = (rule: string) =>
        rules.find(
          (each) =>
            each.rule === rule &&
            each.method === check.method &&
            each.order === check.order &&
            each.stage === gate.stage &&
            each.metric === gate.metric,
        );
      return [
        ...placeOf(check, gate),
        `${retainedIntervalText({ mean: gate.retained, low: gate.low, high: gate.high })}, ${GATE_WORDS[gate.status]}`,
        ...RULES.map(({ name }) => answerText(found(name))),
      ];
    }),
  );
  return [['method', 'gate', 'retained, this rule', ...RULES.map(({ name }) => name)], ...rows];
}

/** What the columns of the table are. */
export const RULES_LEGEND: readonly string[] = RULES.map(({ name, says }) => `${name}: ${says}.`);

function placeOf(check: CheckResult, { stage, metric }: CheckResult['gates'][number]): string[] {
  return [oneLine(check.method), `${oneLine(check.order)} ${oneLine(stage)}, ${metricWords(metric)}`];
}

function answerText(found: RuleFinding | undefined): string {
  if (!found) return '';
  const { value, low, high, status } = found;
  const band = low === null ? similarityText(value) : intervalText(value, low, high);
  const bound = low === null && high !== null ? ` (bound ${similarityText(high)})` : '';
  return `${band}${bound}${status ? `, ${status}` : ''}`;
}
