import type { GateResult, Report } from '../harness/report.ts';
import { type FigureWidth, widthInUnits } from './figure-width.ts';
import { gateAt, gateColumns } from './gate-columns.ts';
import { metricTitle } from './metric-label.ts';
import { modelName } from './model-name.ts';
import { sizedSvg } from './sized-svg.ts';
import { type GatePoint, type SummaryChart, summarySpecification } from './summary-spec.ts';
import { oneLine } from './text-layout.ts';
import { fittedVegaPicture, vegaPicture } from './vega-picture.ts';

export interface SummaryFigureOptions {
  /** Metrics whose gates are drawn; all by default. */
  readonly metrics?: readonly string[];
  /** Over the whole; null for none, a sentence by default. */
  readonly title?: string | null;
  /** Panels side by side; 3 by default, fewer on a narrow figure. */
  readonly columns?: number;
  readonly width?: FigureWidth;
}

/**
 * All methods of an order at one glance, as SVG: a panel per gate, a line per method with the similarity that it
 * retains, the interval and the gate's maximum. Null when no gate of the order has a number.
 */
export async function summaryFigure(
  report: Report,
  order: string,
  options: SummaryFigureOptions = {},
): Promise<string | null> {
  const checks = report.checks.filter((check) => check.order === order);
  const panels = gateColumns(checks)
    .filter(({ metric }) => options.metrics?.includes(metric) ?? true)
    .map((column) => {
      const gates = checks.map((check) => gateAt(check, column));
      return {
        stage: oneLine(column.stage),
        title: metricTitle(column.metric),
        maximum: gates.find((gate) => gate !== undefined)?.maximum ?? 0,
        points: gates.flatMap((gate, row) => pointOf(gate, row)),
      };
    })
    .filter((panel) => panel.points.length > 0);
  if (panels.length === 0) return null;

  const units = options.width && widthInUnits(options.width);
  const room = units === undefined ? 3 : Math.max(1, Math.min(3, Math.floor(units / 180)));
  const across = Math.min(panels.length, options.columns ?? room);
  const confidence = Math.round(report.plan.confidence * 100);
  const chart: SummaryChart = {
    title:
      options.title === undefined
        ? `Retained similarity, ${oneLine(order)}: ${modelName(report)}`
        : options.title,
    subtitle: `0: as unlike as maps of different inputs, 1: unchanged. Dashed: the most that passes. Lines: ${confidence} % intervals.`,
    panels,
    rows: checks.map(({ method, status }) => `${oneLine(method)} (${status})`),
    across,
    width: 180,
    padding: units === undefined ? 16 : 2,
  };
  if (units === undefined) return vegaPicture(summarySpecification(chart));
  const specify = (width: number) => summarySpecification({ ...chart, width });
  return sizedSvg(await fittedVegaPicture(specify, units, across), options.width);
}

function pointOf(gate: GateResult | undefined, row: number): GatePoint[] {
  if (!gate || gate.status === 'undefined') return [];
  const { retained, low, high, status } = gate;
  if (!isNumber(retained)) return [];
  return [
    { row, retained, low: isNumber(low) ? low : retained, high: isNumber(high) ? high : retained, status },
  ];
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
