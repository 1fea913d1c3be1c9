import type { Check } from '../../checks/check.ts';
import type { RunFacts } from '../../results/facts.ts';
import type { Evidence } from '../../statistics/evidence.ts';

/** The permutation that was learnt worst: a network that did not learn its labels is none to compare with. */
export function memorisationOf({ plan, training }: RunFacts, { needs }: Check): Evidence['memorisation'] {
  if (!needs.training || !plan.training) return null;
  const reached = training.filter(({ labels }) => labels !== 'true').map(({ accuracy }) => accuracy);
  return { accuracy: Math.min(...reached), required: plan.training.required };
}
