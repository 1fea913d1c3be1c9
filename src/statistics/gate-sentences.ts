import type { Effort, Hindrance } from './effort.ts';
import type { Evidence } from './evidence.ts';
import { grouped } from './grouped.ts';
import { shareOf, sharesOf } from './share-words.ts';
import { derivativeSentences } from './telling-sentences.ts';
import { applicableGates, DEAD_SHARE, deadShare, type JudgedGate, obstacleOf } from './verdict.ts';
import type { GateResult, KnownReason, Reason } from './verdict-types.ts';
import { capitalised, decimal, listing, metricWords, percent, thousands } from './wording.ts';

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
          open.filter(({ low, maximum }) => low !== null && maximum !== undefined && low > maximum),
        ),
        effortSentence(evidence, met),
      ];
    case 'one-draw':
      return [...retainedSentences(evidence, open), oneDrawSentence(evidence)];
    case 'dead-maps':
      return grouped(met, (gate) => gate.stage).map((group) => deadSentence(evidence, group));
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

function oneDrawSentence({ words: { repetition: draw, models, usual } }: Evidence): string {
  return (
    `One ${draw} does not show how much ${models} differ among themselves: two ${draw}s are the least` +
    `${usual === null ? '' : `, ${usual} are usual`}.`
  );
}

function deadSentence(evidence: Evidence, gates: readonly JudgedGate[]): string {
  const shares = gates.map(
    (gate) => `${percent(deadShare(gate))} of the ${metricWords(gate.metric)} comparisons`,
  );
  return (
    `${capitalised(evidence.words.after(gates[0].stage))}, ${listing(shares)} are undefined, because a map is ` +
    `constant or not finite; a gate tolerates at most ${percent(DEAD_SHARE)}.`
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

export function effortSentence(evidence: Evidence, gates: readonly JudgedGate[]): string {
  if (gates.every((gate) => gate.finding.separation !== null && gate.finding.separation.mean === null)) {
    return 'The floor needs maps of two images at least.';
  }
  const efforts = gates.map((gate) => gate.finding.effort);
  const draws = most(efforts, 'draws');
  const images = most(efforts, 'images');
  const words = `${evidence.words.repetition}s`;
  const compared = gates.flatMap((gate) => gate.compared ?? []);
  const inputs =
    compared.length > 0
      ? `${thousands(Math.min(...compared))} images that are compared`
      : `${thousands(evidence.images)} images`;
  // Where nothing is drawn, only images can tell.
  if (gates.every(({ fixed }) => fixed)) {
    return images === undefined
      ? `It would take more images to decide (now ${inputs}).`
      : `About ${thousands(images)} images would decide (now ${inputs}).`;
  }
  const now = `(now ${thousands(evidence.draws)} ${words}, ${inputs})`;
  if (draws !== undefined) {
    const ways = [`${draws} ${words}`, ...(images ? [`${thousands(images)} images`] : [])];
    return `About ${listing(ways, 'or')} would decide ${now}.`;
  }
  const hindrance = HINDRANCES.find((each) => efforts.some((effort) => effort.hindrance === each));
  if (!hindrance) return `It would take more ${words} and more images together to decide ${now}.`;
  const otherwise = images === undefined ? '' : `; about ${thousands(images)} images would`;
  return `More ${words} will not decide this ${now}: ${WHY[hindrance]}${otherwise}.`;
}

/** The one that images help least against comes first. */
const HINDRANCES: readonly Hindrance[] = ['scale', 'gate', 'both', 'images'];

const WHY: Readonly<Record<Hindrance, string>> = {
  scale: 'floor and ceiling are too close to tell',
  gate: 'the value lies too near to the gate',
  both: 'it takes more images as well',
  images: 'the width of the interval comes from the images',
};

/** The number that decides all gates; undefined where it does not exist for one of them. */
function most(efforts: readonly Effort[], kind: 'draws' | 'images'): number | undefined {
  const numbers = efforts.map((effort) => effort[kind]);
  return numbers.every((number) => number !== undefined) ? Math.max(...numbers) : undefined;
}
