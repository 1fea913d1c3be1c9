import { findCheck } from '../../checks/registry.ts';
import type { Plan } from '../../plan/plan.ts';

/** The most that any check of the plan is repeated. */
export function mostDraws(plan: Pick<Plan, 'draws' | 'training' | 'orders'>): number {
  return Math.max(...plan.orders.map((order) => findCheck(order).draws(plan)));
}
