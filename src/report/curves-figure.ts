import { parse, View as VegaView } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Report } from '../harness/report.ts';
import {
  type CurvePoint,
  type CurveReference,
  curvePoints,
  curveReferences,
  REFERENCE_KINDS,
  type ReferenceZones,
  referenceZones,
} from './curve-points.ts';
import { FAINT, INK, MUTED } from './drawing.ts';
import { FONT_FAMILY, textWidth } from './font.ts';
import { metricTitle } from './metric-label.ts';
import { stageLabel } from './stage-label.ts';
import { oneLine, truncate } from './text-layout.ts';

// Paul Tol's muted scheme: nine colours that colour-blind readers can tell apart on white. Its pale yellow is darkened.
const COLOURS = [
  '#332288',
  '#cc6677',
  '#117733',
  '#c2a53e',
  '#882255',
  '#44aa99',
  '#88bbdd',
  '#999933',
  '#aa4499',
];
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down', 'triangle-right'];
const PANEL_HEIGHT = 180;
const LONGEST_NAME = 130;
const LABEL_SIZE = 9;
/** Of slanted stage names, in degrees. */
const SLANT = 40;

interface Panel {
  readonly title: string;
  readonly points: readonly CurvePoint[];
  readonly references: readonly CurveReference[];
}

/**
 * Mean score against stage as SVG: a panel per metric, a line per method with its confidence band, and the null and
 * floor of every method beside the last stage. Null when no check of the order has a defined score.
 */
export async function curvesFigure(report: Report, order: string): Promise<string | null> {
  const checks = report.checks.filter((check) => check.order === order);
  const metrics = [
    ...new Set(checks.flatMap((check) => check.stages.flatMap((stage) => Object.keys(stage.scores)))),
  ];
  const longest = checks.reduce((a, b) => (b.stages.length > a.stages.length ? b : a), checks[0]);
  if (longest === undefined) return null;
  const zones = referenceZones(longest.stages.length);
  const panels = metrics
    .map((metric) => ({
      title: metricTitle(metric),
      points: curvePoints(checks, metric),
      references: curveReferences(checks, metric, zones),
    }))
    .filter((panel) => panel.points.length > 0);
  if (panels.length === 0) return null;

  const places = ['trained', ...longest.stages.map((stage) => stageLabel(longest, stage.name))];
  const methods = checks.map((check) => oneLine(check.method));
  const title = `Mean similarity to the trained maps, ${oneLine(order)}: ${oneLine(report.model.source)}`;
  const confidence = Math.round(report.plan.confidence * 100);
  const subtitle = `Bands: ${confidence} % intervals. Null: two random models. Floor: trained maps of different inputs.`;
  const view = new VegaView(
    parse(compile(specification(title, subtitle, panels, methods, places, zones)).spec),
    {
      renderer: 'none',
    },
  );
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

function specification(
  title: string,
  subtitle: string,
  panels: readonly Panel[],
  methods: readonly string[],
  places: readonly string[],
  zones: ReferenceZones,
): TopLevelSpec {
  const width = Math.min(640, Math.max(260, 44 * (places.length + 2)));
  const across = width > 420 ? 1 : panels.length === 3 ? 3 : Math.min(2, panels.length);
  const measure = (text: string) => textWidth(text, LABEL_SIZE);
  const names = places.map((place) => truncate(place, LONGEST_NAME, measure));
  const slot = width / (zones.start + 2 * zones.width + 0.5);
  const widest = Math.max(...names.map(measure));
  const slanted = widest > slot - 6;
  const labelHeight = slanted ? widest * Math.sin((SLANT * Math.PI) / 180) + 8 : 12;
  const colour = {
    field: 'method',
    type: 'nominal' as const,
    title: null,
    scale: { domain: [...methods], range: methods.map((_method, at) => COLOURS[at % COLOURS.length]) },
  };
  const shape = {
    ...colour,
    scale: { domain: [...methods], range: methods.map((_m, at) => SHAPES[at % SHAPES.length]) },
  };
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: {
      text: truncate(title, 90),
      subtitle,
      anchor: 'start',
      fontSize: 12,
      subtitleFontSize: LABEL_SIZE,
      subtitleColor: MUTED,
      subtitlePadding: 5,
      offset: 14,
    },
    padding: 16,
    background: '#ffffff',
    columns: across,
    // Flush: vega would leave room for labels by an estimate of their width that is far too large.
    bounds: 'flush',
    spacing: { row: labelHeight + 48, column: 44 },
    concat: panels.map((panel) => panelSpec(panel, names, zones, { width, slanted, colour, shape })),
    config: {
      font: FONT_FAMILY,
      view: { stroke: null },
      axis: {
        labelFontSize: LABEL_SIZE,
        titleFontSize: LABEL_SIZE,
        titleFontWeight: 'normal',
        labelColor: INK,
        titleColor: MUTED,
        gridColor: '#ececec',
        domainColor: FAINT,
        tickColor: FAINT,
      },
      legend: {
        orient: 'bottom',
        columns: Math.max(2, Math.min(methods.length, Math.floor((across * (width + 40)) / 200))),
        labelFontSize: LABEL_SIZE,
        labelLimit: 1000,
        columnPadding: 16,
        symbolSize: 50,
        symbolOpacity: 1,
        offset: 8,
      },
    },
  };
  return spec as TopLevelSpec;
}

function zoneEdges({ start, width }: ReferenceZones) {
  return REFERENCE_KINDS.map((_kind, zone) => ({
    place: start + (zone + 0.04) * width,
    end: start + (zone + 0.96) * width,
  }));
}

interface PanelStyle {
  readonly width: number;
  readonly slanted: boolean;
  readonly colour: object;
  readonly shape: object;
}

function panelSpec(panel: Panel, names: readonly string[], zones: ReferenceZones, style: PanelStyle) {
  const { width, slanted, colour, shape } = style;
  const lowest = Math.min(
    0,
    ...panel.points.map((point) => point.low ?? point.mean),
    ...panel.references.map((r) => r.value),
  );
  const centres = REFERENCE_KINDS.map((_kind, zone) => zones.start + (zone + 0.5) * zones.width);
  // Numbers on the axis and a table of their names, so that equal or hostile names stay data.
  const table = Object.fromEntries([
    ...names.map((name, place) => [String(place), name]),
    ...REFERENCE_KINDS.map((kind, zone) => [String(centres[zone]), kind]),
  ]);
  const x = {
    field: 'place',
    type: 'quantitative',
    scale: { domain: [-0.25, zones.start + 2 * zones.width], nice: false, zero: false },
    axis: {
      values: [...names.keys(), ...centres],
      labelExpr: `${JSON.stringify(table)}[toString(datum.value)]`,
      labelAngle: slanted ? -SLANT : 0,
      labelAlign: slanted ? 'right' : 'center',
      labelOverlap: false,
      labelLimit: 1000,
      labelFlush: false,
      grid: false,
      title: null,
    },
  };
  const highest = Math.max(1, ...panel.points.map((point) => point.high ?? point.mean));
  const y = {
    type: 'quantitative',
    scale: { domain: [lowest, highest], nice: true },
    axis: { tickCount: 5, title: null, format: '.1f' },
  };
  const data = { values: panel.points };
  return {
    title: { text: panel.title, anchor: 'start', fontSize: 10.5, fontWeight: 'bold', offset: 6 },
    width,
    height: PANEL_HEIGHT,
    layer: [
      {
        data: { values: zoneEdges(zones) },
        mark: { type: 'rect', color: '#f4f4f4' },
        encoding: { x, x2: { field: 'end' } },
      },
      {
        data,
        transform: [{ filter: 'datum.low !== null' }],
        mark: { type: 'area', opacity: 0.13, line: false },
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
      {
        data: { values: panel.references },
        mark: { type: 'point', filled: false, size: 28, opacity: 1, strokeWidth: 1.3 },
        encoding: { x, y: { ...y, field: 'value' }, color: colour, shape },
      },
    ],
  };
}
