import type { Check } from '../../checks/check.ts';
import type { RunFacts } from '../../results/facts.ts';
import type { Evidence } from '../../statistics/evidence.ts';

/** The permutation that a check had learnt worst: a network that did not learn its labels is none to compare with. */
export function memorisationOf({ plan, training }: RunFacts, check: Check): Evidence['memorisation'] {
  const permuted = (check.trainings?.(plan) ?? []).filter(({ permutation }) => permutation !== undefined);
  if (permuted.length === 0 || !plan.training) return null;
  const names = new Set(permuted.map(({ name }) => name));
  const reached = training.filter(({ labels }) => names.has(labels)).map(({ accuracy }) => accuracy);
  return { accuracy: Math.min(...reached), required: plan.training.required };
}
