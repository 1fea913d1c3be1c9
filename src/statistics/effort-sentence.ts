import type { Effort, Hindrance } from './effort.ts';
import type { Evidence } from './evidence.ts';
import { allOf, leastEffort } from './gate-effort.ts';
import type { JudgedGate } from './verdict.ts';
import { listing, thousands } from './wording.ts';

/** "About 12 draws or 90 images would decide (now 5 draws, 32 images).", or why no such number does. */
export function effortSentence(evidence: Evidence, gates: readonly JudgedGate[]): string {
  if (gates.every((gate) => gate.finding.separation !== null && gate.finding.separation.mean === null)) {
    return 'The floor needs maps of two images at least.';
  }
  const { draws, images, together } = enough(gates);
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
  if (images === undefined && together) {
    return `About ${together.draws} ${words} with ${thousands(together.images)} images would decide ${now}.`;
  }
  const efforts = (gates.some(wouldFail) ? gates.filter(wouldFail) : gates).map(effortOf);
  const hindrance = HINDRANCES.find((each) => efforts.some((effort) => effort.hindrance === each));
  if (images !== undefined) {
    const why = hindrance && hindrance !== 'both' ? `: ${WHY[hindrance]}` : '';
    return `About ${thousands(images)} images would decide ${now}; more ${words} would not${why}.`;
  }
  if (!hindrance) return `It would take more ${words} and more images together to decide ${now}.`;
  const willNot =
    hindrance === 'gate' ? `Neither more ${words} nor more images will` : `More ${words} will not`;
  return `${willNot} decide this ${now}: ${WHY[hindrance]}.`;
}

/** The one that images help least against comes first. */
const HINDRANCES: readonly Hindrance[] = ['scale', 'gate', 'both', 'images'];

const WHY: Readonly<Record<Hindrance, string>> = {
  scale: 'floor and ceiling are too close to tell',
  gate: 'the value lies too near to the gate',
  both: 'it takes more images as well',
  images: 'the width of the interval comes from the images',
};

/** What decides the verdict: what decides every gate, or a single one of those that would fail, since that is enough. */
function enough(gates: readonly JudgedGate[]): Effort {
  return leastEffort([allOf(gates.map(effortOf)), ...gates.filter(wouldFail).map(effortOf)]);
}

const effortOf = ({ finding }: JudgedGate): Effort => finding.effort;

/** Whether a gate would fail once it is decided, if all means stayed where they are. */
function wouldFail({ finding: { ways, low, maximum } }: JudgedGate): boolean {
  const side = maximum === undefined ? -1 : 1;
  return low !== null && ways.some((way) => way.length > 0 && way.every(({ mean }) => side * mean > 0));
}
