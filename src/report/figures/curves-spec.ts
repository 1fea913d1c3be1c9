import { truncate } from '../wording/text-layout.ts';
import { type LegendItem, legendPanel } from './chart-legend.ts';
import { chartTitle, GROUND, LABEL_SIZE, THEME } from './chart-theme.ts';
import type { CurvePanel, ReferenceZones } from './curve-points.ts';
import { type CurveAxes, curvesPanel } from './curves-panel.ts';
import { INK } from './drawing.ts';
import type { FigureTitle } from './figure-title.ts';
import { textWidth } from './font.ts';
import type { MethodMark } from './method-marks.ts';
import { vegaText } from './vega-picture.ts';

const LONGEST_NAME = 130;
/** Of stage names that stand too close to lie flat, in degrees: the least slant that keeps lines apart counts. */
const SLANTS = [40, 65, 90];
const LINE_HEIGHT = 10;
/** Right of a panel of one method, for the names of its reference scores. */
const LEVEL_ROOM = 62;
/** Left of a panel, for the numbers of its axis. */
const AXIS = 24;

/** Methods that share panels: few enough to be told apart. */
export interface CurveSection {
  readonly marks: readonly MethodMark[];
  readonly panels: readonly CurvePanel[];
}

export interface CurvesChart {
  readonly title: FigureTitle | null;
  readonly sections: readonly CurveSection[];
  /** Names along the axis: the trained model, then the stages. */
  readonly places: readonly string[];
  /** Null for a single method, whose references are lines. */
  readonly zones: ReferenceZones | null;
  /** Of all panels of the figure. */
  readonly range: readonly [number, number];
  /** Whether the stages are built on each other, so that a line may join them. */
  readonly joined: boolean;
  /** Whether scores are similarities to the trained maps, which stand at the first place; false where that is empty. */
  readonly compared: boolean;
  /** Whether gates ask for the least that passes, not for the most. */
  readonly least?: boolean;
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
  if (width !== undefined) {
    const fitting = Math.max(1, Math.floor(width / (places > 12 ? 420 : 200)));
    return panels === 4 && fitting === 3 ? 2 : Math.min(panels, fitting);
  }
  if (32 * (places + 2) > 320) return 1;
  return panels === 4 ? 2 : Math.min(3, panels);
}

/** The width of a panel that leaves its stages enough room. */
export function panelWidth(places: number): number {
  return Math.min(640, Math.max(200, 32 * (places + 2)));
}

/** The vega-lite specification of a chart of curves: a panel per metric, a line with its band per method. */
export function curvesSpecification(chart: CurvesChart): object {
  const { sections, zones, places, across, width, height, range, joined, compared } = chart;
  // Points side by side take more of the edges.
  const edge = joined ? 0.25 : 0.5;
  const first = compared ? -edge : 1 - edge;
  const last = zones ? zones.start + 2 * zones.width : places.length - 1 + edge;
  const measure = (text: string) => textWidth(text, LABEL_SIZE);
  const names = places.map((place) => vegaText(truncate(place, LONGEST_NAME, measure)));
  const slot = width / (last - first);
  const slant = Math.max(...names.map(measure)) > slot - 6 ? slantFor(slot) : 0;
  // Panels of one figure share their scales of marks.
  const all = sections.flatMap(({ marks }) => marks);
  const axes: CurveAxes = { width, height, names, zones, first, last, slant, range, joined };
  // Panels with their axes, less what may be missing at the right.
  const total = across * (width + 50 + (zones ? 0 : LEVEL_ROOM)) - 40;
  const grid = { columns: across, spacing: { row: 16, column: 24 } };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: chartTitle(chart.title, total),
    padding: chart.padding,
    background: GROUND,
    config: THEME,
    spacing: 10,
    vconcat: sections.flatMap(({ marks, panels }, at) => {
      const drawn = { ...grid, concat: panels.map((panel) => curvesPanel(panel, all, axes)) };
      const gated = at === 0 && panels.some(({ gates }) => gates.length > 0);
      // A single method is named by the title, and its lines by their ends.
      const items =
        all.length < 2 && zones === null
          ? []
          : [...marks.map(methodItem), ...(gated ? [gateItem(chart.least ?? false)] : [])];
      return items.length > 0 ? [legendPanel(items, total, AXIS), drawn] : [drawn];
    }),
  };
}

const gateItem = (least: boolean): LegendItem => ({
  text: `gate: the ${least ? 'least' : 'most'} that passes`,
  shape: 'M-1,-.16h2v.32h-2Z',
  colour: INK,
});

const methodItem = ({ method, colour, shape }: MethodMark): LegendItem => ({ text: method, colour, shape });

function slantFor(slot: number): number {
  const apart = SLANTS.find((degrees) => slot * Math.sin((degrees * Math.PI) / 180) >= LINE_HEIGHT);
  return apart ?? SLANTS[SLANTS.length - 1];
}
