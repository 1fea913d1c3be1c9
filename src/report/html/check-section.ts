import type { Element } from 'hast';
import { h } from 'hastscript';
import type { CheckResult, Report } from '../../harness/report.ts';
import { curvesFigure } from '../curves-figure.ts';
import { explanationParts } from '../explanation-parts.ts';
import { metricTitle } from '../metric-label.ts';
import { intervalText, shareText, similarityText } from '../number-text.ts';
import { stageLabel } from '../stage-label.ts';
import { oneLine } from '../text-layout.ts';
import { chartElement } from './chart.ts';
import { badge, command, foldable, table } from './elements.ts';
import { checkAnchor } from './verdicts.ts';

/** One method under one order: explanation, curves, gates, all stages, the command that repeats it. */
export async function checkSection(report: Report, check: CheckResult): Promise<Element> {
  const { sentences, command: repeat } = explanationParts(check.explanation);
  const id = checkAnchor(report, check);
  const charts = await chartsOf(report, check);
  return h('section', { id, className: ['check'], ariaLabelledBy: [`${id}-title`] }, [
    h('h3', { id: `${id}-title` }, [
      `${oneLine(check.method)}, ${oneLine(check.order)} `,
      badge(check.status),
    ]),
    ...(sentences === '' ? [] : [h('p', oneLine(sentences))]),
    ...(charts.length > 0 ? [h('div', { className: ['charts'] }, charts)] : []),
    ...(check.gates.length > 0 ? [gatesTable(check)] : []),
    ...(check.stages.length > 0 ? [foldable('All stages and scores', [stagesTable(check)])] : []),
    ...(repeat === null ? [] : [h('p', 'Repeat this check:'), command(repeat)]),
  ]);
}

const METRICS_OF = (check: CheckResult) => [
  ...new Set(check.stages.flatMap((stage) => Object.keys(stage.scores))),
];

/** In units; a chart of the page is drawn at about its own size. */
const PANEL = { width: 300, height: 150 };

async function chartsOf(report: Report, check: CheckResult): Promise<Element[]> {
  const charts: Element[] = [];
  const only = { ...report, checks: [check] };
  for (const metric of METRICS_OF(check)) {
    const options = { metrics: [metric], title: null, panel: PANEL };
    const svg = await curvesFigure(only, check.order, options);
    if (svg !== null) charts.push(h('figure', chartElement(svg, description(check, metric))));
  }
  return charts;
}

/** The chart in words: every mean, then the references. */
function description(check: CheckResult, metric: string): string {
  const means = check.stages.map(
    (stage) => `${stageLabel(check, stage.name)} ${similarityText(stage.scores[metric]?.mean)}`,
  );
  const levels = (['ceiling', 'floor', 'null'] as const).map(
    (kind) => `${kind} ${similarityText(check.references[metric]?.[kind])}`,
  );
  return `${metricTitle(metric)} of ${oneLine(check.method)}: ${[...means, ...levels].join(', ')}.`;
}

function gatesTable(check: CheckResult): Element {
  const rows = check.gates.map((gate) => [
    oneLine(gate.stage),
    metricTitle(gate.metric),
    gate.status,
    intervalText(gate.retained, gate.low, gate.high),
    similarityText(gate.maximum),
  ]);
  return table(
    `Gates of ${oneLine(check.method)}`,
    ['stage', 'metric', 'gate', 'retained similarity', 'maximum'],
    rows,
  );
}

function stagesTable(check: CheckResult): Element {
  const metrics = METRICS_OF(check);
  const stages = check.stages.map((stage) => [
    stageLabel(check, stage.name),
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
    kind,
    '',
    '',
    ...metrics.map((metric) => similarityText(check.references[metric]?.[kind])),
  ]);
  const head = ['stage', 'random parameters', 'logit shift', ...metrics.map(metricTitle)];
  return table(`Mean scores of ${oneLine(check.method)}`, head, [...stages, ...references]);
}
