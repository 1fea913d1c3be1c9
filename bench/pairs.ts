import { median } from 'simple-statistics';

/** Runs once what is timed; resolves when the result is there. */
export type Step = () => Promise<unknown>;

/** Times of two steps that ran in turn, in ms. */
export interface Paired {
  readonly first: number;
  readonly second: number;
  /** Median over pairs of second / first: a busy machine slows both halves of a pair. */
  readonly ratio: number;
  /** The same of the time that processors worked, which other programs on the machine do not lengthen. */
  readonly work: number;
  readonly pairs: number;
}

/** What a step took, in ms: by the clock, and of processors. */
type Taken = readonly [clock: number, processors: number];

async function time(step: Step): Promise<Taken> {
  const before = process.cpuUsage();
  const start = performance.now();
  await step();
  const clock = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return [clock, (user + system) / 1000];
}

export interface PairOptions {
  readonly minimum: number;
  /** No further pair is begun after it, in ms. */
  readonly budget: number;
}

/** Times two steps in alternating order, after one untimed run of each. Times are medians. */
export async function pairs(first: Step, second: Step, { minimum, budget }: PairOptions): Promise<Paired> {
  await first();
  await second();
  const times: [Taken, Taken][] = [];
  const end = performance.now() + budget;
  while (times.length < minimum || performance.now() < end) {
    // Whichever runs first in a pair finds other caches: take turns.
    if (times.length % 2 === 0) times.push([await time(first), await time(second)]);
    else {
      const late = await time(second);
      times.push([await time(first), late]);
    }
  }
  return {
    first: median(times.map(([[a]]) => a)),
    second: median(times.map(([, [b]]) => b)),
    ratio: median(times.map(([[a], [b]]) => b / a)),
    work: median(times.map(([[, a], [, b]]) => b / a)),
    pairs: times.length,
  };
}
