import { type Condition, namedCondition } from '../../checks/check.ts';
import type { MethodFacts, RunFacts } from '../../results/facts.ts';
import { MULTIVERSE } from '../../similarity/multiverse.ts';
import { BESIDE_INPUT } from '../../similarity/partial-spearman.ts';
import { findMetric } from '../../similarity/registry.ts';
import { spearmanSignedSupport } from '../../similarity/spearman-signed-support.ts';
import type { GateEvidence } from '../../statistics/evidence.ts';
import { judgeGate } from '../../statistics/gate.ts';
import { withinCheck } from '../../statistics/gate-family.ts';
import { inputShare } from '../../statistics/input-share.ts';
import { cellStatus, multiverseOf } from '../../statistics/multiverse.ts';
import { pairedDifference } from '../../statistics/paired.ts';
import { retainedInterval } from '../../statistics/retained.ts';
import { scoreVariance } from '../../statistics/score-variance.ts';
import { meanOfDefined, summarise } from '../../statistics/scores.ts';
import type { GateSources, MultiplierShare, Multiverse, Sources } from '../../statistics/source-types.ts';
import { DEAD_SHARE, deadShare } from '../../statistics/verdict.ts';
import type { GateResult, Status } from '../../statistics/verdict-types.ts';
import type { CheckScores } from './check-scores.ts';

/** Where a check of a method is judged. */
export interface JudgedCheck {
  readonly facts: RunFacts;
  readonly scores: CheckScores;
  readonly method: MethodFacts;
  readonly conditions: readonly Condition[];
  readonly gates: readonly GateResult[];
}

/** What the similarity at every gate of a check is made of. */
export function gateSources(judged: JudgedCheck): GateSources[] {
  const { scores, conditions, gates } = judged;
  return gates.flatMap(({ stage, metric }) => {
    const [condition] = namedCondition({ stage }, conditions);
    if (!condition) return [];
    const table = scores.table(condition, metric);
    const support = scores.comparison(condition, spearmanSignedSupport.name);
    return {
      stage,
      metric,
      // Where nothing is drawn, nothing is known of draws.
      variance: condition.fixed ? null : scoreVariance(table, noiseOf(judged, condition, metric)),
      support: { score: meanOfDefined(support.stage.values), retained: retainedInterval(support) },
      input: shareOfInput(judged, condition, metric),
      multiplier: shareOfMultiplier(judged, condition, metric),
    };
  });
}

/** Scores of other noise of the method; null where they were not measured. */
const noiseOf = ({ scores, method }: JudgedCheck, condition: Condition, metric: string) =>
  method.noisy ? scores.replica(condition, metric) : 'none';

/** The same with what the whole check is made of; `status` is its verdict. */
export function sourcesOf(judged: JudgedCheck, gates: readonly GateSources[], status: Status): Sources {
  const { structuralZeros = null, plan } = judged.facts;
  return {
    structuralZeros,
    gates,
    ...(plan.multiverse ? { multiverse: otherVerdicts(judged, status) } : {}),
  };
}

function shareOfInput(judged: JudgedCheck, condition: Condition, metric: string) {
  const { plan } = judged.facts;
  const { whole, partial, unexplained } = BESIDE_INPUT[findMetric(metric).view];
  if (!plan.metrics.includes(whole)) return null;
  const of = (name: string) => judged.scores.comparison(condition, name);
  return inputShare(whole, of(whole), of(unexplained), of(partial).stage);
}

function shareOfMultiplier(
  judged: JudgedCheck,
  condition: Condition,
  metric: string,
): MultiplierShare | null {
  const { method, facts, scores } = judged;
  const twin = method.unmultiplied;
  // The derivative is measured whoever asks for it.
  const known = [...facts.methods.map(({ name }) => name), facts.derivative];
  if (twin === undefined || !known.includes(twin)) return null;
  const own = scores.comparison(condition, metric);
  const other = scores.of(twin).comparison(condition, metric);
  return { twin, retained: retainedInterval(other), share: pairedDifference(own, other) };
}

/**
 * The verdict of every cell, at the stages and maxima of the check's own gates and by the same rule. Maps without signs are the
 * same on every plane, while the derivative that they are held against is not: they have cells of the absolute plane alone.
 */
function otherVerdicts(judged: JudgedCheck, status: Status): Multiverse {
  const { conditions, gates, scores, facts, method } = judged;
  const { plan } = facts;
  const derivative = facts.derivative === undefined ? null : scores.of(facts.derivative);
  const asked = [...new Map(gates.map((gate) => [`${gate.stage} ${gate.maximum}`, gate])).values()];
  const choices = MULTIVERSE.filter(({ plane }) => !method.unsigned || plane === 'abs');
  const cells = choices.flatMap(({ name, metric, plane, scaling }) => {
    const measured = asked.flatMap(({ stage, maximum }) => {
      const [condition] = namedCondition({ stage }, conditions);
      return condition && maximum !== undefined && scores.has(condition, name)
        ? [{ condition, stage, maximum }]
        : [];
    });
    if (measured.length === 0) return [];
    const found = measured.map(({ condition, stage, maximum }): GateEvidence => {
      const comparison = scores.comparison(condition, name);
      const finding = judgeGate({
        ...comparison,
        maximum,
        derivative: derivative?.has(condition, name) ? derivative.comparison(condition, name) : null,
        margin: plan.margin,
      });
      const where = { condition: condition.name, stage, metric: name };
      const summary = summarise(comparison.stage, plan.confidence);
      return { ...where, inapplicable: null, logitShift: Number.NaN, finding, scores: summary };
    });
    // Maps that are dead are so under every choice.
    const statuses = withinCheck(found, plan.correction ?? 'holm', plan.confidence).map((gate) =>
      deadShare({ scores: gate.scores }) > DEAD_SHARE ? 'undefined' : gate.finding!.status,
    );
    // A cell that was not measured at some gate is not decided.
    const unmeasured = measured.length < asked.length ? (['undefined'] as const) : [];
    return [{ metric, plane, scaling, status: cellStatus([...statuses, ...unmeasured]) }];
  });
  return multiverseOf(cells, status);
}
