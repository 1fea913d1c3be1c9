import { scoreAtBound } from '../../results/gate-bound.ts';
import type { CheckResult } from '../../results/report.ts';
import { oneLine } from '../wording/text-layout.ts';

/** A point of a curve: a mean score, with its interval where it has one. */
export interface CurvePoint {
  readonly method: string;
  /** 0 for the trained model, then the stages from 1. */
  readonly place: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A reference score of a method beside its curve. */
export interface CurveReference {
  readonly method: string;
  readonly place: number;
  readonly kind: 'null' | 'floor';
  readonly value: number;
}

/** The score at which a gate has its bound, as a bar across a part of its stage. */
export interface CurveGate {
  readonly method: string;
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** What stands in one panel. */
export interface CurvePanel {
  readonly title: string;
  readonly points: readonly CurvePoint[];
  readonly references: readonly CurveReference[];
  readonly gates: readonly CurveGate[];
  /** Of a single method: reference scores as lines across the panel, in place of the zones. */
  readonly levels: readonly { readonly kind: string; readonly value: number }[];
}

/** Where the reference scores stand: one zone each, right of the last stage. */
export interface ReferenceZones {
  /** Left edge of the first zone. */
  readonly start: number;
  /** Width of one zone, in stages. */
  readonly width: number;
}

export const REFERENCE_KINDS = ['null', 'floor'] as const;

/** Zones as wide as a stage, or wider where many stages leave little room to each. */
export function referenceZones(stages: number): ReferenceZones {
  return { start: stages + 0.5, width: Math.max(1, (stages + 1) / 7) };
}

/** The stages of several checks, each once; not every stage has to be one of every method. */
export function stagesOf(checks: readonly Pick<CheckResult, 'stages'>[]): string[] {
  return [...new Set(checks.flatMap(({ stages }) => stages.map(({ name }) => name)))];
}

/** The defined means of one metric; the trained model stands at its ceiling. `names` are the stages in their places. */
export function curvePoints(
  checks: readonly CheckResult[],
  metric: string,
  names: readonly string[] = stagesOf(checks),
): CurvePoint[] {
  return checks.flatMap((check) => {
    const method = oneLine(check.method);
    const ceiling = check.references[metric]?.ceiling;
    const trained = isNumber(ceiling) ? [{ method, place: 0, mean: ceiling, low: null, high: null }] : [];
    const stages = check.stages.flatMap((stage) => {
      const score = stage.scores[metric];
      if (!score || !isNumber(score.mean)) return [];
      const { mean, low, high } = score;
      const banded = isNumber(low) && isNumber(high);
      return [
        {
          method,
          place: names.indexOf(stage.name) + 1,
          mean,
          low: banded ? low : null,
          high: banded ? high : null,
        },
      ];
    });
    return stages.length > 0 ? [...trained, ...stages] : [];
  });
}

/** Floors and nulls of one metric, those of different methods side by side within their zone. */
export function curveReferences(
  checks: readonly CheckResult[],
  metric: string,
  { start, width }: ReferenceZones,
): CurveReference[] {
  return checks.flatMap((check, index) =>
    REFERENCE_KINDS.flatMap((kind, zone) => {
      const value = check.references[metric]?.[kind];
      if (!isNumber(value)) return [];
      const place = start + width * (zone + 0.1 + (0.8 * (index + 0.5)) / checks.length);
      return [{ method: oneLine(check.method), place, kind, value }];
    }),
  );
}

/** The bars of all methods together, in stages: wider where many stages leave little room to each. */
const gateWidth = (stages: number): number => Math.min(1.6, 0.72 * Math.max(1, (stages + 1) / 9));

/** Points of stages that no line joins, those of different methods side by side as their gates are: at one place they would hide each other. */
export function sideBySide(
  points: readonly CurvePoint[],
  methods: readonly string[],
  stages: number,
): CurvePoint[] {
  const whole = gateWidth(stages);
  return points.map((point) => ({
    ...point,
    place: point.place + ((methods.indexOf(point.method) + 0.5) / methods.length - 0.5) * whole,
  }));
}

/**
 * The gates of one metric at the stages that are shown, those of different methods side by side, at the score that they ask
 * for in the mean references of the method.
 * @param complete the same checks with all their stages, which the names `output` and `full` go by
 */
export function curveGates(
  checks: readonly CheckResult[],
  complete: readonly CheckResult[],
  metric: string,
  names: readonly string[] = stagesOf(checks),
): CurveGate[] {
  const whole = gateWidth(names.length);
  const width = whole / checks.length;
  return checks.flatMap((check, index) =>
    check.gates.flatMap((gate) => {
      if (gate.metric !== metric) return [];
      const value = scoreAtBound(gate, check.references[metric]);
      if (value === null) return [];
      const named = stageOfGate(gate.stage, complete[index]);
      if (named === undefined || !check.stages.some(({ name }) => name === named)) return [];
      const place = names.indexOf(named) + 1;
      const from = place - whole / 2 + index * width;
      return [{ method: oneLine(check.method), from, to: from + width, value }];
    }),
  );
}

/** `output` is the first stage and `full` the last; stages also go by their own names. */
function stageOfGate(name: string, { stages }: CheckResult): string | undefined {
  if (name === 'output') return stages[0]?.name;
  return name === 'full' ? stages.at(-1)?.name : name;
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
