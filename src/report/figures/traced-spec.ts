import type { Status } from '../../results/report.ts';
import { legendPanel } from './chart-legend.ts';
import { chartTitle, GROUND, LABEL_SIZE, PANEL_TITLE_SIZE, panelTitle, THEME } from './chart-theme.ts';
import type { FigureTitle } from './figure-title.ts';
import { STATUS_COLOURS } from './summary-styles.ts';
import type { CurveStyle } from './traced-styles.ts';

/** A point of a traced curve with its interval, where it has one. */
export interface TracedPoint {
  readonly curve: string;
  readonly x: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** One method in one family of curves. */
export interface TracedPanel {
  readonly method: string;
  readonly status: Status;
  readonly points: readonly TracedPoint[];
}

/** All methods in one family of curves, with the scale that they share. */
export interface TracedSection {
  readonly title: string;
  readonly styles: readonly CurveStyle[];
  readonly range: readonly [number, number];
  readonly panels: readonly TracedPanel[];
}

export interface TracedChart {
  readonly title: FigureTitle | null;
  readonly axis: string;
  readonly sections: readonly TracedSection[];
  /** Panels side by side. */
  readonly across: number;
  /** Of a panel, in units. */
  readonly width: number;
  readonly height: number;
  readonly padding: number;
}

/** Left of a panel, for the numbers of its axis. */
const AXIS = 24;

/** The vega-lite specification of traced curves: a family below the other, in each a panel for every method. */
export function tracedSpecification(chart: TracedChart): object {
  const { sections, across, width } = chart;
  const total = across * (width + 46) - 18;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: chartTitle(chart.title, total),
    padding: chart.padding,
    background: GROUND,
    config: THEME,
    spacing: 8,
    vconcat: sections.flatMap((section) => {
      const items = section.styles.map(({ words, sample, colour }) => ({
        text: words,
        shape: sample,
        colour,
        line: true,
      }));
      return [
        {
          ...legendPanel(items, total, AXIS),
          title: familyTitle(`${section.title}, by ${chart.axis}`, total),
        },
        {
          columns: across,
          spacing: { row: 10, column: 18 },
          concat: section.panels.map((panel) => panelSpec(panel, section, chart)),
        },
      ];
    }),
  };
}

const familyTitle = (title: string, width: number) => ({
  ...panelTitle(`${title[0].toUpperCase()}${title.slice(1)}`, width),
  fontSize: PANEL_TITLE_SIZE + 0.5,
});

function panelSpec(
  { method, status, points }: TracedPanel,
  { styles, range }: TracedSection,
  { width, height }: TracedChart,
) {
  const x = {
    field: 'x',
    type: 'quantitative',
    scale: { nice: false, zero: false },
    axis: { title: null, tickCount: 5, grid: false, labelFlush: false },
  };
  const y = {
    type: 'quantitative',
    scale: { domain: [...range], nice: true, zero: false },
    axis: { title: null, tickCount: 4 },
  };
  const of = (name: string) => points.filter(({ curve }) => curve === name);
  const [least, most] = range;
  const banded = (name: string) =>
    of(name).flatMap((point) =>
      point.low === null || point.high === null
        ? []
        : [{ ...point, low: Math.max(least, point.low), high: Math.min(most, point.high) }],
    );
  return {
    title: {
      ...panelTitle(method, width),
      frame: 'group',
      subtitle: status,
      subtitleColor: STATUS_COLOURS[status],
      subtitleFontSize: LABEL_SIZE,
      subtitlePadding: 2,
    },
    width,
    height,
    layer: [
      // Bands of controls would cover those of the maps.
      ...styles
        .filter(({ control }) => !control)
        .map(({ name, colour }) => ({
          data: { values: banded(name) },
          mark: { type: 'area', opacity: 0.16, line: false, color: colour },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
        })),
      ...styles.map(({ name, colour, dash, width: strokeWidth }) => ({
        data: { values: of(name) },
        mark: { type: 'line', strokeWidth, strokeDash: [...dash], color: colour },
        encoding: { x, y: { ...y, field: 'mean' } },
      })),
      // Few points are shown as such: between them nothing was measured.
      ...styles.flatMap(({ name, colour }) =>
        of(name).length > FEW
          ? []
          : [
              {
                data: { values: of(name) },
                mark: { type: 'point', filled: true, size: 18, opacity: 1, color: colour },
                encoding: { x, y: { ...y, field: 'mean' } },
              },
            ],
      ),
    ],
  };
}

const FEW = 12;
