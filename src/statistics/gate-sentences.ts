import { correctionSentences } from './correction-sentence.ts';
import { effortSentence } from './effort-sentence.ts';
import type { Evidence } from './evidence.ts';
import { grouped } from './grouped.ts';
import { shareOf, sharesOf } from './share-words.ts';
import { derivativeSentences } from './telling-sentences.ts';
import { applicableGates, DEAD_SHARE, deadShare, type JudgedGate, obstacleOf } from './verdict.ts';
import type { GateResult, KnownReason, Reason } from './verdict-types.ts';
import { capitalised, decimal, listing, metricWords, percent } from './wording.ts';

/** "Retains 86 % (81 to 91 %) of its SSIM similarity after the output layer is random; at most 50 % passes." */
export function retainedSentences(evidence: Evidence, gates: readonly GateResult[]): string[] {
  const known = gates.filter((gate) => gate.retained !== null);
  return grouped(known, (gate) => `${gate.maximum} ${gate.stage}`).map((group) => {
    const { stage, maximum } = group[0];
    const shares = group.map((gate) => ({ metric: gate.metric, share: shareOf(evidence.draws, gate) }));
    return `Retains ${sharesOf(shares)} ${evidence.words.after(stage)}; at most ${percent(maximum ?? 1)} passes.`;
  });
}

/** Sentences on the gates that the obstacle kept from being decided. */
export function obstacleSentences(
  evidence: Evidence,
  gates: readonly GateResult[],
  obstacle: Reason,
): string[] {
  const met = applicableGates(evidence).filter((gate) => obstacleOf(gate, evidence) === obstacle);
  const open = gates.filter((gate) => met.some((m) => m.stage === gate.stage && m.metric === gate.metric));
  const spoilt = evidence.obstacles.find((one) => one.reason === obstacle);
  if (spoilt?.spoils === 'gate') {
    return grouped(met, (gate) => gate.stage).map(([gate]) =>
      spoilt.says(gate, evidence.words.after(gate.stage)),
    );
  }
  switch (obstacle as KnownReason) {
    case 'undecided':
      return [
        ...retainedSentences(evidence, open),
        ...derivativeSentences(
          evidence,
          open.filter((gate) => isExceeded(gate) && !isCorrected(gate, met)),
          open,
        ),
        ...correctionSentences(met),
        effortSentence(evidence, met),
      ];
    case 'one-draw':
      return [...retainedSentences(evidence, open), oneDrawSentence(evidence)];
    case 'dead-maps':
      return deadSentences(evidence, met);
    case 'not-reproducible':
    case 'floor-at-ceiling':
      return noScaleSentences(
        evidence,
        [...new Set(met.map((gate) => gate.metric))],
        obstacle as keyof typeof NO_SCALE,
      );
    default:
      return [];
  }
}

const isExceeded = ({ low, maximum }: GateResult): boolean =>
  low !== null && maximum !== undefined && low > maximum;

/** Whether only the correction for the number of gates leaves it open. */
const isCorrected = ({ stage, metric }: GateResult, judged: readonly JudgedGate[]): boolean =>
  judged.some((gate) => gate.stage === stage && gate.metric === metric && gate.finding.among !== undefined);

function oneDrawSentence({ words: { repetition: draw, models, usual } }: Evidence): string {
  return (
    `One ${draw} does not show how much ${models} differ among themselves: two ${draw}s are the least` +
    `${usual === null ? '' : `, ${usual} are usual`}.`
  );
}

/** One sentence for all stages at which the same shares are undefined. */
function deadSentences({ words }: Evidence, gates: readonly JudgedGate[]): string[] {
  const stages = grouped(gates, ({ stage }) => stage).map((group) => {
    const shares = grouped(group, (gate) => percent(deadShare(gate))).map((same) => {
      const metrics = listing(same.map(({ metric }) => metricWords(metric)));
      return `${percent(deadShare(same[0]))} of the ${metrics} comparisons`;
    });
    return { after: words.after(group[0].stage), shares: listing(shares) };
  });
  return grouped(stages, ({ shares }) => shares).map(
    (same) =>
      `${capitalised(listing(same.map(({ after }) => after)))}, ${same[0].shares} are undefined, because a map is ` +
      `constant or not finite; a gate tolerates at most ${percent(DEAD_SHARE)}.`,
  );
}

const NO_SCALE = {
  'not-reproducible': 'a map that does not reproduce itself can show nothing',
  'floor-at-ceiling':
    'the floor cannot be told from the ceiling, so that there is no scale to judge the map on',
} as const;

/** Says that ceiling and floor are not apart, how large both are in every metric, and which of them is the reason. */
function noScaleSentences(
  evidence: Evidence,
  metrics: readonly string[],
  obstacle: keyof typeof NO_SCALE,
): string[] {
  const known = metrics.flatMap((metric) => {
    const { ceiling, floor } = evidence.references[metric] ?? { ceiling: null, floor: null };
    return ceiling === null || floor === null ? [] : [{ metric, ceiling, floor }];
  });
  const unknown = metrics.filter((metric) => !known.some((one) => one.metric === metric));
  const numbers = known.map(({ metric, ceiling, floor }, at) => {
    const name = metricWords(metric);
    return at === 0
      ? `${name} is ${decimal(ceiling)} between two maps of the same image and ${decimal(floor)} between maps of different images`
      : `${name} ${decimal(ceiling)} and ${decimal(floor)}`;
  });
  return [
    ...(known.length > 0 ? [`On the trained model ${numbers.join(', ')}: ${NO_SCALE[obstacle]}.`] : []),
    ...unknown.map(
      (metric) => `${capitalised(metricWords(metric))} has no ceiling or no floor to compare with.`,
    ),
  ];
}
