import type { Plan } from '../config/plan.ts';

/** How often a run was repeated: `5 draws`, `2 permutations`, or both where there are orders of both kinds. */
export function repetitionsText({
  orders,
  draws,
  training,
}: Pick<Plan, 'orders' | 'draws' | 'training'>): string {
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const parts = [
    ...(orders.some((order) => order !== 'labels') ? [count(draws, 'draw')] : []),
    ...(orders.includes('labels') ? [count(training?.permutations ?? 0, 'permutation')] : []),
  ];
  return parts.join(', ');
}
