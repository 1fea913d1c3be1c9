import { grouped } from './grouped.ts';
import type { JudgedGate } from './verdict.ts';
import { listing, metricWords } from './wording.ts';

/** Says by which metrics gates would fail if the check had no others, and that of many one may do so by chance. */
export function correctionSentences(gates: readonly JudgedGate[]): string[] {
  const corrected = gates.filter(({ finding }) => finding.among !== undefined);
  return grouped(corrected, ({ finding }) => `${finding.among} ${finding.maximum === undefined}`).map(
    (group) => {
      const { among, maximum } = group[0].finding;
      const metrics = listing([...new Set(group.map(({ metric }) => metricWords(metric)))]);
      return (
        `By ${metrics} the gate is ${maximum === undefined ? 'missed' : 'exceeded'}, but of ${among} gates one may be so by chance: ` +
        "Holm's correction leaves it open."
      );
    },
  );
}
