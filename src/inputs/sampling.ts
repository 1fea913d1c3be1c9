import type { Sample } from '../plan/plan.ts';
import { chooseEvenly, requireLimit } from './choose.ts';

/** How some of many inputs are chosen. The choice of a smaller limit begins that of a larger one. */
export interface Sampling {
  /** Whether candidates come class by class; else they come in the order of their names. */
  readonly byClass: boolean;
  /** Indices into the classes of the candidates, in the order of choice; all of them without a limit. */
  choose(classes: readonly unknown[], limit?: number): number[];
  /** What a notice says of the choice, where there is something to say. */
  readonly words: string;
}

/** Puts indices into an order of its own, in place. */
export type Shuffle = (indices: number[]) => number[];

/** One of the first class, one of the second and so on, then round again, in the order of names. */
export const EVENLY: Sampling = { byClass: true, choose: chooseEvenly, words: '' };

const FIRST: Sampling = {
  byClass: false,
  choose: (classes, limit = classes.length) => {
    requireLimit(limit, classes.length);
    return [...classes.keys()].slice(0, limit);
  },
  words: ', the first ones',
};

/** The sampling of a name. `shuffle` decides what is drawn at random. */
export function samplingOf(sample: Sample, shuffle: Shuffle): Sampling {
  const samplings: Readonly<Record<Sample, Sampling>> = {
    even: EVENLY,
    first: FIRST,
    stratified: {
      byClass: false,
      choose: (classes, limit) => {
        const order = shuffle([...classes.keys()]);
        return chooseEvenly(
          order.map((i) => classes[i]),
          limit,
        ).map((at) => order[at]);
      },
      words: ', drawn at random from every class',
    },
  };
  return samplings[sample];
}
