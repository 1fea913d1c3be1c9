import type { Order, Plan } from '../config/plan.ts';

type Draws = Pick<Plan, 'draws' | 'training'>;

/** How often an order is repeated: with new random weights, or, for `labels`, with a new permutation of the labels. */
export function drawsOf({ draws, training }: Draws, order: Order): number {
  return order === 'labels' ? (training?.permutations ?? 0) : draws;
}

/** The most that any order is repeated. */
export function mostDraws(plan: Draws & Pick<Plan, 'orders'>): number {
  return Math.max(...plan.orders.map((order) => drawsOf(plan, order)));
}
