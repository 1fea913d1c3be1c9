import { similarityText } from '../wording/number-text.ts';
import { LABEL_SIZE, panelTitle, SHADE } from './chart-theme.ts';
import { type CurvePanel, REFERENCE_KINDS, type ReferenceZones } from './curve-points.ts';
import { INK, MUTED } from './drawing.ts';
import { type MethodMark, markEncodings } from './method-marks.ts';
import { vegaText } from './vega-picture.ts';

/** What all panels of a figure share. */
export interface CurveAxes {
  readonly width: number;
  readonly height: number;
  /** Along the axis: the trained model, then the stages. */
  readonly names: readonly string[];
  readonly zones: ReferenceZones | null;
  /** Ends of the axis, in stages. */
  readonly first: number;
  readonly last: number;
  /** Of the names, in degrees. */
  readonly slant: number;
  readonly range: readonly [number, number];
  /** Whether a line may join the stages; else every stage stands alone, with its interval as a bar. */
  readonly joined: boolean;
}

/** How far below everything else intervals are shown: wide ones would flatten every curve. */
const BELOW = 0.2;
const STEP = 0.2;

/**
 * The range of scores that a figure shows in all its panels: 0 to 1, further down where means, references or gates lie
 * there, or intervals by a step. What goes on beyond it is cut, and marked as such.
 */
export function scoreRange(panels: readonly CurvePanel[]): [number, number] {
  const values = panels.flatMap(({ points, references, levels, gates }) => [
    ...points.map(({ mean }) => mean),
    ...[...references, ...levels, ...gates].map(({ value }) => value),
  ]);
  const least = Math.max(-1, Math.min(0, ...values));
  const lows = panels.flatMap(({ points }) => points.map(({ mean, low }) => low ?? mean));
  const low = Math.max(-1, least - BELOW, Math.min(least, ...lows));
  return [Math.round(Math.floor(low / STEP + 1e-9)) * STEP, 1];
}

/** The range of one panel: that of all, or its own where its scores are no similarities but go beyond 1 or -1. */
function rangeOf({ points }: CurvePanel, shared: readonly [number, number]): readonly [number, number] {
  if (points.every(({ mean }) => Math.abs(mean) <= 1)) return shared;
  const ends = points.flatMap(({ mean, low, high }) => [low ?? mean, high ?? mean]);
  const step = stepOf(Math.max(0, ...ends) - Math.min(0, ...ends));
  const [low, high] = [Math.floor(Math.min(0, ...ends) / step), Math.ceil(Math.max(0, ...ends) / step)];
  return [low * step, high * step];
}

/** A round number, 1, 2 or 5 times a power of ten, of which four to ten make up a length. */
function stepOf(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length / 4));
  return power * ([5, 2, 1].find((each) => each * power <= length / 4) ?? 1);
}

/** Where intervals go on beyond the range: at its ends, with the triangle that says so. */
export function bandCuts(panel: CurvePanel, shared: readonly [number, number]) {
  const { points } = panel;
  const [least, most] = rangeOf(panel, shared);
  return points.flatMap(({ method, place, low, high }) => [
    ...(low !== null && low < least ? [{ method, place, value: least, shape: 'triangle-down' }] : []),
    ...(high !== null && high > most ? [{ method, place, value: most, shape: 'triangle-up' }] : []),
  ]);
}

/** One metric: bands, curves, gates, and the reference scores as zones beside the curves or as lines across them. */
export function curvesPanel(given: CurvePanel, marks: readonly MethodMark[], shared: CurveAxes): object {
  const axes = { ...shared, range: rangeOf(given, shared.range) };
  const { points, gates, references } = given;
  const panel = { ...given, points: keyed(points), gates: keyed(gates), references: keyed(references) };
  const { width, height, zones, joined } = axes;
  const { x, y } = scales(axes);
  const { colour, shape } = markEncodings(marks);
  const [least, most] = axes.range;
  const bands = panel.points.flatMap((point) =>
    point.low === null || point.high === null
      ? []
      : [{ ...point, low: Math.max(least, point.low), high: Math.min(most, point.high) }],
  );
  const cuts = bandCuts(panel, axes.range);
  return {
    title: panelTitle(panel.title, width),
    width,
    height,
    layer: [
      ...(zones ? [zoneLayer(zones, x)] : []),
      ...levelLayers(panel, axes, y),
      {
        data: { values: bands },
        mark: joined
          ? { type: 'area', opacity: zones ? 0.13 : 0.2, line: false }
          : { type: 'rule', opacity: zones ? 0.4 : 0.6, strokeWidth: 1.2 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: colour },
      },
      {
        data: { values: panel.gates },
        mark: { type: 'rule', strokeWidth: zones ? 2.4 : 1.6, strokeCap: 'butt' },
        encoding: {
          x: { ...x, field: 'from' },
          x2: { field: 'to' },
          y: { ...y, field: 'value' },
          // The bars of one method need no colour to be told apart.
          color: zones ? colour : { value: INK },
        },
      },
      ...(joined
        ? [
            {
              data: { values: panel.points },
              mark: { type: 'line', strokeWidth: 1.6 },
              encoding: { x, y: { ...y, field: 'mean' }, color: colour },
            },
          ]
        : []),
      {
        data: { values: panel.points },
        mark: { type: 'point', filled: true, size: 34, opacity: 1 },
        encoding: { x, y: { ...y, field: 'mean' }, color: colour, shape },
      },
      ...(cuts.length > 0
        ? [
            {
              data: { values: cuts },
              mark: { type: 'point', filled: false, size: 26, opacity: 1, strokeWidth: 1.2 },
              encoding: {
                x,
                y: { ...y, field: 'value' },
                color: colour,
                shape: { field: 'shape', type: 'nominal', scale: null, legend: null },
              },
            },
          ]
        : []),
      ...(zones
        ? [
            {
              data: { values: panel.references },
              mark: { type: 'point', filled: false, size: 28, opacity: 1, strokeWidth: 1.3 },
              encoding: { x, y: { ...y, field: 'value' }, color: colour, shape },
            },
          ]
        : []),
    ],
  };
}

const keyed = <T extends { readonly method: string }>(items: readonly T[]): T[] =>
  items.map((item) => ({ ...item, method: vegaText(item.method) }));

function scales({ names, zones, first, last, slant, range }: CurveAxes) {
  const centres = zones ? REFERENCE_KINDS.map((_kind, zone) => zones.start + (zone + 0.5) * zones.width) : [];
  // Numbers on the axis and a table of their names, so that equal or hostile names stay data.
  const table = Object.fromEntries([
    ...names.map((name, place) => [String(place), name]),
    ...centres.map((centre, zone) => [String(centre), REFERENCE_KINDS[zone]]),
  ]);
  const x = {
    field: 'place',
    type: 'quantitative',
    scale: { domain: [first, last], nice: false, zero: false },
    axis: {
      values: [...[...names.keys()].filter((place) => place >= first), ...centres],
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
  const [low, high] = range;
  const step = high - low > 2 ? stepOf(high - low) : high - low > 1.6 ? 0.5 : 0.2;
  const lowest = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - lowest + 1;
  const y = {
    type: 'quantitative',
    scale: { domain: [low, high], nice: false, zero: false },
    axis: {
      values: Array.from({ length: count }, (_each, at) => Math.round((lowest + at) * step * 10) / 10),
      title: null,
      format: '.1f',
    },
  };
  return { x, y };
}

function zoneLayer({ start, width }: ReferenceZones, x: object) {
  const values = REFERENCE_KINDS.map((_kind, zone) => ({
    place: start + (zone + 0.04) * width,
    end: start + (zone + 0.96) * width,
  }));
  return {
    data: { values },
    mark: { type: 'rect', color: SHADE },
    encoding: { x, x2: { field: 'end' } },
  };
}

const LEVEL_LINE = 10;

/** Dashed lines with their names and values right of the panel, moved apart where values are near. */
function levelLayers({ levels }: CurvePanel, { width, height, range }: CurveAxes, y: object): object[] {
  if (levels.length === 0) return [];
  const [low, high] = range;
  const sorted = levels.toSorted((a, b) => b.value - a.value);
  const wanted = sorted.map(({ value }) => height * (1 - (value - low) / (high - low)));
  const tops = apart(wanted, LEVEL_LINE, height);
  return [
    {
      data: { values: sorted },
      mark: { type: 'rule', color: MUTED, strokeDash: [3, 3], strokeWidth: 1 },
      encoding: { y: { ...y, field: 'value' } },
    },
    ...sorted.map(({ kind, value }, at) => ({
      data: { values: [{}] },
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'middle',
        fontSize: LABEL_SIZE - 0.5,
        color: INK,
        text: `${kind} ${similarityText(value)}`,
      },
      encoding: { x: { value: width + 4 }, y: { value: tops[at] } },
    })),
  ];
}

/** Places from top to bottom, each at least `distance` below the one before it and as near to what is wanted as that leaves. */
function apart(wanted: readonly number[], distance: number, bottom: number): number[] {
  const places: number[] = [];
  for (const each of wanted) places.push(Math.max(each, (places.at(-1) ?? -distance) + distance));
  for (let at = places.length - 1, most = bottom; at >= 0; at--, most = places[at + 1] - distance) {
    places[at] = Math.min(places[at], most);
  }
  return places;
}
