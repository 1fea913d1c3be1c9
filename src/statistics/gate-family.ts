import type { GateEvidence } from './evidence.ts';
import { effortToDecide } from './gate-effort.ts';
import { holmRejections } from './holm.ts';

/**
 * The gates of one check, of which some are exceeded: that is only believed where Holm's correction within the check
 * leaves it so, at half of 1 - confidence, else the gate is open. So the probability that a check fails without a gate
 * that is exceeded stays below that half, however many gates it has. Gates that passed are left as they are: a check
 * passes with all of them only, which makes no error more likely.
 */
export function withinCheck(
  gates: readonly GateEvidence[],
  correction: 'holm' | 'none',
  confidence: number,
): GateEvidence[] {
  const judged = gates.filter(({ finding }) => finding !== null);
  if (correction === 'none' || judged.length < 2) return [...gates];
  const level = (1 - confidence) / 2;
  const rejected = holmRejections(
    judged.map(({ finding }) => finding!.p),
    level,
  );
  return gates.map((gate) => {
    const { finding } = gate;
    if (finding?.status !== 'failed' || rejected[judged.indexOf(gate)]) return gate;
    const effort = effortToDecide(finding.ways, 1 - (2 * level) / judged.length);
    return { ...gate, finding: { ...finding, status: 'open', effort, among: judged.length } };
  });
}
