import { type JudgedMethod, verdictsOf } from '../../src/harness/conclude/judge-all.ts';
import type { Judgement } from '../../src/harness/conclude/judgements.ts';
import { firstLook, judgeLook, type LookAhead } from '../../src/harness/conclude/look-ahead.ts';
import { ScoreTables } from '../../src/harness/conclude/score-tables.ts';
import type { Status } from '../../src/results/report.ts';
import { LOOKS, type Look } from '../../src/statistics/looks.ts';
import type { Population } from './population.ts';
import { factsOf, findingsOf, firstOf, type Sample, sampleOf } from './small-run.ts';
import { type TrueGate, trueVerdict } from './truth.ts';

/** The coverage that is wanted of an interval of 95 %. */
export const WANTED = { least: 0.93, most: 0.97 };

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
  /** Of runs that stop when they are decided: maps, by run in the mean. */
  maps: number;
}

/** Judges one sample: all methods at one size, or look after look. */
export type Judge = (sample: Sample, seed: number) => { check: JudgedMethod; maps: number }[];

/** Runs of one size. */
export function fixedRuns(population: Population, floorPairs?: number): Judge {
  return (sample, seed) => {
    const facts = factsOf(population, sample);
    const tables = new ScoreTables(findingsOf(population, sample, seed, floorPairs), sample.images.length);
    const maps = mapsOf(population, sample);
    return verdictsOf(facts, tables).map((check) => ({ check, maps }));
  };
}

/** Runs that stop when they are decided. */
export function decidingRuns(population: Population, looks: readonly Look[] = LOOKS): Judge {
  return (sample, seed) => {
    const whole = factsOf(population, sample);
    const facts = { ...whole, plan: { ...whole.plan, looks } };
    const done: { check: JudgedMethod; maps: number }[] = [];
    for (let look: LookAhead | null = firstLook(facts); look !== null; ) {
      const { inputs, draws } = looks[look.at];
      const tables = new ScoreTables(findingsOf(population, firstOf(sample, inputs, draws), seed), inputs);
      const { verdicts, next }: ReturnType<typeof judgeLook> = judgeLook(facts, tables, look);
      const open = new Set(next?.methods.map(({ name }) => name));
      for (const { judgement } of verdicts) {
        if (open.has(judgement.method)) continue;
        const { method, check, verdict } = judgement;
        done.push({ check: { method, check, ...verdict }, maps: inputs + randomMaps(judgement) });
      }
      look = next;
    }
    return done;
  };
}

/** Maps at every condition, as far as it was followed. */
const randomMaps = (judgement: Judgement): number =>
  judgement.conditions.reduce((sum, condition) => {
    const { inputs, draws } = judgement.sizeAt(condition);
    return sum + inputs * draws;
  }, 0);

const mapsOf = ({ facts }: Population, { images, draws }: Sample): number =>
  images.length * (1 + draws.length * facts.conditions.cascade.length);

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
    for (const { check, maps } of judge(sampleOf(population, inputs, draws, 7919 * (run + 1)), run)) {
      const counted = tallies.get(check.method)!;
      counted.verdicts[check.status]++;
      counted.maps += maps / runs;
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
    };
  });
}
