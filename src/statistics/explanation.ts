import { accuracySentences } from './accuracy.ts';
import type { Evidence } from './evidence.ts';
import { obstacleSentences, retainedSentences } from './gate-sentences.ts';
import { scaleSentences } from './scale-sentences.ts';
import type { GateResult, Reason } from './types.ts';
import { applicableGates, type Obstacle, type Verdict } from './verdict.ts';
import { capitalised, decimal, listing, metricWords, modelWords, percent } from './wording.ts';

/** Metrics that read abs maps, and so count pixels that are zero in both maps as agreement. */
const RAISED_BY_ZEROS: ReadonlySet<string> = new Set(['spearman-abs', 'ssim', 'hog']);
/** Share of shared zeros from which on they are named as a cause: abs Spearman of unrelated maps is then about .65. */
const MANY_ZEROS = 0.3;

/**
 * Says in plain English why the verdict is what it is, with the numbers it rests on. A verdict that is not passed ends
 * with `Reproduce: <command>`.
 */
export function explain(evidence: Evidence, verdict: Verdict): string {
  const sentences = [
    ...reasonSentences(evidence, verdict),
    ...scaleSentences(evidence),
    ...leftOut(evidence),
  ];
  if (verdict.status !== 'passed') sentences.push(`Reproduce: ${evidence.command}`);
  return sentences.join(' ');
}

function reasonSentences(evidence: Evidence, { reason, gates }: Verdict): string[] {
  if (reason === null) return retainedSentences(evidence, gates);
  if (reason === 'gate-exceeded') {
    const failed = gates.filter((gate) => gate.status === 'failed');
    return [...retainedSentences(evidence, failed), ...causes(evidence, failed, gates)];
  }
  if (reason === 'untrained' && evidence.accuracy) return accuracySentences(evidence.accuracy);
  if (isWhole(reason)) return [WHOLE[reason](evidence)];
  return obstacleSentences(evidence, gates, reason);
}

type Whole = Exclude<Reason, Obstacle | 'gate-exceeded'>;

/** Reasons that concern the whole check, not single gates. */
const WHOLE: Readonly<Record<Whole, (evidence: Evidence) => string>> = {
  'ignores-model': (evidence) => {
    const metrics = [...new Set(applicableGates(evidence).map((gate) => metricWords(gate.metric)))];
    return (
      `The map is the same whatever the image and the weights: ${listing(metrics)} of about 1 between trained and ` +
      `${modelWords(evidence.order)}, and between different images.`
    );
  },
  untrained: () => 'The model is at chance.',
  'memorisation-failed': ({ memorisation }) =>
    memorisation
      ? `Training on random labels reached an accuracy of ${percent(memorisation.accuracy)}, not the ` +
        `${percent(memorisation.required)} asked for: there is no model to compare with.`
      : 'The random labels were not learnt.',
  'not-applicable': () => 'No gate applies to these maps.',
};

function isWhole(reason: Reason): reason is Whole {
  return reason in WHOLE;
}

/** What explains high scores other than the weights: shared zeros and multiplication by the input. */
function causes(evidence: Evidence, failed: readonly GateResult[], gates: readonly GateResult[]): string[] {
  const sentences: string[] = [];
  const raised = [
    ...new Set(failed.filter((gate) => nullExceeds(evidence, gate)).map((gate) => gate.metric)),
  ];
  if (raised.length > 0) {
    const scores = raised.map(
      (metric) => `${metricWords(metric)} is ${decimal(evidence.references[metric]!.null!)}`,
    );
    const zeros = evidence.zeroShare ?? 0;
    const because =
      zeros >= MANY_ZEROS && raised.some((metric) => RAISED_BY_ZEROS.has(metric))
        ? `, because ${percent(zeros)} of the pixels are zero in both maps`
        : '';
    sentences.push(
      `${capitalised(listing(scores))} between two ${modelWords(evidence.order)} too${because}${passing(evidence, gates)}.`,
    );
  }
  if (evidence.multipliesByInput) {
    sentences.push('The method multiplies by the input, which stays in the map whatever the weights are.');
  }
  return sentences;
}

/** Whether two random models would not pass the gate either: architecture and input alone explain the score. */
function nullExceeds(evidence: Evidence, gate: GateResult): boolean {
  const references = evidence.references[gate.metric];
  if (!references) return false;
  const { ceiling, floor } = references;
  if (ceiling === null || floor === null || references.null === null) return false;
  return references.null - floor > gate.maximum * (ceiling - floor);
}

function passing(evidence: Evidence, gates: readonly GateResult[]): string {
  const metrics = [...new Set(evidence.gates.map((gate) => gate.metric))].filter((metric) => {
    const own = gates.filter((gate) => gate.metric === metric);
    return own.length > 0 && own.every((gate) => gate.status === 'passed');
  });
  if (metrics.length === 0) return '';
  return `: ${listing(metrics.map(metricWords))} ${metrics.length > 1 ? 'pass' : 'passes'}`;
}

function leftOut(evidence: Evidence): string[] {
  const reasons = new Map<string, Set<string>>();
  for (const { metric, finding, inapplicable } of evidence.gates) {
    if (finding) continue;
    const why = inapplicable ?? 'it does not apply to these maps';
    reasons.set(why, (reasons.get(why) ?? new Set()).add(metricWords(metric)));
  }
  return [...reasons].map(([why, metrics]) => {
    const words = listing([...metrics]);
    return `${capitalised(words)} ${metrics.size > 1 ? 'are' : 'is'} left out: ${why}.`;
  });
}
