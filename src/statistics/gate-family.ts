import type { GateEvidence } from './evidence.ts';
import { holmRejections } from './holm.ts';

/**
 * Gates that are one question put to several conditions: that one of them is exceeded is only believed where Holm's
 * correction within the family leaves it so, else the gate is open. A single gate is left as it is.
 */
export function withinFamily(gates: readonly GateEvidence[], alpha: number): GateEvidence[] {
  if (gates.length < 2) return [...gates];
  const rejected = holmRejections(
    gates.map(({ finding }) => finding?.p ?? Number.NaN),
    alpha,
  );
  return gates.map((gate, i) =>
    gate.finding?.status === 'failed' && !rejected[i]
      ? { ...gate, finding: { ...gate.finding, status: 'open' } }
      : gate,
  );
}
