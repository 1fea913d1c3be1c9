import { correctionSentences } from './correction-sentence.ts';
import { effortSentence } from './effort-sentence.ts';
import type { Evidence } from './evidence.ts';
import { obstacleSentences } from './gate-sentences.ts';
import { grouped } from './grouped.ts';
import { retainedWords } from './retained-words.ts';
import { sharesOf } from './share-words.ts';
import { applicableGates, obstacleOf } from './verdict.ts';
import type { GateResult, Reason } from './verdict-types.ts';
import { capitalised, decimal, listing, metricWords, percent } from './wording.ts';

const MISSED: readonly Reason[] = ['gate-missed', 'worse-than-control', 'worse-than-random'];

/**
 * Sentences on the gates of a check under which maps have to stay, or to beat a control: on those that decide the verdict.
 * Null where what spoils the check is told as of any other.
 */
export function boundSentences(
  evidence: Evidence,
  reason: Reason | null,
  gates: readonly GateResult[],
): string[] | null {
  if (reason === null) return gateSentences(evidence, gates);
  if (MISSED.includes(reason)) {
    return gateSentences(
      evidence,
      gates.filter(({ status }) => status === 'failed'),
    );
  }
  if (reason !== 'undecided' && reason !== 'one-draw') return null;
  const met = applicableGates(evidence).filter((gate) => obstacleOf(gate, evidence) === reason);
  const open = gates.filter((gate) => met.some((m) => m.stage === gate.stage && m.metric === gate.metric));
  const told = gateSentences(evidence, open);
  return reason === 'undecided'
    ? [...told, ...correctionSentences(met), effortSentence(evidence, met)]
    : [...told, ...obstacleSentences(evidence, [], reason)];
}

/** "SSIM is .97 (.95 to .98) after the inputs are shifted; at least .95 passes." */
function gateSentences(evidence: Evidence, gates: readonly GateResult[]): string[] {
  return grouped(gates, (gate) => `${gate.minimum} ${gate.stage} ${gate.score === undefined}`).map(
    (group) => {
      const { stage, minimum = 0, score } = group[0];
      const after = evidence.words.after(stage);
      if (score === undefined) {
        const shares = group.flatMap(({ metric, retained, low, high }) =>
          retained === null ? [] : [{ metric, share: retainedWords(retained, low, high) }],
        );
        if (shares.length === 0) return '';
        const bound = minimum === 0 ? 'more than 0 %' : `at least ${percent(minimum)}`;
        return `Retains ${sharesOf(shares)} ${after}; ${bound} passes.`;
      }
      const values = group.map((gate) => `${metricWords(gate.metric)} is ${valueWords(gate)}`);
      const bound = evidence.expects === 'beats' ? 'above' : 'at least';
      return `${capitalised(listing(values))} ${after}; ${bound} ${boundWords(minimum)} passes.`;
    },
  );
}

function valueWords({ score = null, low, high }: GateResult): string {
  if (score === null) return 'undefined';
  if (low === null || high === null) return decimal(score);
  return `${decimal(score)} (${decimal(low)} to ${decimal(high)})`;
}

const boundWords = (bound: number): string => (bound === 0 ? '0' : decimal(bound));
