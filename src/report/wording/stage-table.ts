import type { CheckResult, References } from '../../results/report.ts';
import {
  GATE_MARKS,
  marksLegend,
  retainedText,
  shareText,
  similarityText,
  UNDEFINED,
} from './number-text.ts';
import { plainTable } from './plain-table.ts';
import { columns, oneLine, truncate, wrap } from './text-layout.ts';

const CELL = 11;
const COVERAGE = 8;

/**
 * Stages by metrics of one check, as plain text for a failing test: a cell holds the mean score and, behind a slash,
 * the retained similarity, with `!`, `≈` or `?` where a gate failed, could not tell or stayed open. Metrics that do not fit into `width`
 * columns (80 by default) are named below. Metrics with a gate come first.
 */
export function stageTable(check: CheckResult, options: { width?: number } = {}): string {
  const width = options.width ?? 80;
  const metrics = metricsOf(check);
  const longest = Math.max(7, ...check.stages.map((stage) => columns(oneLine(stage.name))));
  const name = Math.max(7, Math.min(longest, 24, width - COVERAGE - 3 * (CELL + 1) - 2));
  const room = Math.max(1, Math.floor((width - name - COVERAGE - 2) / (CELL + 1)));
  const shown = metrics.slice(0, room);
  const left = metrics.slice(room);

  const rows = [
    ...header(shown),
    ...check.stages.map((stage) => [
      truncate(oneLine(stage.name), name),
      shareText(stage.coverage),
      ...shown.map((metric) => {
        const score = similarityText(stage.scores[metric]?.mean);
        const found = stage.retained[metric];
        const retained = found ? retainedText(found) : UNDEFINED;
        return `${score} / ${retained}${markOf(check, stage.name, metric)}`;
      }),
    ]),
    ...(['ceiling', 'floor', 'null'] as const).map((kind) => [
      kind,
      '',
      ...shown.map((metric) => `${similarityText(reference(check, metric, kind))} ${' '.repeat(6)}`),
    ]),
  ];
  const below = [`Mean score / retained similarity. ${marksLegend(check.gates)}`];
  if (left.length > 0) below.push(`Not shown: ${left.join(', ')}.`);
  const lines = plainTable(rows, ['left', 'right', ...shown.map(() => 'right' as const)]);
  return [...lines, ...below.flatMap((line) => wrap(line, width))].join('\n');
}

/** Metrics with a gate first, then the others in the order of the report. */
function metricsOf(check: CheckResult): string[] {
  const gated = check.gates.map((gate) => gate.metric);
  return [...new Set([...gated, ...check.stages.flatMap((stage) => Object.keys(stage.scores))])];
}

function header(metrics: readonly string[]): string[][] {
  const split = metrics.map((metric) => {
    const [first, ...rest] = oneLine(metric).split('-');
    return [truncate(first, CELL), truncate(rest.join('-'), CELL)];
  });
  const top = ['stage', 'random', ...split.map(([first]) => first)];
  return split.some(([, rest]) => rest !== '') ? [top, ['', '', ...split.map(([, rest]) => rest)]] : [top];
}

/** A gate may name its stage, or `output` or `full` for the first and the last. */
function markOf(check: CheckResult, stage: string, metric: string): string {
  const first = check.stages.at(0)?.name;
  const last = check.stages.at(-1)?.name;
  const names = [stage, ...(stage === first ? ['output'] : []), ...(stage === last ? ['full'] : [])];
  const gate = check.gates.find((each) => each.metric === metric && names.includes(each.stage));
  return gate === undefined ? ' ' : GATE_MARKS[gate.status] || ' ';
}

function reference(check: CheckResult, metric: string, kind: keyof References): number | null | undefined {
  return check.references[metric]?.[kind];
}
