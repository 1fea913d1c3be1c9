import type { JudgedMethod } from '../../src/harness/conclude/judge-all.ts';
import type { Status } from '../../src/results/report.ts';
import { LOOKS, type Look } from '../../src/statistics/looks.ts';
import type { Judge } from './judge.ts';
import type { Population } from './population.ts';
import { sampleOf } from './small-run.ts';
import { type TrueGate, trueVerdict } from './truth.ts';

/** What many small runs said of one gate. */
export interface GateTally extends TrueGate {
  runs: number;
  /** Runs with an interval, and those whose interval holds the true value. */
  bounded: number;
  covered: number;
  passed: number;
  failed: number;
  notTelling: number;
  open: number;
}

export interface MethodTally {
  readonly method: string;
  readonly truth: Status;
  readonly gates: readonly GateTally[];
  /** Runs by verdict. */
  readonly verdicts: Record<Status, number>;
  /** Maps that a run took of it, in the mean. */
  maps: number;
  /** Of runs that stop when they are decided: how many passed or failed at each look. */
  decidedAt?: number[] | undefined;
}

/** Many samples of a size, judged and counted, from the `first` on; `truth` by method. */
export function tally(
  population: Population,
  truth: ReadonlyMap<string, readonly TrueGate[]>,
  judge: Judge,
  { inputs, draws }: Look,
  runs: number,
  first = 0,
): MethodTally[] {
  const tallies = new Map<string, MethodTally>(
    [...truth].map(([method, known]) => {
      const gates = known.map((gate): GateTally => ({ ...gate, ...ZERO }));
      const verdicts = { passed: 0, failed: 0, inconclusive: 0 };
      return [method, { method, truth: trueVerdict(known), gates, verdicts, maps: 0 }];
    }),
  );
  for (let run = first; run < first + runs; run++) {
    for (const { check, maps, look } of judge(sampleOf(population, inputs, draws, 7919 * (run + 1)), run)) {
      const counted = tallies.get(check.method)!;
      counted.verdicts[check.status]++;
      counted.maps += maps / runs;
      if (look !== undefined) {
        counted.decidedAt ??= LOOKS.map(() => 0);
        if (check.status !== 'inconclusive') counted.decidedAt[look]++;
      }
      for (const gate of counted.gates) count(gate, check);
    }
  }
  return [...tallies.values()];
}

const ZERO = { runs: 0, bounded: 0, covered: 0, passed: 0, failed: 0, notTelling: 0, open: 0 };

function count(gate: GateTally, { gates }: JudgedMethod): void {
  const found = gates.find(({ stage, metric }) => stage === gate.stage && metric === gate.metric);
  if (!found) return;
  gate.runs++;
  const { low, high, status } = found;
  if (low !== null && high !== null) {
    gate.bounded++;
    if (low <= gate.retained && gate.retained <= high) gate.covered++;
  }
  if (status === 'passed') gate.passed++;
  else if (status === 'failed') gate.failed++;
  else if (status === 'not-telling') gate.notTelling++;
  else gate.open++;
}

/** The same of the samples of several tallies together. */
export function summed(tallies: readonly (readonly MethodTally[])[], runsEach: number): MethodTally[] {
  const [first, ...others] = tallies;
  const runs = runsEach * tallies.length;
  return first.map((method, m) => {
    const all = [method, ...others.map((tallied) => tallied[m])];
    const sum = (of: (tallied: MethodTally) => number) => all.reduce((total, each) => total + of(each), 0);
    const ofGate = (g: number, key: keyof typeof ZERO) => sum(({ gates }) => gates[g][key]);
    return {
      ...method,
      gates: method.gates.map((gate, g) => ({
        ...gate,
        ...Object.fromEntries(Object.keys(ZERO).map((key) => [key, ofGate(g, key as keyof typeof ZERO)])),
      })),
      verdicts: {
        passed: sum(({ verdicts }) => verdicts.passed),
        failed: sum(({ verdicts }) => verdicts.failed),
        inconclusive: sum(({ verdicts }) => verdicts.inconclusive),
      },
      maps: (sum(({ maps }) => maps) * runsEach) / runs,
      decidedAt: all.every(({ decidedAt }) => decidedAt)
        ? LOOKS.map((_, look) => sum(({ decidedAt }) => decidedAt![look]))
        : undefined,
    };
  });
}
