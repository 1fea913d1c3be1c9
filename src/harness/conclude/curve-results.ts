import type { Condition } from '../../checks/check.ts';
import { type Curves, curvesOf } from '../../checks/curve.ts';
import type { CurveResult } from '../../results/report.ts';
import { summarise } from '../../statistics/scores.ts';
import type { CheckScores } from './check-scores.ts';

/** What a report says of the curves that a check traces, at every condition that has them; nothing where there are none. */
export function curveResults(
  scores: CheckScores,
  conditions: readonly Condition[],
  curves: Curves | undefined,
  confidence: number,
): { readonly curves?: readonly CurveResult[] } {
  if (!curves) return {};
  const results = conditions.flatMap((condition) =>
    curvesOf(curves).flatMap((curve): CurveResult[] => {
      const tables = scores.curve(condition, curve);
      if (!tables) return [];
      const points = tables.map((table) => summarise(table, confidence));
      return [
        {
          stage: condition.name,
          curve: curve.name,
          x: curves.at,
          mean: points.map(({ mean }) => shortened(mean)),
          low: points.map(({ low }) => shortened(low)),
          high: points.map(({ high }) => shortened(high)),
        },
      ];
    }),
  );
  return results.length > 0 ? { curves: results } : {};
}

const shortened = (value: number | null): number | null =>
  value === null ? null : Number(value.toPrecision(7));
