import type { Filling } from '../lab.ts';
import { areaOver, relevanceGain, trapezoidMean } from './areas.ts';
import type { Answer, Forwards, Question } from './forwards.ts';
import { removalOf } from './order-of-removal.ts';
import { setsOf } from './pixel-set.ts';

/** A plane of an input of the run, by whose values its pixels are ranked. */
export interface RankedPlane {
  readonly input: number;
  readonly plane: Float64Array;
  /** Pixels that go together; each goes for itself where nothing is said. */
  readonly segments?: Int32Array | null;
}

/** What a network answers as pixels go, and come back: an answer for every step, the first of which changes nothing. */
export interface RemovalCurves {
  /** The most relevant pixels go first. */
  readonly most: readonly Answer[];
  /** The least relevant go first. */
  readonly least: readonly Answer[];
  /** The most relevant come back first, to an input of which all pixels are gone; empty where it was not asked for. */
  readonly insertion: readonly Answer[];
}

const ORDERS = ['most', 'least'] as const;

/** The curves of planes under one filling, all passes made together. */
export async function removalCurves(
  forwards: Forwards,
  planes: readonly RankedPlane[],
  filling: Filling,
  {
    steps,
    draw,
    insertion,
  }: { readonly steps: number; readonly draw: number | null; readonly insertion: boolean },
): Promise<RemovalCurves[]> {
  const questions = planes.flatMap(({ input, plane, segments = null }): Question[] => {
    const [most, least] = ORDERS.map((order) => removalOf(plane, order, steps, segments));
    return [
      ...setsOf(most.pixels, most.counts, 'first'),
      ...setsOf(least.pixels, least.counts, 'first'),
      ...(insertion ? setsOf(most.pixels, most.counts, 'others') : []),
    ].map((set) => ({ input, filling, set }));
  });
  const answers = await forwards.answers(questions, draw);
  const each = questions.length / planes.length;
  return planes.map((_, i) => {
    const own = answers.slice(i * each, (i + 1) * each);
    const part = (at: number) => own.slice(at * (steps + 1), (at + 1) * (steps + 1));
    return { most: part(0), least: part(1), insertion: part(2) };
  });
}

const logits = (answers: readonly Answer[]): number[] => answers.map(({ logit }) => logit);
const probabilities = (answers: readonly Answer[]): number[] => answers.map(({ probability }) => probability);

/** What curves say of a map, by name. */
export const SUMMARIES = {
  'relevance-gain': ({ most, least }: RemovalCurves) => relevanceGain(logits(least), logits(most)),
  'deletion-area': ({ most }: RemovalCurves) => trapezoidMean(probabilities(most)),
  'insertion-area': ({ insertion }: RemovalCurves) => trapezoidMean(probabilities(insertion)),
  aopc: ({ most }: RemovalCurves) => areaOver(logits(most)),
  selectivity: ({ most }: RemovalCurves) => trapezoidMean(logits(most)),
} as const satisfies Record<string, (curves: RemovalCurves) => number>;

export type Summary = keyof typeof SUMMARIES;
