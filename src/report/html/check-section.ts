import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import { boundOf, boundWord, heldWord } from '../../results/gate-bound.ts';
import type { CheckResult, Report } from '../../results/report.ts';
import { metricWords } from '../../statistics/wording.ts';
import { explanationParts } from '../wording/explanation-parts.ts';
import { metricTitle } from '../wording/metric-label.ts';
import {
  derivativeText,
  gateStatusText,
  heldIntervalText,
  intervalText,
  shareText,
  similarityText,
} from '../wording/number-text.ts';
import { SOURCES_HEAD, sourcesRows, sourcesSentences } from '../wording/sources-text.ts';
import { oneLine } from '../wording/text-layout.ts';
import { checkAnchor } from './check-anchor.ts';
import { curve } from './curve.ts';
import type { ScoreRange } from './curve-scale.ts';
import { badge, command, foldable, table } from './elements.ts';
import { stageText } from './stage-text.ts';
import { paragraph, term } from './terms.ts';
import { tracedCurves } from './traced-curves.ts';

/** One method under one order, folded: explanation, curves, gates, all stages, the command that repeats it. */
export function checkSection(report: Report, check: CheckResult, range: ScoreRange): Element {
  const { sentences, command: repeat } = explanationParts(check.explanation);
  const charts = chartsOf(check, range);
  const traced = tracedCurves(check, report.plan);
  return h('details', { id: checkAnchor(report, check, 'check'), className: ['check'] }, [
    h('summary', [h('h3', `${oneLine(check.method)}, ${oneLine(check.order)}`), ' ', badge(check.status)]),
    ...(sentences === '' ? [] : [paragraph(sentences)]),
    ...(traced.length > 0 ? [h('div', { className: ['charts'] }, traced)] : []),
    ...(charts.length > 0 ? [h('div', { className: ['charts'] }, charts), chartNote()] : []),
    ...(check.gates.length > 0 ? [gatesTable(check)] : []),
    ...(check.stages.length > 0 ? [stagesTable(check)] : []),
    ...sourcesSection(check),
    ...(repeat === null ? [] : [h('p', 'This command repeats the check:'), command(repeat)]),
  ]);
}

/** Folded within the check: what the similarity at its gates is made of. */
function sourcesSection(check: CheckResult): Element[] {
  const rows = sourcesRows(check);
  if (rows.length === 0) return [];
  const said = sourcesSentences(check).map((sentence) => h('p', oneLine(sentence)));
  const caption = `What the similarity is made of, ${oneLine(check.method)}, ${oneLine(check.order)}`;
  const cells = rows.map((row) => row.map(oneLine));
  return [foldable('What the similarity is made of', [...said, table(caption, SOURCES_HEAD, cells)])];
}

function metricsOf(check: CheckResult): string[] {
  return [...new Set(check.stages.flatMap((stage) => Object.keys(stage.scores)))];
}

function chartsOf(check: CheckResult, range: ScoreRange): Element[] {
  return metricsOf(check).flatMap((metric) => {
    const chart = curve(check, metric, range);
    if (chart === null) return [];
    return [h('figure', [h('figcaption', [term(metric, metricTitle(metric))]), chart])];
  });
}

function chartNote(): Element {
  return h('p', { className: ['note'] }, [
    'Mean similarity to the trained map, with its ',
    term('interval'),
    '; short strokes are what the ',
    term('gate', 'gates'),
    ' allow; lines are ',
    term('ceiling'),
    ', ',
    term('floor'),
    ' and ',
    term('null'),
    '.',
  ]);
}

function gatesTable(check: CheckResult): Element {
  const beside = check.gates.some(({ derivative }) => derivative);
  const rows = check.gates.map((gate) => [
    oneLine(gate.stage),
    term(gate.metric, metricWords(gate.metric)),
    gateStatusText(gate),
    heldIntervalText(gate),
    ...(beside ? [derivativeText(gate)] : []),
    similarityText(boundOf(gate)),
  ]);
  const head = [
    ...[term('stage'), term('metric'), term('gate'), term(heldWord(check.gates))],
    ...(beside ? [term('derivative', 'of the derivative')] : []),
    boundWord(check.gates),
  ];
  return table(`Gates of ${oneLine(check.method)}, ${oneLine(check.order)}`, head, rows);
}

function stagesTable(check: CheckResult): Element {
  const metrics = metricsOf(check);
  const stages = check.stages.map((stage): (string | ElementContent)[] => [
    stageText(check, stage.name),
    shareText(stage.coverage),
    similarityText(stage.logitShift),
    ...metrics.map((metric) => {
      const score = stage.scores[metric];
      if (!score) return similarityText(null);
      const missing = score.undefined > 0 ? `, ${score.undefined} undefined` : '';
      return `${intervalText(score.mean, score.low, score.high)}${missing}`;
    }),
  ]);
  const references = (['ceiling', 'floor', 'null'] as const).map((kind) => [
    term(kind),
    '',
    '',
    ...metrics.map((metric) => similarityText(check.references[metric]?.[kind])),
  ]);
  const head = [
    term('stage'),
    term('coverage', 'random parameters'),
    term('logit shift'),
    ...metrics.map((metric) => term(metric, metricWords(metric))),
  ];
  return table(`Mean scores of ${oneLine(check.method)}, ${oneLine(check.order)}`, head, [
    ...stages,
    ...references,
  ]);
}
