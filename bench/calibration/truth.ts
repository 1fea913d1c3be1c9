import type { Gate } from '../../src/plan/plan.ts';
import type { Status } from '../../src/results/report.ts';
import { findMetric } from '../../src/similarity/registry.ts';
import type { MethodScores, Population } from './population.ts';

/** Floor and ceiling of a population that lie closer are not told apart by any small run. */
const APART = 0.05;

/** What a gate would say of the whole population. */
export interface TrueGate {
  readonly stage: string;
  readonly metric: string;
  /** rho; NaN where floor and ceiling are not apart or nothing is defined. */
  readonly retained: number;
  readonly status: 'passed' | 'failed' | 'not-telling' | 'undefined';
}

/** The true gates of a method, in the order of the plan; those that do not apply to its maps are left out. */
export function trueGates(population: Population, method: string): TrueGate[] {
  const { facts, scores } = population;
  const { unsigned } = facts.methods.find(({ name }) => name === method)!;
  const derivative = scores[facts.derivative!];
  return facts.plan.gates.flatMap((gate) => {
    const own = scores[method][gate.metric];
    if (!own || (unsigned && findMetric(gate.metric).view === 'signed')) return [];
    const at = stageOf(population, gate);
    const retained = retainedBy(population, own, at);
    const excess = retained - retainedBy(population, derivative[gate.metric], at);
    const above = excess > (facts.plan.margin ?? 0.1) ? 'failed' : 'not-telling';
    const status = Number.isNaN(retained) ? 'undefined' : retained <= (gate.maximum ?? 1) ? 'passed' : above;
    return [{ stage: gate.stage, metric: gate.metric, retained, status }];
  });
}

/** The same of every method. */
export const truthOf = (population: Population): ReadonlyMap<string, readonly TrueGate[]> =>
  new Map(population.facts.methods.map(({ name }) => [name, trueGates(population, name)]));

/** The verdict that follows from true gates. */
export function trueVerdict(gates: readonly TrueGate[]): Status {
  if (gates.some(({ status }) => status === 'failed')) return 'failed';
  const open = gates.some(({ status }) => status === 'undefined');
  return !open && gates.some(({ status }) => status === 'passed') ? 'passed' : 'inconclusive';
}

const stageOf = ({ facts }: Population, { stage }: Gate): number =>
  facts.conditions.cascade.findIndex(({ name, aliases }) => name === stage || aliases.includes(stage));

function retainedBy(population: Population, { stages, ceiling, floor }: MethodScores, at: number): number {
  const { facts, images } = population;
  const classes = facts.inputs.map(({ predicted }) => predicted);
  const low = meanOf(
    floor.filter((_, pair) => classes[Math.floor(pair / images)] !== classes[pair % images]),
  );
  const high = meanOf(ceiling);
  return high - low > APART ? (meanOf(stages[at]) - low) / (high - low) : Number.NaN;
}

function meanOf(values: Float32Array): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
