import { zeroMetrics } from './cause-sentences.ts';
import type { Evidence } from './evidence.ts';
import { mayYetTell } from './telling.ts';
import type { Verdict } from './verdict.ts';
import { DEAD_SHARE, deadShare } from './verdict.ts';
import type { Reason } from './verdict-types.ts';
import { capitalised, listing, metricWords } from './wording.ts';

/**
 * What to do next about a verdict that is not passed, built from what this run found: what the reason itself asks for, then
 * which methods pass on this network. Empty for a check that passed, and where nothing is known of other methods.
 */
export function adviceSentences(evidence: Evidence, verdict: Verdict): string[] {
  if (verdict.status === 'passed' || !evidence.passing) return [];
  const { reason } = verdict;
  const own = reason && Object.hasOwn(ADVICE, reason) ? (ADVICE[reason]?.(evidence, verdict) ?? []) : [];
  return [...own, ...(SPOILT.has(reason) || evidence.ungated ? [] : passingSentences(evidence))];
}

/** Reasons for which no method can pass. */
const SPOILT: ReadonlySet<Reason | null> = new Set<Reason>([
  'untrained',
  'memorisation-failed',
  'model-unchanged',
  'one-draw',
]);

type Advise = (evidence: Evidence, verdict: Verdict) => string[];

/** Reasons with advice of their own; what would decide an open gate, and what mends a poor accuracy, is said elsewhere. */
const ADVICE: Readonly<Partial<Record<Reason, Advise>>> = {
  'gate-exceeded': ties,
  'not-telling': ({ words }, { gates }) => [
    ...(gates.some(mayYetTell) ? [`More images or ${words.repetition}s may show that one can.`] : []),
    'Other stages and checks may tell: --checks cascade,bottom-up,independent.',
  ],
  'one-draw': ({ words }) =>
    words.repetition === 'draw' ? ['Try --draws 5.'] : [`Ask for more ${words.repetition}s.`],
  'not-reproducible': () => [
    'A method that draws random numbers reproduces itself where they are seeded, or where it averages over more of them.',
  ],
  'floor-at-ceiling': otherMetrics,
  'dead-maps': (evidence, verdict) =>
    evidence.gates.every((gate) => deadShare(gate) <= DEAD_SHARE || isDeadAsTrained(evidence, gate.metric))
      ? [
          'The maps of the trained network are constant or not finite themselves: this method has nothing to show on it.',
        ]
      : otherMetrics(evidence, verdict),
  'model-unchanged': ({ initializer }) =>
    initializer === undefined
      ? []
      : ['More layers (--layers), or other random values (--initializer), have to move the logits.'],
  'memorisation-failed': () => ['More epochs (--epochs), or a higher --learning-rate, make it learn them.'],
  // Checks that hold methods against a control judge by numbers of their own.
  'not-applicable': ({ gates, expects, ungated }) => {
    if (ungated) return [`By default they are on ${listing(ungated)}: --metrics ${ungated.join(',')}.`];
    return gates.length > 0 && expects !== 'beats'
      ? [
          'Metrics that apply to these maps can be named with --metrics, and in the gates of a configuration that has some.',
        ]
      : [];
  },
};

const isDeadAsTrained = ({ references }: Evidence, metric: string): boolean =>
  (references[metric]?.ceiling ?? null) === null;

/** Where only pixels that are zero in both maps speak for a method's failure, a metric that does not count them. */
function ties(evidence: Evidence, { gates }: Verdict): string[] {
  const failed = gates.filter(({ status }) => status === 'failed');
  const byZeros = zeroMetrics(evidence, failed);
  const others = passedMetrics(gates);
  if (others.length === 0 || !failed.every(({ metric }) => byZeros.includes(metric))) return [];
  const named = listing(others.map(metricWords));
  return [`Only zeros that both maps share speak for the failure: gates on ${named} alone would pass.`];
}

/** The metrics all of whose gates are decided, where those of others are not. */
function otherMetrics(_: Evidence, { gates }: Verdict): string[] {
  const open = gates.filter(({ status }) => status === 'open' || status === 'undefined');
  const others = [...new Set(gates.map(({ metric }) => metric))]
    .filter((metric) => !open.some((gate) => gate.metric === metric))
    .map(metricWords);
  if (others.length === 0) return [];
  const them = others.length > 1 ? 'them' : 'it';
  return [`${capitalised(listing(others))} can be judged on these maps: name gates on ${them} alone.`];
}

function passedMetrics(gates: Verdict['gates']): string[] {
  const metrics = [...new Set(gates.map(({ metric }) => metric))];
  return metrics.filter((metric) =>
    gates.every(
      (gate) => gate.metric !== metric || gate.status === 'passed' || gate.status === 'not-telling',
    ),
  );
}

function passingSentences({ passing }: Evidence): string[] {
  const { methods, unasked } = passing!;
  if (methods.length > 0)
    return [`On this network ${listing(methods)} ${methods.length > 1 ? 'pass' : 'passes'} this check.`];
  if (unasked !== null)
    return [
      `No method of this run passes this check; the network's own derivative does: --methods ${unasked}.`,
    ];
  return ['No method of this run passes this check on this network.'];
}
