import pc from 'picocolors';
import type { CheckResult, Report, Status } from '../../results/report.ts';
import { metricWords } from '../../statistics/wording.ts';
import { accuracyText, predictionLines } from '../wording/accuracy-text.ts';
import { cardLines } from '../wording/card-lines.ts';
import { counted } from '../wording/count-text.ts';
import { engineName } from '../wording/engine-text.ts';
import { explanationParts } from '../wording/explanation-parts.ts';
import { type GateColumn, gateAt, gateColumns, ordersOf } from '../wording/gate-columns.ts';
import { countsText } from '../wording/left-out.ts';
import { decidedText, looksText } from '../wording/looks-text.ts';
import { shortMetric } from '../wording/metric-label.ts';
import { multiverseParagraphs } from '../wording/multiverse-text.ts';
import { gateLegend, gateText } from '../wording/number-text.ts';
import { plainTable, type Spanning } from '../wording/plain-table.ts';
import { repetitionsText } from '../wording/repetitions.ts';
import { rulesLines } from '../wording/rules-lines.ts';
import { columns, oneLine, truncate, wrap } from '../wording/text-layout.ts';
import { wrapHyphens } from '../wording/wrap-hyphens.ts';

export interface TerminalOptions {
  /** Whether to colour; by default as picocolors finds (NO_COLOR, FORCE_COLOR, is it a terminal). */
  readonly colour?: boolean;
  /** Columns of the terminal; 80 by default, never less than 40. */
  readonly width?: number;
  /** Files that were written, named at the end. */
  readonly paths?: readonly string[];
}

const SIGNS: Readonly<Record<Status, string>> = { passed: '✓', failed: '✗', inconclusive: '?' };
const VERDICT_WIDTH = columns('? inconclusive');
/** A phone's. */
const LEAST_WIDTH = 40;
const LEAST_CELL = 4;
/** Room for a stage's name over a single gate where there is not enough for all of it. */
const LONGEST_STAGE = 8;
/** A name is cut to so much before a gate has to go below. */
const LEAST_NAME = 12;
const REASON_WIDTH = 13;

/**
 * The report for people at a terminal: a table of verdicts per order, the explanation of every check that did not
 * pass, notices, and the files written. No line is wider than `width`; nothing hangs on colour.
 */
export function reportTerminal(report: Report, options: TerminalOptions = {}): string {
  const width = Math.max(LEAST_WIDTH, options.width ?? 80);
  const paint = pc.createColors(options.colour ?? pc.isColorSupported);
  const byStatus = { passed: paint.green, failed: paint.red, inconclusive: paint.yellow };
  const block = (text: string, indent = '  ') =>
    wrap(text, width - indent.length).map((line) => `${indent}${line}`);

  const { plan, summary, checks } = report;
  const source = truncate(oneLine(report.model.source), 40);
  const kind = plan.quick ? 'quick run, ' : '';
  const facts = `${kind}${counted(report.inputs.length, 'input')}, ${repetitionsText(plan)}, seed ${report.seed}`;
  const engine = `engine ${engineName(report.engine)}, ${counted(plan.batch, 'input')} per pass`;
  const lines = [...wrap(`${source}: ${facts}, target ${plan.target}, ${engine}`, width)];

  const decided = decidedText(report);
  if (report.looks) lines.push(...wrap(looksText(report.looks), width));
  if (decided !== null) lines.push(...wrap(decided, width));
  const accuracy = accuracyText(report);
  if (accuracy !== null) {
    lines.push(...wrap(`Accuracy: ${accuracy}`, width));
    lines.push(...predictionLines(report).flatMap((line) => block(line)));
  }
  const card = cardLines(report, width, byStatus);
  if (card.length > 0) lines.push('', paint.bold('Report card'), ...card);
  for (const order of ordersOf(checks)) {
    lines.push('', paint.bold(order), ...verdictTable(report, order, width, byStatus));
  }
  if (checks.some((check) => check.gates.length > 0)) lines.push('', ...legend(checks, width).map(paint.dim));
  const said = new Map<string, string>();
  for (const check of checks.filter((each) => each.status !== 'passed')) {
    const name = `${oneLine(check.method)}, ${check.order}`;
    const title = truncate(`${SIGNS[check.status]} ${name}`, width);
    const { sentences, command } = explanationParts(check.explanation);
    const before = said.get(sentences);
    if (before === undefined) said.set(sentences, name);
    const text = before === undefined ? sentences : `The same as of ${before}.`;
    lines.push('', byStatus[check.status](title), ...explained(text, command, width));
  }
  const others = multiverseParagraphs(checks);
  if (others.length > 0) {
    lines.push(
      '',
      paint.bold('Other planes, scalings and metrics'),
      ...others.flatMap((each) => item(each, width)),
    );
  }
  const rules = rulesLines(report, width, paint.dim);
  if (rules.length > 0) lines.push('', paint.bold("Other people's rules"), ...rules);
  if (report.notices.length > 0) {
    lines.push('', paint.bold('Notices'), ...report.notices.flatMap((notice) => item(notice.message, width)));
  }
  const paths = options.paths ?? [];
  if (paths.length > 0) lines.push('', paint.bold('Written'), ...paths.flatMap((path) => block(path)));
  const outcome = `${SIGNS[summary.status]} ${summary.status}: ${countsText(report)}`;
  lines.push('', ...wrap(outcome, width).map((line) => byStatus[summary.status](line)));
  return `${lines.join('\n')}\n`;
}

type Painters = Readonly<Record<Status, (text: string) => string>>;

function verdictTable(report: Report, order: string, width: number, painters: Painters): string[] {
  const checks = report.checks.filter((check) => check.order === order);
  const longest = (texts: readonly string[]) => Math.max(6, ...texts.map((text) => columns(oneLine(text))));
  const reason = Math.min(REASON_WIDTH, longest(checks.map((check) => check.reason ?? '')));
  const methods = longest(checks.map((check) => check.method));
  const gates = gateColumns(checks);
  const fixed = VERDICT_WIDTH + reason + 3;
  const room = Math.floor((width - fixed - methods) / gates.length) - 1;
  const cell = Math.max(
    LEAST_CELL,
    Math.min(Math.max(LONGEST_STAGE, room), cellForStages(gates, room)),
    ...checks.flatMap((check) => check.gates.map((gate) => gateText(gate).length)),
  );
  const fit = Math.max(0, Math.floor((width - fixed - Math.min(methods, LEAST_NAME)) / (cell + 1)));
  const shown = gates.slice(0, fit);
  const name = Math.min(methods, width - fixed - shown.length * (cell + 1));

  const rows = checks.map((check) => [
    wrapHyphens(check.method, name),
    painters[check.status](`${SIGNS[check.status]} ${check.status}`),
    ...gateCells(check, shown, cell),
    wrapHyphens(check.reason ?? '', reason),
  ]);
  const head = ['method', 'verdict', ...metricHeads(shown, cell), 'reason'];
  const table = shown.length === 0 ? [head, ...rows] : [[...stageHeads(shown, cell, 2), ''], head, ...rows];
  const lines = plainTable(table, ['left', 'left', ...shown.map(() => 'right' as const), 'left']);
  return [...lines, ...furtherGates(checks, gates.slice(fit), cell, width)];
}

/** Gates that have no room beside the verdicts stand in tables of their own below, as many in each as fit. */
function furtherGates(
  checks: readonly CheckResult[],
  gates: readonly GateColumn[],
  cell: number,
  width: number,
): string[] {
  if (gates.length === 0) return [];
  const methods = Math.max(6, ...checks.map((check) => columns(oneLine(check.method))));
  const fit = Math.max(1, Math.floor((width - Math.min(methods, LEAST_NAME)) / (cell + 1)));
  const shown = gates.slice(0, fit);
  const name = Math.min(methods, width - shown.length * (cell + 1));
  const rows = checks.map((check) => [wrapHyphens(check.method, name), ...gateCells(check, shown, cell)]);
  const table = [stageHeads(shown, cell, 1), ['method', ...metricHeads(shown, cell)], ...rows];
  return [
    '',
    ...plainTable(table, ['left', ...shown.map(() => 'right' as const)]),
    ...furtherGates(checks, gates.slice(fit), cell, width),
  ];
}

const gateCells = (check: CheckResult, shown: readonly GateColumn[], cell: number): string[] =>
  shown.map((column) => {
    const gate = gateAt(check, column);
    return (gate === undefined ? '' : gateText(gate)).padStart(cell);
  });

const metricHeads = (shown: readonly GateColumn[], cell: number): string[] =>
  shown.map((column) => shortMetric(column.metric).padStart(cell));

/** Stages over their metrics, each over as many columns as it has metrics, behind some columns without a head. */
function stageHeads(shown: readonly GateColumn[], cell: number, before: number): (string | Spanning)[] {
  const heads: (string | Spanning)[] = Array<string>(before).fill('');
  for (const stage of new Set(shown.map((column) => column.stage))) {
    const colSpan = shown.filter((column) => column.stage === stage).length;
    const content = truncate(oneLine(stage), colSpan === 1 ? cell : colSpan * (cell + 1) - 2);
    heads.push({ content: colSpan === 1 ? content : ` ${content}`, colSpan });
  }
  return heads;
}

/** The width of cells over which all names of stages fit; where there is no room for it, of those that stand over a single gate. */
function cellForStages(gates: readonly GateColumn[], room: number): number {
  const needs = [...new Set(gates.map(({ stage }) => stage))].map((name) => {
    const over = gates.filter(({ stage }) => stage === name).length;
    const long = columns(oneLine(name));
    return { over, cell: over === 1 ? long : Math.ceil((long + 2) / over) - 1 };
  });
  const all = Math.max(0, ...needs.map(({ cell }) => cell));
  return all <= room ? all : Math.max(0, ...needs.map(({ over, cell }) => (over === 1 ? cell : 0)));
}

function legend(checks: readonly CheckResult[], width: number): string[] {
  const metrics = [...new Set(gateColumns(checks).map((column) => column.metric))];
  const cut = metrics.filter((metric) => shortMetric(metric) !== metricWords(metric));
  const names = cut.map((metric) => `${shortMetric(metric)}: ${oneLine(metricWords(metric))}`);
  const text = gateLegend(checks.flatMap((check) => check.gates));
  return wrap(names.length > 0 ? `${text} ${names.join(', ')}.` : text, width);
}

/** Sentences, then the command, its lines joined as a shell joins them so that it can be copied. */
function explained(sentences: string, command: string | null, width: number): string[] {
  const lines = wrap(sentences, width - 2).map((line) => `  ${line}`);
  if (command === null) return lines;
  // Within quotes a joined line would change the command.
  const joint = /['"]/.test(command) ? '' : ' \\';
  const parts = wrap(`$ ${command}`, width - 8);
  const indented = parts.map((part, at) => `${at === 0 ? '  ' : '      '}${part}`);
  return [...lines, ...indented.map((part, at) => (at < parts.length - 1 ? part + joint : part))];
}

function item(text: string, width: number): string[] {
  return wrap(text, width - 4).map((line, index) => `  ${index === 0 ? '-' : ' '} ${line}`);
}
