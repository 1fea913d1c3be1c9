import { wordsOf } from '../../checks/registry.ts';
import { boundOf, boundWord, heldWord } from '../../results/gate-bound.ts';
import type { CheckResult, Report } from '../../results/report.ts';
import { listing, metricWords } from '../../statistics/wording.ts';
import { accuracyText, predictionCells } from '../wording/accuracy-text.ts';
import { cardMarkdown } from '../wording/card-lines.ts';
import { counted, countText } from '../wording/count-text.ts';
import { computedBy } from '../wording/engine-text.ts';
import { explanationParts } from '../wording/explanation-parts.ts';
import { gateAt, gateColumns, ordersOf } from '../wording/gate-columns.ts';
import { judgedText } from '../wording/judged-text.ts';
import { countsText } from '../wording/left-out.ts';
import { decidedText, looksText } from '../wording/looks-text.ts';
import { codeBlock, markdownTable, markdownText } from '../wording/markdown-text.ts';
import {
  derivativeText,
  gateLegend,
  gateStatusText,
  gateText,
  heldIntervalText,
  intervalText,
  shareText,
  similarityText,
  UNDEFINED,
} from '../wording/number-text.ts';
import { RULES_LEGEND, rulesTable } from '../wording/rules-table.ts';
import { durationText, modelText } from '../wording/run-facts.ts';
import { SOURCES_HEAD, sourcesRows, sourcesSentences } from '../wording/sources-text.ts';
import { stageLabel } from '../wording/stage-label.ts';
import { oneLine } from '../wording/text-layout.ts';
import { trainingTable } from '../wording/training-table.ts';
import { visibleJson } from '../wording/visible-json.ts';
import { baselineSection } from './baseline-markdown.ts';

/**
 * The text of report.md: the verdicts in one table per order, then every check with its explanation, gates and stages,
 * notices, the plan and the command that repeats the run. Names from files and configs are escaped.
 */
export function reportMarkdown(report: Report): string {
  const { model, summary, skipped = [] } = report;
  const accuracy = accuracyText(report);
  const rules = rulesTable(report);
  const card = cardMarkdown(report);
  const predictions = predictionCells(report).map((row) => row.map(markdownText));
  const facts = [
    `Model: ${markdownText(model.source)} (${modelText(model)})`,
    ...(report.plan.quick ? ['Quick run: only the stages that carry gates'] : []),
    ...(report.looks ? [looksText(report.looks), decidedText(report)!] : []),
    ...(skipped.length > 0
      ? [`Left out: ${listing(skipped.map(({ method }) => markdownText(method)))}`]
      : []),
    `Inputs: ${countText(report.inputs.length)}`,
    ...(accuracy === null ? [] : [`Accuracy: ${markdownText(accuracy)}`]),
    ...(report.plan.orders.some((order) => wordsOf(order).repetition === 'draw')
      ? [`Draws: ${report.plan.draws}`]
      : []),
    ...(report.plan.training?.permutations
      ? [`Permutations of the labels: ${report.plan.training.permutations}`]
      : []),
    ...(report.plan.orders.some((order) => wordsOf(order).repetition === 'seed')
      ? [`Seeds of trainings: ${report.plan.training?.seeds ?? 1}`]
      : []),
    ...(report.plan.replica ?? []).map((source, at) => `Network replica-${at + 1}: ${markdownText(source)}`),
    `Judged by: ${judgedText(report)}`,
    `Seed: ${report.seed}`,
    `Engine: ${markdownText(report.engine.name)} (${markdownText(computedBy(report.engine))}, ${counted(report.engine.threads, 'thread')})`,
    `Inputs per pass: ${report.plan.batch}`,
    `Started: ${markdownText(report.startedAt)}, took ${durationText(report.durationMs)}`,
  ];
  const sections = [
    `# Sanity checks: ${summary.status}`,
    `${countsText(report)}.`,
    list(facts),
    ...(card.length > 0 ? ['## Report card', ...card] : []),
    ...(predictions.length > 0 ? ['## Predictions by label', markdownTable(predictions, 2)] : []),
    ...(report.baseline ? baselineSection(report.baseline, 2) : []),
    ...ordersOf(report.checks).flatMap((order) => [`## ${markdownText(order)}`, ...verdicts(report, order)]),
    ...(report.training ? ['## Training', trainingTable(report.training)] : []),
    ...(report.notices.length > 0
      ? ['## Notices', list(report.notices.map((each) => markdownText(each.message)))]
      : []),
    ...(rules.length > 0
      ? [
          "## Other people's rules",
          markdownTable(
            rules.map((row) => row.map(markdownText)),
            2,
          ),
          list(RULES_LEGEND.map(markdownText)),
        ]
      : []),
    '## Checks',
    ...report.checks.flatMap(checkSections),
    '## Plan',
    codeBlock(visibleJson(report.plan), 'json'),
    '## Reproduce',
    codeBlock(oneLine(report.command), 'sh'),
  ];
  return `${sections.join('\n\n')}\n`;
}

function verdicts(report: Report, order: string): string[] {
  const checks = report.checks.filter((check) => check.order === order);
  const columns = gateColumns(checks);
  const head = columns.map(
    (column) => `${markdownText(column.stage)}: ${markdownText(metricWords(column.metric))}`,
  );
  const rows = checks.map((check) => [
    markdownText(check.method),
    check.status,
    markdownText(check.reason ?? ''),
    ...columns.map((column) => {
      const gate = gateAt(check, column);
      return gate === undefined ? '' : gateText(gate);
    }),
  ]);
  return [
    markdownTable([['method', 'verdict', 'reason', ...head], ...rows], 3),
    gateLegend(checks.flatMap((check) => check.gates)),
  ];
}

function checkSections(check: CheckResult): string[] {
  const sections = [`### ${markdownText(check.method)}, ${markdownText(check.order)}: ${check.status}`];
  const { sentences, command } = explanationParts(check.explanation);
  if (sentences !== '') sections.push(markdownText(sentences));
  if (check.gates.length > 0) sections.push(gatesTable(check));
  if (check.stages.length > 0) sections.push(stagesTable(check));
  sections.push(...sourcesSections(check));
  if (command !== null) sections.push(codeBlock(oneLine(command), 'sh'));
  return sections;
}

function sourcesSections(check: CheckResult): string[] {
  const rows = sourcesRows(check).map((row) => row.map(markdownText));
  if (rows.length === 0) return [];
  const said = sourcesSentences(check).map(markdownText);
  return [
    'What the similarity is made of:',
    ...(said.length > 0 ? [said.join(' ')] : []),
    markdownTable([SOURCES_HEAD, ...rows], 2),
  ];
}

function gatesTable(check: CheckResult): string {
  const beside = check.gates.some(({ derivative }) => derivative);
  const rows = check.gates.map((gate) => [
    markdownText(gate.stage),
    markdownText(metricWords(gate.metric)),
    gateStatusText(gate),
    similarityText(boundOf(gate)),
    heldIntervalText(gate),
    ...(beside ? [derivativeText(gate)] : []),
  ]);
  const head = ['stage', 'metric', 'gate', boundWord(check.gates), heldWord(check.gates)];
  return markdownTable([[...head, ...(beside ? ['of the derivative'] : [])], ...rows], 3);
}

function stagesTable(check: CheckResult): string {
  const metrics = [...new Set(check.stages.flatMap((stage) => Object.keys(stage.scores)))];
  const rows = check.stages.map((stage) => [
    // Within a row a plus sign begins no list.
    markdownText(stageLabel(check, stage.name)).replace(/^\\\+/, '+'),
    shareText(stage.coverage),
    similarityText(stage.logitShift),
    ...metrics.map((metric) => {
      const score = stage.scores[metric];
      if (!score) return UNDEFINED;
      const missing = score.undefined > 0 ? `, ${score.undefined} undefined` : '';
      return `${intervalText(score.mean, score.low, score.high)}${missing}`;
    }),
  ]);
  const references = (['ceiling', 'floor', 'null'] as const).map((kind) => [
    `*${kind}*`,
    '',
    '',
    ...metrics.map((metric) => similarityText(check.references[metric]?.[kind])),
  ]);
  const head = [
    'stage',
    'random parameters',
    'logit shift',
    ...metrics.map((metric) => markdownText(metricWords(metric))),
  ];
  return markdownTable([head, ...rows, ...references], 1);
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
