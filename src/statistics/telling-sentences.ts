import type { GateResult } from '../results/types.ts';
import type { Evidence } from './evidence.ts';
import { grouped } from './grouped.ts';
import { retainedWords } from './retained-words.ts';
import { shareOf, sharesOf } from './share-words.ts';
import { DEFAULT_MARGIN } from './telling.ts';
import { listing, metricWords, percent } from './wording.ts';

/**
 * "Retains 70 % (66 to 74 %) of its abs Spearman similarity after the output layer is random, as the network's own
 * derivative does: this stage cannot tell on this network."
 */
export function notTellingSentences(evidence: Evidence, gates: readonly GateResult[]): string[] {
  const silent = gates.filter(({ status }) => status === 'not-telling');
  return grouped(silent, ({ stage }) => stage).map((group) => {
    const { stage } = group[0];
    const whole = gates.filter((gate) => gate.stage === stage).length === group.length;
    const by = whole ? '' : `by ${listing(group.map(({ metric }) => metricWords(metric)))} `;
    const cannot = `${by}this stage cannot tell on this network`;
    const shares = group.map((gate) => ({ metric: gate.metric, share: shareOf(evidence.draws, gate) }));
    return `Retains ${sharesOf(shares)} ${evidence.words.after(stage)}${besideDerivative(evidence, group)}${cannot}.`;
  });
}

function besideDerivative({ method, derivative }: Evidence, gates: readonly GateResult[]): string {
  if (method === derivative) return ", and is the network's own derivative: ";
  const alike = gates.every(({ excess }) => (excess?.mean ?? 0) > -DEFAULT_MARGIN);
  if (alike) return ", as the network's own derivative does: ";
  const shares = gates.map((gate) => percent(gate.derivative?.mean ?? Number.NaN));
  return `, less than the network's own derivative (${listing(shares)}): `;
}

/**
 * What the derivative retains where that is above the gate as well: failed methods retain clearly more, of open ones it is
 * not decided. Nothing where the derivative is the method's twin, of which more is said elsewhere.
 */
export function derivativeSentences(evidence: Evidence, gates: readonly GateResult[]): string[] {
  const told = gates.filter(({ derivative, maximum }) => (derivative?.mean ?? 0) > maximum);
  if (evidence.twin && evidence.twin.method === evidence.derivative) return [];
  return grouped(told, ({ stage }) => stage).map((group) => {
    const decided = group.every(({ status }) => status === 'failed');
    const shares = `The network's own derivative retains ${sharesOf(derivativeShares(group))} there`;
    return `${shares}${decided ? ': this is clearly more' : '; whether this is clearly more is not decided'}.`;
  });
}

const derivativeShares = (gates: readonly GateResult[]) =>
  gates.map(({ metric, derivative }) => ({
    metric,
    share: retainedWords(derivative?.mean ?? Number.NaN, derivative?.low ?? null, derivative?.high ?? null),
  }));
