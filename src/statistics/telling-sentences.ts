import type { Evidence } from './evidence.ts';
import { grouped } from './grouped.ts';
import { retainedWords } from './retained-words.ts';
import { shareOf, sharesOf } from './share-words.ts';
import { DEFAULT_MARGIN, mayYetTell } from './telling.ts';
import type { GateResult } from './verdict-types.ts';
import { listing, metricWords, percent } from './wording.ts';

/**
 * "Retains 70 % (66 to 74 %) of its abs Spearman similarity after the output layer is random, as the network's own
 * derivative does: this stage cannot tell on this network." Where the interval reaches below the gate, that is not decided.
 */
export function notTellingSentences(evidence: Evidence, gates: readonly GateResult[]): string[] {
  const silent = gates.filter(({ status }) => status === 'not-telling');
  return grouped(silent, (gate) => `${gate.stage} ${mayYetTell(gate)}`).map((group) => {
    const { stage } = group[0];
    const whole = gates.filter((gate) => gate.stage === stage).length === group.length;
    const by = whole ? '' : `by ${listing(group.map(({ metric }) => metricWords(metric)))} `;
    const cannot = mayYetTell(group[0])
      ? `whether ${by}this stage can tell on this network is not decided`
      : `${by}this stage cannot tell on this network`;
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
 * What the derivative retains beside gates that are exceeded. Failed methods retain clearly more: it is told where the derivative
 * is above the gate as well, and not told again where it is the method's twin, which the causes tell of. Of open gates it is not
 * decided, which is why they are open. The stage is named where those `before`, of which has just been told, have others.
 */
export function derivativeSentences(
  evidence: Evidence,
  gates: readonly GateResult[],
  before: readonly GateResult[] = gates,
): string[] {
  const isTwin = evidence.twin !== null && evidence.twin.method === evidence.derivative;
  const told = gates.filter(
    ({ derivative, maximum, status }) =>
      derivative && (status === 'open' || (!isTwin && (derivative.mean ?? 0) > (maximum ?? 1))),
  );
  const single = new Set(before.map(({ stage }) => stage)).size === 1;
  return grouped(told, ({ stage, status }) => `${stage} ${status}`).map((group) => {
    const where = single ? 'there' : evidence.words.after(group[0].stage);
    const shares = `The network's own derivative retains ${sharesOf(derivativeShares(group))} ${where}`;
    return group[0].status === 'failed'
      ? `${shares}: the method retains clearly more.`
      : `${shares}; whether the method retains clearly more is not decided.`;
  });
}

const derivativeShares = (gates: readonly GateResult[]) =>
  gates.map(({ metric, derivative }) => ({
    metric,
    share: retainedWords(derivative?.mean ?? Number.NaN, derivative?.low ?? null, derivative?.high ?? null),
  }));
