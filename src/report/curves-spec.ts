import { LEGEND_LINE, legendPanel } from './chart-legend.ts';
import { chartTitle, GROUND, LABEL_SIZE, panelTitle, SHADE, THEME } from './chart-theme.ts';
import {
  type CurvePoint,
  type CurveReference,
  REFERENCE_KINDS,
  type ReferenceZones,
} from './curve-points.ts';
import { INK, MUTED } from './drawing.ts';
import { textWidth } from './font.ts';
import { type MethodMarks, methodKey, methodMarks } from './method-marks.ts';
import { truncate } from './text-layout.ts';
import { vegaText } from './vega-picture.ts';

const LONGEST_NAME = 130;
/** Of stage names that stand too close to lie flat, in degrees: the least slant that keeps lines apart counts. */
const SLANTS = [40, 65, 90];
const LINE_HEIGHT = 10;

export interface CurvePanel {
  readonly title: string;
  readonly points: readonly CurvePoint[];
  readonly references: readonly CurveReference[];
  /** Of a single method: reference scores as lines across the panel, in place of the zones. */
  readonly levels: readonly { readonly kind: string; readonly value: number }[];
}

export interface CurvesChart {
  readonly title: string | null;
  readonly subtitle: string;
  readonly panels: readonly CurvePanel[];
  readonly methods: readonly string[];
  /** Names along the axis: the trained model, then the stages. */
  readonly places: readonly string[];
  /** Null for a single method, whose references are lines. */
  readonly zones: ReferenceZones | null;
  /** Panels side by side. */
  readonly across: number;
  /** Of a panel, in units. */
  readonly width: number;
  readonly height: number;
  /** Around the chart, in units. */
  readonly padding: number;
}

/** How many panels stand side by side where it is not said. */
export function panelsAcross(panels: number, places: number, width: number | undefined): number {
  if (width !== undefined) return Math.min(panels, Math.max(1, Math.floor(width / 260)));
  if (44 * (places + 2) > 420) return 1;
  return panels === 3 ? 3 : Math.min(2, panels);
}

/** The width of a panel that leaves its stages enough room. */
export function panelWidth(places: number): number {
  return Math.min(640, Math.max(260, 44 * (places + 2)));
}

/** The vega-lite specification of a chart of curves: a panel per metric, a line with its band per method. */
export function curvesSpecification(chart: CurvesChart): object {
  const { panels, methods, zones, places, across, width, height } = chart;
  const last = zones ? zones.start + 2 * zones.width : places.length - 0.75;
  const measure = (text: string) => textWidth(text, LABEL_SIZE);
  const names = places.map((place) => vegaText(truncate(place, LONGEST_NAME, measure)));
  const slot = width / (last + 0.25);
  const slant = Math.max(...names.map(measure)) > slot - 6 ? slantFor(slot) : 0;
  const marks = methodMarks(methods);
  const style: PanelStyle = { width, height, slant, last, marks };
  const drawn = panels.map((panel) => panelSpec(panel, names, zones, style));
  // Panels with their axes, less what may be missing at the right.
  const total = across * (width + 50) - 40;
  const grid = { columns: across, spacing: { row: 16, column: 24 } };
  const common = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: chartTitle(chart.title, chart.subtitle, total),
    padding: chart.padding,
    background: GROUND,
    config: THEME,
  };
  if (methods.length < 2) return { ...common, ...grid, concat: drawn };
  // The legend fills the free place of the last row, else a line below.
  if (panels.length % across > 0) {
    const legend = legendPanel(methods, marks, width, Math.floor(height / LEGEND_LINE));
    return { ...common, ...grid, concat: [...drawn, legend] };
  }
  const perLine = Math.ceil(methods.length / Math.max(1, Math.floor(total / 150)));
  return {
    ...common,
    spacing: 16,
    vconcat: [{ ...grid, concat: drawn }, legendPanel(methods, marks, total, perLine)],
  };
}

function zoneEdges({ start, width }: ReferenceZones) {
  return REFERENCE_KINDS.map((_kind, zone) => ({
    place: start + (zone + 0.04) * width,
    end: start + (zone + 0.96) * width,
  }));
}

interface PanelStyle {
  readonly width: number;
  readonly height: number;
  /** Of the stage names, in degrees. */
  readonly slant: number;
  readonly last: number;
  readonly marks: MethodMarks;
}

function panelSpec(
  panel: CurvePanel,
  names: readonly string[],
  zones: ReferenceZones | null,
  style: PanelStyle,
) {
  const { width, height, slant, last } = style;
  const { colour, shape } = style.marks;
  const centres = zones ? REFERENCE_KINDS.map((_kind, zone) => zones.start + (zone + 0.5) * zones.width) : [];
  // Numbers on the axis and a table of their names, so that equal or hostile names stay data.
  const table = Object.fromEntries([
    ...names.map((name, place) => [String(place), name]),
    ...centres.map((centre, zone) => [String(centre), REFERENCE_KINDS[zone]]),
  ]);
  const x = {
    field: 'place',
    type: 'quantitative',
    scale: { domain: [-0.25, last], nice: false, zero: false },
    axis: {
      values: [...names.keys(), ...centres],
      labelExpr: `${JSON.stringify(table)}[toString(datum.value)]`,
      labelAngle: -slant,
      labelAlign: slant > 0 ? 'right' : 'center',
      ...(slant > 80 ? { labelBaseline: 'middle' } : {}),
      labelOverlap: false,
      labelLimit: 1000,
      labelFlush: false,
      grid: false,
      title: null,
    },
  };
  const data = { values: panel.points.map(drawnBand).map(keyed) };
  const y = {
    type: 'quantitative',
    scale: { domain: rangeOf(data.values, panel), nice: true },
    axis: { tickCount: 5, title: null, format: '.1f' },
  };
  return {
    title: panelTitle(panel.title, width),
    width,
    height,
    layer: [
      ...(zones ? [zoneLayer(zones, x)] : []),
      ...(panel.levels.length > 0 ? levelLayers(panel, width, y) : []),
      {
        data,
        transform: [{ filter: 'datum.low !== null' }],
        mark: { type: 'area', opacity: zones ? 0.13 : 0.2, line: false },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: colour },
      },
      {
        data,
        mark: { type: 'line', strokeWidth: 1.6 },
        encoding: { x, y: { ...y, field: 'mean' }, color: colour },
      },
      {
        data,
        mark: { type: 'point', filled: true, size: 34, opacity: 1 },
        encoding: { x, y: { ...y, field: 'mean' }, color: colour, shape },
      },
      ...(zones
        ? [
            {
              data: { values: panel.references.map(keyed) },
              mark: { type: 'point', filled: false, size: 28, opacity: 1, strokeWidth: 1.3 },
              encoding: { x, y: { ...y, field: 'value' }, color: colour, shape },
            },
          ]
        : []),
    ],
  };
}

function zoneLayer(zones: ReferenceZones, x: object) {
  return {
    data: { values: zoneEdges(zones) },
    mark: { type: 'rect', color: SHADE },
    encoding: { x, x2: { field: 'end' } },
  };
}

/** Dashed lines with their names at the right end; names of near values are moved apart. */
function levelLayers({ levels }: CurvePanel, width: number, y: object) {
  const sorted = levels.toSorted((a, b) => a.value - b.value);
  return [
    {
      data: { values: sorted },
      mark: { type: 'rule', color: MUTED, strokeDash: [3, 3], strokeWidth: 1 },
      encoding: { y: { ...y, field: 'value' } },
    },
    ...sorted.map((level, at) => ({
      data: { values: [level] },
      mark: {
        type: 'text',
        align: at % 2 === 0 ? 'right' : 'left',
        baseline: 'bottom',
        dy: -2,
        fontSize: 8.5,
        color: INK,
        text: level.kind,
      },
      // Alternating ends keep apart what stands at the same height.
      encoding: { x: { value: at % 2 === 0 ? width - 2 : 4 }, y: { ...y, field: 'value' } },
    })),
  ];
}

function rangeOf(points: readonly CurvePoint[], { references, levels }: CurvePanel): [number, number] {
  const values = [
    ...points.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]),
    ...[...references, ...levels].map(({ value }) => value),
  ];
  return [Math.min(0, ...values), Math.max(1, ...values)];
}

const keyed = <T extends { readonly method: string }>(point: T): T => ({
  ...point,
  method: methodKey(point.method),
});

/** No score lies beyond -1 and 1; intervals of few draws do, and would flatten every curve. */
function drawnBand(point: CurvePoint): CurvePoint {
  if (point.low === null || point.high === null) return point;
  return { ...point, low: Math.max(-1, point.low), high: Math.min(1, point.high) };
}

function slantFor(slot: number): number {
  const apart = SLANTS.find((degrees) => slot * Math.sin((degrees * Math.PI) / 180) >= LINE_HEIGHT);
  return apart ?? SLANTS[SLANTS.length - 1];
}
