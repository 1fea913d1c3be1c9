import type { Gate } from '../config/plan.ts';
import type { Stage } from '../randomize/orders.ts';

/** The stages of one order that carry gates, in their own order; the first and the last where none does. */
export function gatedStages(stages: readonly Stage[], gates: readonly Gate[]): Stage[] {
  const own = gates.filter(({ order }) => order === stages[0]?.order).map(({ stage }) => stage);
  const names = own.length > 0 ? own : ['output', 'full'];
  const last = stages.length - 1;
  return stages.filter(
    ({ name }, i) =>
      names.includes(name) || (i === 0 && names.includes('output')) || (i === last && names.includes('full')),
  );
}
