import type { CheckResult, Report, RuleFinding } from '../../results/report.ts';
import { RULES } from '../../statistics/rules/registry.ts';
import { metricWords } from '../../statistics/wording.ts';
import { shortMetric } from './metric-label.ts';
import {
  GATE_WORDS,
  intervalText,
  retainedIntervalText,
  retainedText,
  similarityText,
} from './number-text.ts';
import { oneLine } from './text-layout.ts';

type Gate = CheckResult['gates'][number];

type Answered = Pick<Report, 'rules' | 'checks'>;

/** How the cells of a table are written. */
interface Style {
  readonly head: string;
  readonly place: (check: CheckResult, gate: Gate) => string;
  readonly retained: (gate: Gate) => string;
  readonly answer: (found: RuleFinding) => string;
}

/** Gates as they were judged here and by others, a row each with its head first; empty where nobody asked for it. */
export const rulesTable = (report: Answered): string[][] =>
  tableOf(report, {
    head: 'retained, this rule',
    place: ({ order }, { stage, metric }) => `${oneLine(order)} ${oneLine(stage)}, ${metricWords(metric)}`,
    retained: (gate) => retainedIntervalText({ mean: gate.retained, low: gate.low, high: gate.high }),
    answer: answerText,
  });

/** The same for a narrow place: without intervals, bands and bounds, and without the check where there is only one. */
export function shortRulesTable(report: Answered): string[][] {
  const several = new Set(report.checks.map(({ order }) => order)).size > 1;
  return tableOf(report, {
    head: 'this rule',
    place: ({ order }, { stage, metric }) =>
      `${several ? `${oneLine(order)} ` : ''}${oneLine(stage)}, ${shortMetric(metric)}`,
    retained: (gate) => retainedText({ mean: gate.retained, low: gate.low, high: gate.high }),
    answer: ({ value, status }) => withStatus(similarityText(value), status),
  });
}

function tableOf({ rules, checks }: Answered, { head, place, retained, answer }: Style): string[][] {
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
        oneLine(check.method),
        place(check, gate),
        `${retained(gate)}, ${GATE_WORDS[gate.status]}`,
        ...RULES.map(({ name }) => {
          const other = found(name);
          return other ? answer(other) : '';
        }),
      ];
    }),
  );
  return [['method', 'gate', head, ...RULES.map(({ name }) => name)], ...rows];
}

/** What the columns of the table are. */
export const RULES_LEGEND: readonly string[] = RULES.map(({ name, says }) => `${name}: ${says}.`);

function answerText({ value, low, high, status }: RuleFinding): string {
  const band = low === null ? similarityText(value) : intervalText(value, low, high);
  const bound = low === null && high !== null ? ` (bound ${similarityText(high)})` : '';
  return withStatus(`${band}${bound}`, status);
}

const withStatus = (text: string, status: RuleFinding['status']): string =>
  status ? `${text}, ${status}` : text;
