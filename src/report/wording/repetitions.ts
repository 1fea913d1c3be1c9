import { CHECKS } from '../../checks/registry.ts';
import type { Plan } from '../../plan/plan.ts';

/** How often a run was repeated: `5 draws`, `2 permutations`, or both where there are orders of both kinds. */
export function repetitionsText({
  orders,
  draws,
  training,
}: Pick<Plan, 'orders' | 'draws' | 'training'>): string {
  const plan = { draws, training };
  const counts = new Map<string, number>();
  for (const order of orders) {
    const check = CHECKS.find(({ name }) => name === order);
    if (check) counts.set(check.words.repetition, check.draws(plan));
  }
  return [...counts].map(([word, number]) => `${number} ${word}${number === 1 ? '' : 's'}`).join(', ');
}
