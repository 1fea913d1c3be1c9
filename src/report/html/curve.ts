import type { Element, ElementContent } from 'hast';
import { s } from 'hastscript';
import { isCumulative } from '../../checks/registry.ts';
import { scoreAtBound } from '../../results/gate-bound.ts';
import type { CheckResult } from '../../results/report.ts';
import { curvePoints } from '../figures/curve-points.ts';
import { metricTitle } from '../wording/metric-label.ts';
import { similarityText } from '../wording/number-text.ts';
import { stageLabel } from '../wording/stage-label.ts';
import { oneLine, truncate } from '../wording/text-layout.ts';
import { rangeOfChart, type ScoreRange } from './curve-scale.ts';
import { stageText } from './stage-text.ts';

/** In units of the chart, which is drawn at about its own size. */
const WIDTH = 340;
const HEIGHT = 172;
const PLOT = { left: 30, right: 286, top: 10, bottom: 150 };
/** Two labels of references this far apart do not touch. */
const LINE_HEIGHT = 11;
/** About the width of a character of a label, and the least room between two labels. */
const CHARACTER = 5.3;
const BETWEEN = 6;
/** Half the length of the stroke that marks a gate. */
const GATE_REACH = 9;

/**
 * The mean scores of one check by one metric, with their intervals, from the trained network to the last stage, beside
 * its ceiling, floor and null: a small drawing from the numbers of the report. Null where no score is defined.
 */
export function curve(check: CheckResult, metric: string, shared: ScoreRange): Element | null {
  const points = curvePoints([check], metric);
  if (points.length === 0) return null;
  const range = rangeOfChart(points, shared);
  const last = Math.max(1, check.stages.length);
  const x = (place: number) => round(PLOT.left + 8 + ((PLOT.right - PLOT.left - 16) * place) / last);
  const y = (score: number) => {
    const share = (Math.min(range.high, Math.max(range.low, score)) - range.low) / (range.high - range.low);
    return round(PLOT.bottom - share * (PLOT.bottom - PLOT.top));
  };
  const banded = points.filter(({ low, high }) => low !== null && high !== null);
  const band = [
    ...banded.map(({ place, high }) => `${x(place)} ${y(high!)}`),
    ...banded.toReversed().map(({ place, low }) => `${x(place)} ${y(low!)}`),
  ];
  // Stages that are not built on each other stand alone, with their intervals as bars.
  const bars = banded.map(({ place, low, high }) =>
    s('path', { className: ['means'], d: `M${x(place)} ${y(low!)}V${y(high!)}` }),
  );
  const joined = isCumulative(check.order);
  const line = points.map(({ place, mean }) => `${x(place)} ${y(mean)}`);
  return s(
    'svg',
    {
      className: ['curve'],
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      ariaLabel: description(check, metric),
    },
    [
      ...scoreAxis(range, y),
      ...referenceLines(check, metric, y),
      ...(joined && band.length > 2 ? [s('path', { className: ['band'], d: `M${band.join('L')}Z` })] : []),
      ...(joined ? [s('path', { className: ['means'], d: `M${line.join('L')}` })] : bars),
      ...points.map(({ place, mean }) =>
        s('circle', { className: ['mean'], cx: x(place), cy: y(mean), r: 2.6 }),
      ),
      ...gateMarks(check, metric, x, y),
      ...stageAxis(check, x),
    ],
  );
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

function scoreAxis({ low, high, step: own }: ScoreRange, y: (score: number) => number): ElementContent[] {
  const step = own ?? (high - low > 1.3 ? 0.5 : 0.25);
  const ticks = Array.from(
    { length: Math.floor((high - low) / step + 1e-9) + 1 },
    (_, at) => high - at * step,
  );
  return ticks.flatMap((tick) => [
    s('path', { className: ['grid'], d: `M${PLOT.left} ${y(tick)}H${PLOT.right}` }),
    s('text', { x: PLOT.left - 5, y: y(tick) + 3.5, textAnchor: 'end' }, tickText(tick)),
  ]);
}

const tickText = (tick: number): string =>
  Number.isInteger(tick) ? String(tick).replace('-', '−') : similarityText(tick).replace(/0$/, '');

/** Dashed lines, their names at their ends, moved apart where they would touch. */
function referenceLines(check: CheckResult, metric: string, y: (score: number) => number): ElementContent[] {
  const levels = (['ceiling', 'null', 'floor'] as const)
    .flatMap((kind) => {
      const value = check.references[metric]?.[kind];
      return typeof value === 'number' && Number.isFinite(value) ? [{ kind, at: y(value) }] : [];
    })
    .sort((a, b) => a.at - b.at);
  let free = Number.NEGATIVE_INFINITY;
  const labels = levels.map(({ at }) => {
    free = Math.max(at, free + LINE_HEIGHT);
    return free;
  });
  return levels.flatMap(({ kind, at }, index) => [
    s('path', { className: ['level', kind], d: `M${PLOT.left} ${at}H${PLOT.right}` }),
    s('text', { x: PLOT.right + 6, y: round(labels[index] + 3.5) }, kind),
  ]);
}

/** Short strokes at the scores that the gates allow, at their stages. */
function gateMarks(
  check: CheckResult,
  metric: string,
  x: (place: number) => number,
  y: (score: number) => number,
): ElementContent[] {
  return check.gates.flatMap((gate) => {
    const stage = placeOfGate(check, gate.stage);
    if (gate.metric !== metric || stage < 0) return [];
    const value = scoreAtBound(gate, check.references[metric]);
    if (value === null) return [];
    const at = y(value);
    const d = `M${round(x(stage + 1) - GATE_REACH)} ${at}h${2 * GATE_REACH}`;
    return [s('path', { className: ['allowed'], d })];
  });
}

/** The place of a gate's stage; `full` is the stage in which all is random, whatever its name. */
function placeOfGate({ stages }: CheckResult, gate: string): number {
  const named = stages.findIndex(({ name }) => name === gate);
  return named < 0 && gate === 'full' ? stages.findIndex(({ coverage }) => coverage >= 1) : named;
}

/** A tick for every stage; labels of the first, the last, and those between that have room. */
function stageAxis(check: CheckResult, x: (place: number) => number): ElementContent[] {
  const labels = ['trained', ...check.stages.map(({ name }) => truncate(stageText(check, name), 16))];
  const last = labels.length - 1;
  const width = (place: number) => CHARACTER * labels[place].length;
  const left = (place: number) =>
    place === last ? PLOT.right + 30 - width(place) : x(place) - width(place) / 2;
  let free = Number.NEGATIVE_INFINITY;
  return labels.flatMap((label, place) => {
    const tick = s('path', { className: ['tick'], d: `M${x(place)} ${PLOT.bottom}v4` });
    const ends = left(place) + width(place) + BETWEEN;
    if (place !== last && (left(place) < free || (place > 0 && ends > left(last)))) return [tick];
    free = ends;
    const text = { x: round(left(place) + width(place) / 2), y: PLOT.bottom + 15, textAnchor: 'middle' };
    return [tick, s('text', text, label)];
  });
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
