import { adviceSentences } from './advice-sentences.ts';
import { boundSentences } from './bound-sentences.ts';
import { causeSentences } from './cause-sentences.ts';
import { depthSentences } from './depth-sentences.ts';
import type { Evidence } from './evidence.ts';
import { obstacleSentences, retainedSentences } from './gate-sentences.ts';
import { inputSentences } from './input-sentence.ts';
import { scaleSentences } from './scale-sentences.ts';
import { derivativeSentences, notTellingSentences } from './telling-sentences.ts';
import { applicableGates, type Verdict } from './verdict.ts';
import { capitalised, listing, metricWords } from './wording.ts';

/**
 * Says in plain English why the verdict is what it is, with the numbers it rests on. A verdict that is not passed ends
 * with what to do next and `Reproduce: <command>`.
 */
export function explain(evidence: Evidence, verdict: Verdict): string {
  const sentences = [
    ...reasonSentences(evidence, verdict),
    ...(verdict.status === 'failed' ? inputSentences(evidence, verdict.gates) : []),
    ...depthSentences(evidence.depth ?? [], evidence.words.depth ?? null, verdict.gates),
    ...leftOut(evidence),
    ...scaleSentences(evidence),
    ...adviceSentences(evidence, verdict),
  ];
  if (verdict.status !== 'passed') sentences.push(`Reproduce: ${evidence.command}`);
  return sentences.join(' ');
}

function reasonSentences(evidence: Evidence, { reason, gates }: Verdict): string[] {
  if (evidence.expects !== 'change') {
    const sentences = boundSentences(evidence, reason, gates);
    if (sentences) return sentences;
  }
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
  const spoilt = evidence.obstacles.find((one) => one.reason === reason);
  if (spoilt?.spoils === 'check') return [spoilt.says(evidence)];
  if (Object.hasOwn(WHOLE, reason)) return [WHOLE[reason](evidence)];
  return obstacleSentences(evidence, gates, reason);
}

/** Reasons that concern the whole check, not single gates. */
const WHOLE: Readonly<Record<string, (evidence: Evidence) => string>> = {
  'ignores-model': (evidence) => {
    const metrics = [...new Set(applicableGates(evidence).map((gate) => metricWords(gate.metric)))];
    return (
      `The map is the same whatever the image and ${evidence.words.cause}: ${listing(metrics)} of about 1 between ` +
      `${evidence.words.pair ?? `trained and ${evidence.words.models}`}, and between different images.`
    );
  },
  'not-applicable': ({ words, ungated }) =>
    ungated
      ? 'No gate is on a metric of this run.'
      : (words.notApplicable ?? 'No gate applies to these maps.'),
};

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
