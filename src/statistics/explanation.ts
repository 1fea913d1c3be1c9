import type { Reason } from '../results/types.ts';
import { accuracySentences } from './accuracy.ts';
import { adviceSentences } from './advice-sentences.ts';
import { causeSentences } from './cause-sentences.ts';
import { depthSentences } from './depth-sentences.ts';
import type { Evidence } from './evidence.ts';
import { obstacleSentences, retainedSentences } from './gate-sentences.ts';
import { scaleSentences } from './scale-sentences.ts';
import { derivativeSentences, notTellingSentences } from './telling-sentences.ts';
import { applicableGates, type Obstacle, type Verdict } from './verdict.ts';
import { capitalised, listing, metricWords, percent } from './wording.ts';

/**
 * Says in plain English why the verdict is what it is, with the numbers it rests on. A verdict that is not passed ends
 * with what to do next and `Reproduce: <command>`.
 */
export function explain(evidence: Evidence, verdict: Verdict): string {
  const sentences = [
    ...reasonSentences(evidence, verdict),
    ...depthSentences(evidence.depth ?? [], evidence.words.depth ?? null),
    ...leftOut(evidence),
    ...scaleSentences(evidence),
    ...adviceSentences(evidence, verdict),
  ];
  if (verdict.status !== 'passed') sentences.push(`Reproduce: ${evidence.command}`);
  return sentences.join(' ');
}

function reasonSentences(evidence: Evidence, { reason, gates }: Verdict): string[] {
  if (reason === null || reason === 'not-telling') {
    const passed = gates.filter((gate) => gate.status === 'passed');
    return [...retainedSentences(evidence, passed), ...notTellingSentences(evidence, gates)];
  }
  if (reason === 'gate-exceeded') {
    const failed = gates.filter((gate) => gate.status === 'failed');
    return [
      ...retainedSentences(evidence, failed),
      ...derivativeSentences(evidence, failed),
      ...causeSentences(evidence, failed, gates),
    ];
  }
  if (reason === 'untrained' && evidence.accuracy) return accuracySentences(evidence.accuracy);
  if (isWhole(reason)) return [WHOLE[reason](evidence)];
  return obstacleSentences(evidence, gates, reason);
}

type Whole = Exclude<Reason, Obstacle | 'gate-exceeded' | 'not-telling'>;

/** Reasons that concern the whole check, not single gates. */
const WHOLE: Readonly<Record<Whole, (evidence: Evidence) => string>> = {
  'ignores-model': (evidence) => {
    const metrics = [...new Set(applicableGates(evidence).map((gate) => metricWords(gate.metric)))];
    return (
      `The map is the same whatever the image and the weights: ${listing(metrics)} of about 1 between trained and ` +
      `${evidence.words.models}, and between different images.`
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
