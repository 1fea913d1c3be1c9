import { chartTitle, GROUND, LABEL_SIZE, panelTitle, THEME } from './chart-theme.ts';
import { FAINT, INK } from './drawing.ts';
import { textWidth } from './font.ts';
import { truncate } from './text-layout.ts';
import { vegaText } from './vega-picture.ts';

/** A gate of one method: its retained similarity with the interval that decides. */
export interface GatePoint {
  readonly row: number;
  readonly retained: number;
  readonly low: number;
  readonly high: number;
  readonly status: string;
}

export interface SummaryPanel {
  readonly stage: string;
  readonly title: string;
  readonly maximum: number;
  readonly points: readonly GatePoint[];
}

export interface SummaryChart {
  readonly title: string | null;
  readonly subtitle: string;
  readonly panels: readonly SummaryPanel[];
  /** From top to bottom, each with its verdict. */
  readonly rows: readonly string[];
  readonly across: number;
  readonly width: number;
  readonly padding: number;
}

const ROW = 18;
const LONGEST_NAME = 210;
/** What the axis shows at least and at most: an interval that goes on is cut at its end. */
const RANGE = [-0.5, 1.5] as const;
// The statuses of gates, told apart by shape and by colour as the badges of verdicts are.
const STATUSES = {
  passed: ['circle', '#00664b'],
  failed: ['square', '#a8301c'],
  open: ['diamond', '#7a5c00'],
} as const;

/** The vega-lite specification of the summary: a panel per gate, a line per method. */
export function summarySpecification(chart: SummaryChart): object {
  const { panels, across, rows, width } = chart;
  const names = Math.max(...rows.map((row) => textWidth(row, LABEL_SIZE)));
  const total = Math.min(names, LONGEST_NAME) + across * (width + 18) - 18;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: chartTitle(chart.title, chart.subtitle, total),
    padding: chart.padding,
    background: GROUND,
    config: THEME,
    columns: across,
    spacing: { row: 16, column: 18 },
    concat: panels.map((panel, at) => panelSpec(panel, chart, at % across === 0)),
  };
}

function panelSpec(panel: SummaryPanel, { rows, width }: SummaryChart, named: boolean) {
  const measure = (text: string) => textWidth(text, LABEL_SIZE);
  const names = Object.fromEntries(
    rows.map((row, at) => [String(at), vegaText(truncate(row, LONGEST_NAME, measure))]),
  );
  const y = {
    field: 'row',
    type: 'quantitative',
    scale: { domain: [rows.length - 0.5, -0.5], nice: false, zero: false },
    axis: {
      values: [...rows.keys()],
      labelExpr: named ? `${JSON.stringify(names)}[toString(datum.value)]` : "''",
      labelLimit: 1000,
      labelOverlap: false,
      domain: false,
      ticks: false,
      title: null,
    },
  };
  const x = {
    type: 'quantitative',
    scale: { domain: [...RANGE], nice: false, zero: false },
    axis: { values: [-0.5, 0, 0.5, 1, 1.5], format: '.1f', title: null, grid: false },
  };
  const statuses = Object.keys(STATUSES);
  const encoding = { field: 'status', type: 'nominal', legend: null };
  const colour = {
    ...encoding,
    scale: { domain: statuses, range: Object.values(STATUSES).map(([, c]) => c) },
  };
  const shape = { ...encoding, scale: { domain: statuses, range: Object.values(STATUSES).map(([s]) => s) } };
  const data = { values: panel.points.map(drawn) };
  return {
    title: {
      ...panelTitle(panel.stage, width),
      subtitle: panel.title,
      subtitleFontSize: LABEL_SIZE,
      subtitlePadding: 2,
    },
    width,
    height: rows.length * ROW,
    layer: [
      {
        data: { values: [{ at: 0 }, { at: 1 }] },
        mark: { type: 'rule', color: FAINT, strokeWidth: 0.75 },
        encoding: { x: { ...x, field: 'at' } },
      },
      {
        data: { values: [{ at: panel.maximum }] },
        mark: { type: 'rule', color: INK, strokeDash: [4, 3], strokeWidth: 1 },
        encoding: { x: { ...x, field: 'at' } },
      },
      {
        data,
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color: colour },
      },
      {
        data,
        mark: { type: 'point', filled: true, size: 46, opacity: 1 },
        encoding: { x: { ...x, field: 'retained' }, y, color: colour, shape },
      },
    ],
  };
}

function drawn(point: GatePoint): GatePoint {
  const cut = (value: number) => Math.min(RANGE[1], Math.max(RANGE[0], value));
  return { ...point, retained: cut(point.retained), low: cut(point.low), high: cut(point.high) };
}
