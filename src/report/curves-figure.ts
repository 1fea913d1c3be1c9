import type { CheckResult, Report } from '../harness/report.ts';
import { curvePoints, curveReferences, referenceZones } from './curve-points.ts';
import { type CurvesChart, curvesSpecification, panelsAcross, panelWidth } from './curves-spec.ts';
import { type FigureWidth, widthInUnits } from './figure-width.ts';
import { metricTitle } from './metric-label.ts';
import { modelName } from './model-name.ts';
import { sizedSvg } from './sized-svg.ts';
import { stageLabel } from './stage-label.ts';
import { oneLine } from './text-layout.ts';
import { fittedVegaPicture, vegaPicture } from './vega-picture.ts';

export interface CurvesFigureOptions {
  /** Metrics to draw, a panel each; all by default. */
  readonly metrics?: readonly string[];
  /** Stages to draw, in the order of the report; all by default. */
  readonly stages?: readonly string[];
  /** Over the whole; null for none, a sentence by default. */
  readonly title?: string | null;
  /** Panels side by side. */
  readonly columns?: number;
  readonly width?: FigureWidth;
  /** Size of a panel in units, in place of a width of the whole. */
  readonly panel?: { readonly width: number; readonly height: number };
}

const PANEL_HEIGHT = 180;
const PADDING = 16;

/**
 * Mean score against stage as SVG: a panel per metric, a line per method with its confidence band, and the null and
 * floor of every method beside the last stage; of a single method floor, null and ceiling as lines. Null when no check
 * of the order has a defined score.
 */
export async function curvesFigure(
  report: Report,
  order: string,
  options: CurvesFigureOptions = {},
): Promise<string | null> {
  const kept = ({ name }: { name: string }) => options.stages?.includes(name) ?? true;
  const whole = report.checks.filter((check) => check.order === order);
  const checks = whole.map((check) => ({ ...check, stages: check.stages.filter(kept) }));
  const longest = checks.reduce((a, b) => (b.stages.length > a.stages.length ? b : a), checks[0]);
  if (longest === undefined) return null;
  const single = checks.length === 1;
  const zones = single ? null : referenceZones(longest.stages.length);
  const panels = metricsOf(checks, options.metrics)
    .map((metric) => ({
      title: metricTitle(metric),
      points: curvePoints(checks, metric),
      references: zones ? curveReferences(checks, metric, zones) : [],
      levels: single ? levelsOf(checks[0], metric) : [],
    }))
    .filter((panel) => panel.points.length > 0);
  if (panels.length === 0) return null;

  // Labels say what was added to the stage before, shown or not.
  const described = whole[checks.indexOf(longest)];
  const trained = order === 'labels' ? 'true labels' : 'trained';
  const places = [trained, ...longest.stages.map((stage) => stageLabel(described, stage.name))];
  const confidence = Math.round(report.plan.confidence * 100);
  const models = order === 'labels' ? 'two networks trained on random labels' : 'two random models';
  const references = `Null: ${models}. Floor: trained maps of different inputs.`;
  const over = `Mean similarity to the trained maps, ${oneLine(order)}: ${modelName(report)}`;
  const whose = single ? `${over}, ${oneLine(checks[0].method)}` : over;
  const units = options.width && widthInUnits(options.width);
  const across = Math.min(
    panels.length,
    options.columns ?? panelsAcross(panels.length, places.length, units),
  );
  const chart: CurvesChart = {
    title: options.title === undefined ? whose : options.title,
    subtitle: `Bands: ${confidence} % intervals. ${references}`,
    panels,
    methods: checks.map((check) => oneLine(check.method)),
    places,
    zones,
    across,
    width: options.panel?.width ?? panelWidth(places.length),
    height: options.panel?.height ?? PANEL_HEIGHT,
    padding: units === undefined && !options.panel ? PADDING : 2,
  };
  if (units === undefined) return vegaPicture(curvesSpecification(chart));
  const fitted = await fittedVegaPicture((width) => curvesSpecification({ ...chart, width }), units, across);
  return sizedSvg(fitted, options.width);
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
