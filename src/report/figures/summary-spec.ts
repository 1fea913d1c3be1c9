import { retainedText } from '../wording/number-text.ts';
import { truncate } from '../wording/text-layout.ts';
import { legendPanel } from './chart-legend.ts';
import { chartTitle, GROUND, LABEL_SIZE, panelTitle, THEME } from './chart-theme.ts';
import { FAINT, INK, MUTED } from './drawing.ts';
import type { FigureTitle } from './figure-title.ts';
import { textWidth } from './font.ts';
import { type GatePoint, summaryMarks } from './summary-marks.ts';
import { GATE_STYLES, STATUS_COLOURS } from './summary-styles.ts';
import { vegaText } from './vega-picture.ts';

export interface SummaryPanel {
  readonly stage: string;
  readonly title: string;
  readonly bound: number;
  /** Whether it is the least that passes, not the most. */
  readonly least?: boolean;
  readonly points: readonly GatePoint[];
}

export interface SummaryRow {
  readonly name: string;
  /** The verdict on the method. */
  readonly status: keyof typeof STATUS_COLOURS;
  /** How deep it looks, in short; null where that is not known. */
  readonly depth: string | null;
}

export interface SummaryChart {
  readonly title: FigureTitle | null;
  readonly panels: readonly SummaryPanel[];
  /** From top to bottom. */
  readonly rows: readonly SummaryRow[];
  readonly across: number;
  readonly width: number;
  readonly padding: number;
}

export const ROW = 18;
/** What the axis shows: what lies beyond stands at its end, marked as such. */
export const RANGE = [-0.5, 1.5] as const;
const NUMBER_ROOM = 36;
const SPACING = 14;

/** The vega-lite specification of the summary: a panel per gate, a line per method. */
export function summarySpecification(chart: SummaryChart): object {
  const { panels, across, rows, width } = chart;
  const names = nameColumns(rows, width);
  const total = names.width + across * (width + NUMBER_ROOM + SPACING) - SPACING;
  const grid = panels.map((panel, at) => panelSpec(panel, chart, at % across === 0 ? names : null));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: chartTitle(chart.title, total),
    padding: chart.padding,
    background: GROUND,
    config: THEME,
    spacing: 12,
    vconcat: [
      { columns: across, spacing: { row: 14, column: SPACING }, concat: grid },
      legendPanel(legendItems(panels), total, names.width),
    ],
  };
}

/** Only what occurs is explained. */
function legendItems(panels: readonly SummaryPanel[]) {
  const points = panels.flatMap((panel) => panel.points);
  const beyond = points.some(({ low, high }) => low < RANGE[0] || high > RANGE[1]);
  const used = Object.entries(GATE_STYLES).filter(([status]) =>
    points.some((each) => each.status === status),
  );
  return [
    ...used.flatMap(([, { words, shape, colour }]) =>
      shape === null ? [] : [{ text: words, shape, colour }],
    ),
    ...(beyond ? [{ text: 'goes on beyond the axis', shape: 'triangle-left', colour: MUTED }] : []),
    {
      text: `gate: the ${panels.some(({ least }) => least) ? 'least' : 'most'} that passes`,
      shape: 'M-.12,-1h.24v.7h-.24ZM-.12,.3h.24v.7h-.24Z',
      colour: INK,
    },
  ];
}

interface NameColumns {
  readonly names: readonly string[];
  /** Of the verdicts, between the names and the axis. */
  readonly verdicts: number;
  readonly width: number;
}

function nameColumns(rows: readonly SummaryRow[], width: number): NameColumns {
  const measure = (text: string) => textWidth(text, LABEL_SIZE);
  // On a narrow figure names leave the panel more room than they take.
  const longest = Math.max(90, Math.min(190, width));
  const names = rows.map(({ name }) => vegaText(truncate(name, longest, measure)));
  const verdicts = Math.max(...rows.map((row) => measure(verdictText(row)))) + 8;
  return { names, verdicts, width: Math.max(...names.map(measure)) + verdicts + 10 };
}

const verdictText = ({ status, depth }: SummaryRow): string =>
  depth === null ? status : `${status} ${depth}`;

function panelSpec(panel: SummaryPanel, { rows, width }: SummaryChart, names: NameColumns | null) {
  const y = {
    field: 'row',
    type: 'quantitative',
    scale: { domain: [rows.length - 0.5, -0.5], nice: false, zero: false },
    axis: { values: [...rows.keys()], labels: false, domain: false, ticks: false, title: null },
  };
  const x = {
    type: 'quantitative',
    scale: { domain: [...RANGE], nice: false, zero: false },
    axis: { values: [-0.5, 0, 0.5, 1, 1.5], format: '.1f', title: null, grid: false, labelFlush: false },
  };
  const rule = (at: number, style: object) => ({
    data: { values: [{ at }] },
    mark: { type: 'rule', ...style },
    encoding: { x: { ...x, field: 'at' } },
  });
  return {
    title: {
      ...panelTitle(panel.stage, width),
      frame: 'group',
      subtitle: panel.title,
      subtitleColor: MUTED,
      subtitleFontSize: LABEL_SIZE,
      subtitlePadding: 2,
    },
    width,
    height: rows.length * ROW,
    layer: [
      rule(0, { color: FAINT, strokeWidth: 0.75 }),
      rule(1, { color: FAINT, strokeWidth: 0.75 }),
      rule(panel.bound, { color: INK, strokeDash: [4, 3], strokeWidth: 1 }),
      ...summaryMarks(panel.points, RANGE, x, y),
      ...numbers(panel.points, width, y),
      ...(names ? rowLabels(rows, names, y) : []),
    ],
  };
}

/** The retained similarity of every gate, right of the panel, in the colour of its verdict. */
function numbers(points: readonly GatePoint[], width: number, y: object): object[] {
  const values = points.map(({ row, retained, low, high, status, sign = '' }) => ({
    row,
    text: `${retainedText({ mean: retained, low, high })}${sign}`,
    colour: GATE_STYLES[status].colour,
  }));
  return [textLayer(values, width + NUMBER_ROOM - 4, 'right', y)];
}

/** The name of every method with the verdict on it, left of the first panel of a line. */
function rowLabels(rows: readonly SummaryRow[], { names, verdicts }: NameColumns, y: object): object[] {
  const words = rows.map((each, row) => ({
    row,
    text: verdictText(each),
    colour: STATUS_COLOURS[each.status],
  }));
  return [
    textLayer(
      names.map((text, row) => ({ row, text, colour: INK })),
      -8 - verdicts,
      'right',
      y,
    ),
    textLayer(words, -verdicts, 'left', y),
  ];
}

function textLayer(values: readonly object[], at: number, align: string, y: object): object {
  return {
    data: { values },
    mark: { type: 'text', align, baseline: 'middle', fontSize: LABEL_SIZE, limit: 0 },
    encoding: {
      x: { value: at },
      y,
      text: { field: 'text', type: 'nominal' },
      color: { field: 'colour', type: 'nominal', scale: null, legend: null },
    },
  };
}
