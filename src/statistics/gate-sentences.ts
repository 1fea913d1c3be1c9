import type { Effort } from './effort.ts';
import type { Evidence } from './evidence.ts';
import type { GateResult } from './types.ts';
import {
  ABOUT_ONE,
  applicableGates,
  DEAD_SHARE,
  deadShare,
  type JudgedGate,
  type Obstacle,
  obstacleOf,
} from './verdict.ts';
import {
  capitalised,
  decimal,
  listing,
  metricWords,
  modelWords,
  percent,
  percentInterval,
  stageWords,
} from './wording.ts';

/** "Retains 86 % (81 to 91 %) of its SSIM similarity after the output layer is random; at most 50 % passes." */
export function retainedSentences(evidence: Evidence, gates: readonly GateResult[]): string[] {
  const known = gates.filter((gate) => gate.retained !== null);
  return grouped(known, (gate) => `${gate.maximum} ${gate.stage}`).map((group) => {
    const { stage, maximum } = group[0];
    const parts = group.map(({ metric, retained, low, high }, index) => {
      const kind = index === group.length - 1 ? ' similarity' : '';
      return `${percentInterval(retained!, low, high)} of its ${metricWords(metric)}${kind}`;
    });
    return `Retains ${listing(parts)} ${stageWords(evidence.order, stage)}; at most ${percent(maximum)} passes.`;
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
      return [...retainedSentences(evidence, open), effortSentence(evidence, met)];
    case 'one-draw':
      return [...retainedSentences(evidence, open), oneDrawSentence(evidence)];
    case 'dead-maps':
      return grouped(met, (gate) => gate.stage).map((group) => deadSentence(evidence, group));
    case 'model-unchanged':
      return grouped(met, (gate) => gate.stage).map(([gate]) => unchangedSentence(evidence, gate));
    case 'not-reproducible':
      return grouped(met, (gate) => gate.metric).map(([gate]) => reproductionSentence(evidence, gate));
  }
}

function oneDrawSentence({ order }: Evidence): string {
  const draw = drawWord(order);
  return (
    `One ${draw} does not show how much ${modelWords(order)} differ among themselves: two ${draw}s are the least` +
    `${order === 'labels' ? '' : ', five are usual'}.`
  );
}

const drawWord = (order: string): string => (order === 'labels' ? 'permutation' : 'draw');

function deadSentence(evidence: Evidence, gates: readonly JudgedGate[]): string {
  const shares = gates.map(
    (gate) => `${percent(deadShare(gate))} of the ${metricWords(gate.metric)} comparisons`,
  );
  return (
    `${capitalised(stageWords(evidence.order, gates[0].stage))}, ${listing(shares)} are undefined, because a map is ` +
    `constant or not finite; a gate tolerates at most ${percent(DEAD_SHARE)}.`
  );
}

function unchangedSentence(evidence: Evidence, gate: JudgedGate): string {
  const where = capitalised(stageWords(evidence.order, gate.stage));
  return `${where} the logits are where they were, so that maps which stay the same show nothing.`;
}

function reproductionSentence(evidence: Evidence, gate: JudgedGate): string {
  const references = evidence.references[gate.metric];
  const name = metricWords(gate.metric);
  const ceiling = references?.ceiling ?? null;
  const floor = references?.floor ?? null;
  if (ceiling === null || floor === null)
    return `${capitalised(name)} has no ceiling or no floor to compare with.`;
  const numbers = `${decimal(ceiling)} between two maps of the same image, ${decimal(floor)} between maps of different images`;
  const conclusion =
    ceiling >= ABOUT_ONE
      ? 'the map hardly depends on the image, so that there is no scale to judge it on'
      : 'a map that does not reproduce itself can show nothing';
  return `On the trained model ${name} is ${numbers}: ${conclusion}.`;
}

function effortSentence(evidence: Evidence, gates: readonly JudgedGate[]): string {
  if (gates.every((gate) => gate.finding.separation.mean === null)) {
    return 'The floor needs maps of two images at least.';
  }
  const efforts = gates.map((gate) => gate.finding.effort);
  const draws = most(efforts, 'draws');
  const images = most(efforts, 'images');
  const words = `${drawWord(evidence.order)}s`;
  const ways = [...(draws ? [`${draws} ${words}`] : []), ...(images ? [`${images} images`] : [])];
  const now = `(now ${evidence.draws} ${words}, ${evidence.images} images)`;
  if (ways.length === 0) return `It would take more ${words} and more images together to decide ${now}.`;
  return `About ${listing(ways, 'or')} would decide ${now}.`;
}

/** The number that decides all gates; undefined where it does not exist for one of them. */
function most(efforts: readonly Effort[], kind: keyof Effort): number | undefined {
  const numbers = efforts.map((effort) => effort[kind]);
  return numbers.every((number) => number !== undefined) ? Math.max(...numbers) : undefined;
}

function grouped<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}
