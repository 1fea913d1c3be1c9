import type { GateResult } from '../results/types.ts';
import type { Effort, Hindrance } from './effort.ts';
import type { Evidence } from './evidence.ts';
import { grouped } from './grouped.ts';
import { shareOf, sharesOf } from './share-words.ts';
import { derivativeSentences } from './telling-sentences.ts';
import {
  applicableGates,
  DEAD_SHARE,
  deadShare,
  type JudgedGate,
  type Obstacle,
  obstacleOf,
} from './verdict.ts';
import { capitalised, decimal, listing, metricWords, percent } from './wording.ts';

/** "Retains 86 % (81 to 91 %) of its SSIM similarity after the output layer is random; at most 50 % passes." */
export function retainedSentences(evidence: Evidence, gates: readonly GateResult[]): string[] {
  const known = gates.filter((gate) => gate.retained !== null);
  return grouped(known, (gate) => `${gate.maximum} ${gate.stage}`).map((group) => {
    const { stage, maximum } = group[0];
    const shares = group.map((gate) => ({ metric: gate.metric, share: shareOf(evidence.draws, gate) }));
    return `Retains ${sharesOf(shares)} ${evidence.words.after(stage)}; at most ${percent(maximum)} passes.`;
  });
}

/** Sentences on the gates that the obstacle kept from being decided. */
export function obstacleSentences(
  evidence: Evidence,
  gates: readonly GateResult[],
  obstacle: Obstacle,
): string[] {
  const met = applicableGates(evidence).filter((gate) => obstacleOf(gate, evidence) === obstacle);
  const open = gates.filter((gate) => met.some((m) => m.stage === gate.stage && m.metric === gate.metric));
  switch (obstacle) {
    case 'undecided':
      return [
        ...retainedSentences(evidence, open),
        ...derivativeSentences(
          evidence,
          open.filter(({ low, maximum }) => low !== null && low > maximum),
        ),
        effortSentence(evidence, met),
      ];
    case 'one-draw':
      return [...retainedSentences(evidence, open), oneDrawSentence(evidence)];
    case 'dead-maps':
      return grouped(met, (gate) => gate.stage).map((group) => deadSentence(evidence, group));
    case 'model-unchanged':
      return grouped(met, (gate) => gate.stage).map(([gate]) => unchangedSentence(evidence, gate));
    case 'not-reproducible':
    case 'floor-at-ceiling':
      return grouped(met, (gate) => gate.metric).map(([gate]) => scaleSentence(evidence, gate, obstacle));
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

function unchangedSentence(evidence: Evidence, gate: JudgedGate): string {
  const where = capitalised(evidence.words.after(gate.stage));
  return `${where} the logits are where they were, so that maps which stay the same show nothing.`;
}

const NO_SCALE = {
  'not-reproducible': 'a map that does not reproduce itself can show nothing',
  'floor-at-ceiling':
    'the floor cannot be told from the ceiling, so that there is no scale to judge the map on',
} as const;

/** Says that ceiling and floor are not apart, which of them is the reason, and how large both are. */
function scaleSentence(evidence: Evidence, gate: JudgedGate, obstacle: keyof typeof NO_SCALE): string {
  const references = evidence.references[gate.metric];
  const name = metricWords(gate.metric);
  const ceiling = references?.ceiling ?? null;
  const floor = references?.floor ?? null;
  if (ceiling === null || floor === null)
    return `${capitalised(name)} has no ceiling or no floor to compare with.`;
  const numbers = `${decimal(ceiling)} between two maps of the same image, ${decimal(floor)} between maps of different images`;
  return `On the trained model ${name} is ${numbers}: ${NO_SCALE[obstacle]}.`;
}

function effortSentence(evidence: Evidence, gates: readonly JudgedGate[]): string {
  if (gates.every((gate) => gate.finding.separation.mean === null)) {
    return 'The floor needs maps of two images at least.';
  }
  const efforts = gates.map((gate) => gate.finding.effort);
  const draws = most(efforts, 'draws');
  const images = most(efforts, 'images');
  const words = `${evidence.words.repetition}s`;
  const now = `(now ${evidence.draws} ${words}, ${evidence.images} images)`;
  if (draws !== undefined) {
    const ways = [`${draws} ${words}`, ...(images ? [`${images} images`] : [])];
    return `About ${listing(ways, 'or')} would decide ${now}.`;
  }
  const hindrance = HINDRANCES.find((each) => efforts.some((effort) => effort.hindrance === each));
  if (!hindrance) return `It would take more ${words} and more images together to decide ${now}.`;
  const otherwise = images === undefined ? '' : `; about ${images} images would`;
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
