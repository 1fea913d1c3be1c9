import { asksForLeast, boundOf, heldBy, heldValue, heldWord } from '../../results/gate-bound.ts';
import type { CheckResult, GateResult, Report } from '../../results/report.ts';
import { capitalised } from '../../statistics/wording.ts';
import { coverageText } from '../wording/coverage-text.ts';
import { depthNote, depthText } from '../wording/depth-text.ts';
import { metricTitle } from '../wording/metric-label.ts';
import { modelName } from '../wording/model-name.ts';
import { retainedText, UNDEFINED } from '../wording/number-text.ts';
import { oneLine } from '../wording/text-layout.ts';
import { evenly, type Page, paged, pageHeight, pageText } from './figure-page.ts';
import { figureTitle } from './figure-title.ts';
import { type FigureWidth, widthInUnits } from './figure-width.ts';
import { sizedSvg } from './sized-svg.ts';
import { COMMON, type GatePanel, gateIn, gatePanels, summaryRows } from './summary-columns.ts';
import type { GatePoint } from './summary-marks.ts';
import { ROW, type SummaryChart, summarySpecification } from './summary-spec.ts';
import { fittedVegaPicture, sizeOf, vegaPicture } from './vega-picture.ts';

export interface SummaryFigureOptions {
  /** Metrics whose gates are drawn; all by default. */
  readonly metrics?: readonly string[];
  /** Over the whole, in place of what it shows and the model's name; null for none. */
  readonly title?: string | null;
  /** Panels side by side; 3 by default, fewer on a narrow figure. */
  readonly columns?: number;
  readonly width?: FigureWidth;
}

const WHOLE: Page = { number: 1, of: 1 };
/** Room on a page for title, axis and legend. */
const AROUND = 180;

/**
 * All methods of an order at one glance, as SVG: a panel per gate, a line per method with the similarity that it
 * retains, the interval and the gate's maximum. In as many pages as it needs, each no higher than `pageHeight`. Empty when no
 * gate of the order has a number.
 */
export async function summaryPages(
  report: Report,
  order: string,
  options: SummaryFigureOptions = {},
): Promise<string[]> {
  const { checks, panels, across, draw } = summaryDrawing(report, order, options);
  if (panels.length === 0) return [];
  const whole = await draw(checks, panels, WHOLE);
  const { width, height } = sizeOf(whole);
  if (height <= pageHeight(width)) return [whole];

  const most = Math.floor((pageHeight(width) - AROUND) / ROW);
  const parts = evenly(checks, Math.ceil(checks.length / most)).flatMap((some) =>
    evenly(panels, Math.ceil(panels.length / across)).map((line) => ({ some, line })),
  );
  const drawing = (page: readonly { some: CheckResult[]; line: GatePanel[] }[], of: Page) =>
    draw(
      checks.filter((check) => page.some(({ some }) => some.includes(check))),
      panels.filter((panel) => page.some(({ line }) => line.includes(panel))),
      of,
    );
  const pages = await paged(parts, async (page) => {
    // Parts of other methods would share their panels.
    if (page.some(({ some }) => some !== page[0].some)) return false;
    return sizeOf(await drawing(page, { number: 1, of: 9 })).height <= pageHeight(width);
  });
  return Promise.all(pages.map((page, at) => drawing(page, { number: at + 1, of: pages.length })));
}

function summaryDrawing(report: Report, order: string, options: SummaryFigureOptions) {
  const checks = summaryRows(report.checks.filter((check) => check.order === order));
  const panels = gatePanels(checks, options.metrics).filter((panel) =>
    checks.some((check) => isNumber(pointOf(gateIn(check, panel), 0)?.retained)),
  );
  const units = options.width && widthInUnits(options.width);
  const room = units === undefined ? 3 : Math.max(1, Math.min(3, Math.floor(units / 200)));
  const across = Math.min(panels.length, options.columns ?? room);
  const lines = `Lines: ${coverageText(report)} intervals.`;
  const what = `0: as unlike as maps of different inputs. 1: unchanged. Lines: ${coverageText(report)} intervals.`;
  const verdicts = 'Marks and numbers: the gate. Words: the verdict on the method.';

  const draw = async (
    some: readonly CheckResult[],
    shown: readonly GatePanel[],
    page: Page,
  ): Promise<string> => {
    const held = heldWord(checks.flatMap(({ gates }) => gates));
    const description = `${capitalised(held)}, ${oneLine(order)}`;
    const chart: SummaryChart = {
      title: figureTitle(options.title, description, modelName(report), [
        ...[
          held === 'retained similarity' ? what : lines,
          verdicts,
          depthNote(some),
          ...dashNote(some, shown),
          pageText(page),
        ],
      ]),
      panels: shown.map((column) => ({
        ...(column.stage === COMMON
          ? { stage: panelTitle(column), title: '' }
          : { stage: oneLine(column.stage), title: panelTitle(column) }),
        bound: boundOf(gateOf(checks, column)),
        least: asksForLeast(gateOf(checks, column)),
        points: some.flatMap((check, row) => pointOf(gateIn(check, column), row) ?? []),
      })),
      rows: some.map((check) => ({
        name: oneLine(check.method),
        status: check.status,
        depth: depthText(check),
      })),
      across: Math.min(across, shown.length),
      width: 168,
      padding: units === undefined ? 16 : 2,
    };
    if (units === undefined) return vegaPicture(summarySpecification(chart));
    const specify = (width: number) => summarySpecification({ ...chart, width });
    return sizedSvg(await fittedVegaPicture(specify, units, chart.across), options.width);
  };
  return { checks, panels, across, draw };
}

/** A gate of a column: all of them have one bound. */
const gateOf = (checks: readonly CheckResult[], column: GatePanel): Pick<GateResult, 'maximum' | 'minimum'> =>
  checks.map((check) => gateIn(check, column)).find((found) => found !== null)?.gate ?? {};

/** Explains the dash that stands for a number, where there is one. */
function dashNote(checks: readonly CheckResult[], panels: readonly GatePanel[]): string[] {
  const gates = checks.flatMap((check) => panels.flatMap((panel) => gateIn(check, panel)?.gate ?? []));
  const dashed = gates.some((gate) => retainedText(heldBy(gate)) === UNDEFINED);
  return dashed ? ['–: not known.'] : [];
}

/** The metric of a panel, or all of them, each with the sign that its numbers have. */
const panelTitle = ({ metrics }: GatePanel): string =>
  metrics.map((metric, at) => `${METRIC_SIGNS[at] ?? ''}${metricTitle(metric)}`).join(', ');

/** Behind numbers of the second and third metric of a panel. */
const METRIC_SIGNS = ['', '° ', '* '];

function pointOf(found: ReturnType<typeof gateIn>, row: number): GatePoint | null {
  if (!found) return null;
  const { gate, at } = found;
  const sign = METRIC_SIGNS[at]?.trim();
  const { low, high, status } = gate;
  const retained = heldValue(gate);
  if (status === 'undefined' || !isNumber(retained)) {
    return { row, retained: null, low: 0, high: 0, status: 'undefined' };
  }
  return {
    row,
    retained,
    low: isNumber(low) ? low : retained,
    high: isNumber(high) ? high : retained,
    status,
    ...(sign ? { sign } : {}),
  };
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
