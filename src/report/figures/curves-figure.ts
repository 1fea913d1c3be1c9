import { isCumulative, wordsOf } from '../../checks/registry.ts';
import { asksForLeast } from '../../results/gate-bound.ts';
import type { CheckResult, Report } from '../../results/report.ts';
import { coverageText } from '../wording/coverage-text.ts';
import { metricTitle } from '../wording/metric-label.ts';
import { modelName } from '../wording/model-name.ts';
import { stageLabel } from '../wording/stage-label.ts';
import { oneLine } from '../wording/text-layout.ts';
import {
  curveGates,
  curvePoints,
  curveReferences,
  referenceZones,
  sideBySide,
  stagesOf,
} from './curve-points.ts';
import { bandCuts, scoreRange } from './curves-panel.ts';
import {
  type CurveSection,
  type CurvesChart,
  curvesSpecification,
  panelsAcross,
  panelWidth,
} from './curves-spec.ts';
import { evenly, type Page, paged, pageHeight, pageText } from './figure-page.ts';
import { figureTitle, titleLines } from './figure-title.ts';
import { type FigureWidth, widthInUnits } from './figure-width.ts';
import { MOST_CURVES, MOST_METHODS, methodMarks } from './method-marks.ts';
import { sizedSvg } from './sized-svg.ts';
import { tracedPages } from './traced-figure.ts';
import { fittedVegaPicture, sizeOf, vegaPicture } from './vega-picture.ts';

export interface CurvesFigureOptions {
  /** Metrics to draw, a panel each; all by default. */
  readonly metrics?: readonly string[];
  /** Stages to draw, in the order of the report; all by default. */
  readonly stages?: readonly string[];
  /** Over the whole, in place of what it shows and the model's name; null for none. */
  readonly title?: string | null;
  /** Panels side by side. */
  readonly columns?: number;
  readonly width?: FigureWidth;
  /** Size of a panel in units, in place of a width of the whole. */
  readonly panel?: { readonly width: number; readonly height: number };
}

const PANEL_HEIGHT = 170;
const PADDING = 16;
/** At most, of a chart's title: the distance to the panels and around the whole, and a line that the title of one page may have more. */
const AROUND_TITLE = 2 * PADDING + 12 + 15;
const WHOLE: Page = { number: 1, of: 1 };

/**
 * Mean score against stage as SVG: a panel per metric, a line per method with its confidence band, its gates, and the
 * null and floor of every method beside the last stage; of a single method floor, null and ceiling as lines. More than
 * six methods are divided over panels, more than nine, which is as many as have marks of their own, over pages. Of a check that
 * traces curves these are drawn. In as many pages as it needs, each no higher than `pageHeight`; all show the same range of
 * scores. Empty when no check of the order has a defined score.
 */
export async function curvesPages(
  report: Report,
  order: string,
  options: CurvesFigureOptions = {},
): Promise<string[]> {
  const traced = await tracedPages(report, order, options);
  if (traced !== null) return traced;
  const drawing = curvesDrawing(report, order, options);
  if (drawing === null) return [];
  const { pages, draw, across, titled } = drawing;
  // A page that was drawn to see whether it fits is not drawn again.
  const drawn = new Map<string, string>();
  const places = new Map(pages.flat().map((section, at) => [section, at]));
  const drawnAs = async (sections: readonly CurveSection[], page: Page): Promise<string> => {
    const known = sections.map((section) => places.get(section));
    // Parts of a section are drawn once.
    if (known.includes(undefined)) return draw(sections, page);
    const key = JSON.stringify([known, page]);
    const svg = drawn.get(key) ?? (await draw(sections, page));
    drawn.set(key, svg);
    return svg;
  };
  // Sections stand below each other: what is too high as pages of their own, with one title only, is so as one page, too.
  const tooHigh = async (sections: readonly CurveSection[]) => {
    let least = 0;
    for (const [at, section] of sections.entries()) {
      const page = { number: at + 1, of: sections.length };
      const { width, height } = sizeOf(await drawnAs([section], page));
      least += at === 0 ? height : height - titleLines(titled([section], page), width).height - AROUND_TITLE;
      if (least > pageHeight(width)) return true;
    }
    return false;
  };
  const fits = async (sections: readonly CurveSection[], page: Page = WHOLE) => {
    if (sections.length > 1 && (await tooHigh(sections))) return false;
    const { width, height } = sizeOf(await drawnAs(sections, page));
    return height <= pageHeight(width);
  };
  const divided: CurveSection[][] = [];
  for (const sections of pages) {
    for (const page of await paged(sections, fits)) {
      const [{ marks, panels }] = page;
      if (page.length > 1 || panels.length <= across || (await fits(page))) divided.push(page);
      else {
        const lines = evenly(panels, Math.ceil(panels.length / across));
        const byLines = await paged(lines, (some) => fits([{ marks, panels: some.flat() }]));
        divided.push(...byLines.map((some) => [{ marks, panels: some.flat() }]));
      }
    }
  }
  return Promise.all(divided.map((page, at) => drawnAs(page, { number: at + 1, of: divided.length })));
}

function curvesDrawing(report: Report, order: string, options: CurvesFigureOptions) {
  const kept = ({ name }: { name: string }) => options.stages?.includes(name) ?? true;
  const whole = report.checks.filter((check) => check.order === order);
  const checks: CheckResult[] = whole.map((check) => ({ ...check, stages: check.stages.filter(kept) }));
  const longest = checks.reduce((a, b) => (b.stages.length > a.stages.length ? b : a), checks[0]);
  if (longest === undefined) return null;
  const names = stagesOf(checks);
  const single = checks.length === 1;
  // Numbers that a check finds by itself are held against no references.
  const compared = checks.some(({ references }) => Object.values(references).some((each) => each !== null));
  const zones = single || !compared ? null : referenceZones(names.length);
  const metrics = metricsOf(checks, options.metrics).filter(
    (metric) => curvePoints(checks, metric).length > 0,
  );
  if (metrics.length === 0) return null;

  // Nothing is drawn between stages that were measured where others lie between them.
  const joined = isCumulative(order) && !report.plan.quick && !report.looks;
  const placed = (some: readonly CheckResult[], metric: string) => {
    const points = curvePoints(some, metric, names);
    const methods = some.map(({ method }) => oneLine(method));
    return joined ? points : sideBySide(points, methods, names.length);
  };
  const panel = (some: readonly CheckResult[], metric: string) => ({
    title: metricTitle(metric),
    points: placed(some, metric),
    references: zones ? curveReferences(some, metric, zones) : [],
    gates: curveGates(
      some,
      some.map((check) => whole[checks.indexOf(check)]),
      metric,
      names,
    ),
    levels: single ? levelsOf(some[0], metric) : [],
  });
  const least = checks.some(({ gates }) => gates.some(asksForLeast));
  const pages = evenly(checks, Math.ceil(checks.length / MOST_METHODS)).map((page): CurveSection[] => {
    const marks = methodMarks(page.map(({ method }) => oneLine(method)));
    return evenly(page, Math.ceil(page.length / MOST_CURVES)).map((some) => ({
      marks: marks.filter((_mark, at) => some.includes(page[at])),
      panels: metrics.map((metric) => panel(some, metric)),
    }));
  });

  // Labels say what was added to the stage before, shown or not.
  const described = whole[checks.indexOf(longest)];
  const { reference: trained, nullModels: models } = wordsOf(order);
  const places = [compared ? trained : '', ...names.map((name) => stageLabel(described, name))];
  const bands = `Bands: ${coverageText(report)} intervals.`;
  const references = `Null: ${models}. Floor: trained maps of different inputs.`;
  const whose = single ? ` of ${oneLine(checks[0].method)}` : '';
  const what = compared ? 'Mean similarity to the trained maps' : 'Mean score';
  const description = `${what}${whose}, ${oneLine(order)}`;
  const units = options.width && widthInUnits(options.width);
  const across = Math.min(
    metrics.length,
    options.columns ?? panelsAcross(metrics.length, places.length, units),
  );
  const range = scoreRange(pages.flat().flatMap(({ panels }) => panels));
  const between = isCumulative(order) && !joined && names.length < report.plan.groups.length;
  const titled = (sections: readonly CurveSection[], page: Page) => {
    const gated = single && sections.some(({ panels }) => panels.some(({ gates }) => gates.length > 0));
    const cut = sections.some(({ panels }) => panels.some((each) => bandCuts(each, range).length > 0));
    return figureTitle(options.title, description, modelName(report), [
      cut ? `${bands} Triangles: they go on beyond the axis.` : bands,
      compared ? references : '',
      between ? 'Stages without gates lie between and were not measured.' : '',
      gated ? `Short bars: gates, the ${least ? 'least' : 'most'} that passes.` : '',
      pageText(page),
    ]);
  };
  const draw = async (sections: readonly CurveSection[], page: Page): Promise<string> => {
    const chart: CurvesChart = {
      title: titled(sections, page),
      sections,
      places,
      zones,
      joined,
      compared,
      least,
      range,
      across: Math.min(across, Math.max(...sections.map(({ panels }) => panels.length))),
      width: options.panel?.width ?? panelWidth(places.length),
      height: options.panel?.height ?? PANEL_HEIGHT,
      padding: units === undefined && !options.panel ? PADDING : 2,
    };
    if (units === undefined) return vegaPicture(curvesSpecification(chart));
    const specify = (width: number) => curvesSpecification({ ...chart, width });
    return sizedSvg(await fittedVegaPicture(specify, units, chart.across), options.width);
  };
  return { pages, across, draw, titled };
}

function metricsOf(checks: readonly CheckResult[], wanted: readonly string[] | undefined): string[] {
  const all = new Set(checks.flatMap((check) => check.stages.flatMap((stage) => Object.keys(stage.scores))));
  return [...all].filter((metric) => wanted?.includes(metric) ?? true);
}

function levelsOf(check: CheckResult, metric: string): { kind: string; value: number }[] {
  const references = check.references[metric];
  if (!references) return [];
  return (['ceiling', 'floor', 'null'] as const).flatMap((kind) => {
    const value = references[kind];
    return typeof value === 'number' && Number.isFinite(value) ? [{ kind, value }] : [];
  });
}
