import type { CurveFamily, Curves } from '../../checks/curve.ts';
import { tracedBy, wordsOf } from '../../checks/registry.ts';
import type { CheckResult, CurveResult, Report } from '../../results/report.ts';
import { coverageText } from '../wording/coverage-text.ts';
import { modelName } from '../wording/model-name.ts';
import { oneLine } from '../wording/text-layout.ts';
import type { CurvesFigureOptions } from './curves-figure.ts';
import { evenly, type Page, pageHeight, pageText } from './figure-page.ts';
import { figureTitle } from './figure-title.ts';
import { widthInUnits } from './figure-width.ts';
import { sizedSvg } from './sized-svg.ts';
import {
  type TracedChart,
  type TracedPanel,
  type TracedPoint,
  type TracedSection,
  tracedSpecification,
} from './traced-spec.ts';
import { curveStyles } from './traced-styles.ts';
import { sizeOf, vegaPicture } from './vega-picture.ts';

const WIDTH = 165;
const HEIGHT = 110;
const ACROSS = 4;
const LEAST_PANEL = 130;
const PADDING = 16;

/** A method with the curves that are drawn of it. */
interface TracedCheck {
  readonly check: CheckResult;
  readonly curves: readonly CurveResult[];
}

/**
 * The curves that a check traces, as SVG: a family of them below the other (probabilities, logits), in each a small panel for
 * every method with its curves, those of its control, and their intervals. Drawn are those of the condition that the check
 * names, or of the first of `stages` that has some. In as many pages as it needs; null where the check traces nothing.
 */
export async function tracedPages(
  report: Report,
  order: string,
  options: CurvesFigureOptions,
): Promise<string[] | null> {
  const declared = tracedBy(order);
  if (declared === null) return null;
  const stage = shownStage(report, order, declared, options.stages);
  const traced = report.checks.flatMap((check): TracedCheck[] => {
    const curves = check.order === order ? curvesAt(check, stage) : [];
    return curves.length > 0 ? [{ check, curves }] : [];
  });
  if (traced.length === 0) return null;

  const units = options.width && widthInUnits(options.width);
  const room = units === undefined ? ACROSS : Math.max(1, Math.floor(units / LEAST_PANEL));
  const most = Math.min(traced.length, options.columns ?? Math.min(ACROSS, room));
  const lines = evenly(traced, Math.ceil(traced.length / most));
  const across = Math.max(...lines.map(({ length }) => length));
  const ranges = declared.families.map((family) => rangeOf(traced, family));
  const fitted = new Map<number, number>();
  const draw = async (some: readonly TracedCheck[], page: Page): Promise<string> => {
    const sections = declared.families.map((family, at) => sectionOf(family, some, ranges[at]));
    const chart: TracedChart = {
      title: titleOf(report, order, stage, options, page),
      axis: declared.axis(report.plan),
      sections: sections.filter(({ panels }) => panels.length > 0),
      across: Math.min(across, some.length),
      width: options.panel?.width ?? WIDTH,
      height: options.panel?.height ?? HEIGHT,
      padding: units === undefined && !options.panel ? PADDING : 2,
    };
    const specify = (width: number) => tracedSpecification({ ...chart, width });
    if (units === undefined) return vegaPicture(specify(chart.width));
    // A page whose panels are as many side by side as those of the one before has panels of the same width.
    const known = fitted.get(chart.across);
    if (known !== undefined) return sizedSvg(await vegaPicture(specify(known)), options.width);
    const first = Math.max(40, units / chart.across - 50);
    const excess = sizeOf(await vegaPicture(specify(first))).width - units;
    fitted.set(chart.across, Math.max(40, first - excess / chart.across));
    return draw(some, page);
  };
  const pages = evenly(lines, Math.ceil(lines.length / (await linesOnPage(lines, draw))));
  return Promise.all(pages.map((some, at) => draw(some.flat(), { number: at + 1, of: pages.length })));
}

/** How many lines of panels a page has room for. All are as high, so that two pictures tell it of any number. */
async function linesOnPage(
  lines: readonly (readonly TracedCheck[])[],
  draw: (some: readonly TracedCheck[], page: Page) => Promise<string>,
): Promise<number> {
  if (lines.length < 2) return 1;
  const [one, two] = await Promise.all(
    [1, 2].map(async (count) => sizeOf(await draw(lines.slice(0, count).flat(), { number: 1, of: 9 }))),
  );
  const each = two.height - one.height;
  return Math.max(1, 1 + Math.floor((pageHeight(two.width) - one.height) / each));
}

function shownStage(
  report: Report,
  order: string,
  { shownAt }: Curves,
  wanted: readonly string[] | undefined,
): string {
  const has = (stage: string) =>
    report.checks.some((check) => check.order === order && curvesAt(check, stage).length > 0);
  return wanted === undefined ? shownAt : (wanted.find(has) ?? shownAt);
}

const curvesAt = ({ curves = [] }: CheckResult, stage: string): CurveResult[] =>
  curves.filter((each) => each.stage === stage);

function titleOf(report: Report, order: string, stage: string, { title }: CurvesFigureOptions, page: Page) {
  const { after } = wordsOf(order);
  const notes = [
    `Means ${after(stage)}.`,
    `Bands: ${coverageText(report)} intervals of the curves of maps.`,
    pageText(page),
  ];
  return figureTitle(title, `Curves, ${oneLine(order)}`, modelName(report), notes);
}

/** One family of curves of some methods; methods without a curve of it have no panel. */
function sectionOf(
  { title, curves }: CurveFamily,
  some: readonly TracedCheck[],
  range: readonly [number, number],
): TracedSection {
  const names = curves.map(({ name }) => name);
  const panels = some.flatMap(({ check, curves: all }): TracedPanel[] => {
    const points = all.filter(({ curve }) => names.includes(curve)).flatMap(pointsOf);
    return points.length > 0 ? [{ method: oneLine(check.method), status: check.status, points }] : [];
  });
  return { title, styles: curveStyles(curves), range, panels };
}

/** The defined points. */
function pointsOf({ curve, x, mean, low, high }: CurveResult): TracedPoint[] {
  return x.flatMap((at, point) => {
    const value = mean[point];
    if (value === null || value === undefined || !Number.isFinite(value)) return [];
    const banded = Number.isFinite(low[point]) && Number.isFinite(high[point]);
    return [
      { curve, x: at, mean: value, low: banded ? low[point] : null, high: banded ? high[point] : null },
    ];
  });
}

/** All methods of a family share their axis: from 0 to 1 where everything lies there. */
function rangeOf(traced: readonly TracedCheck[], { curves }: CurveFamily): [number, number] {
  const names = curves.map(({ name }) => name);
  const points = traced.flatMap((each) =>
    each.curves.filter(({ curve }) => names.includes(curve)).flatMap(pointsOf),
  );
  const means = points.map(({ mean }) => mean);
  const ends = points.flatMap(({ mean, low, high }) => [low ?? mean, high ?? mean]);
  if (means.every((mean) => mean >= 0 && mean <= 1)) return [0, 1];
  return [Math.min(...ends), Math.max(...ends)];
}
