import type { Condition } from '../../checks/check.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Gate } from '../../plan/plan.ts';

/** The stages of one check that carry gates, in their own order; the first and the last where none does. */
export function gatedStages(
  check: string,
  stages: readonly Condition[],
  gates: readonly Gate[],
): readonly Condition[] {
  const own = gates.filter(({ order }) => order === check);
  if (own.length === 0) return stages.filter((_, i) => i === 0 || i === stages.length - 1);
  const { gated } = findCheck(check);
  // Which stages moved the logits is not known before: all that may be asked about are run.
  const asked = new Set(own.flatMap((gate) => gated(gate, stages, () => Number.POSITIVE_INFINITY)));
  return stages.filter((stage) => asked.has(stage));
}
