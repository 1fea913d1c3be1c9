import type { RunFacts } from '../../src/results/facts.ts';
import { type Finding, toJson } from '../../src/results/lines.ts';
import { choosePairs, FLOOR_PAIRS } from '../../src/statistics/pairs.ts';
import type { Population } from './population.ts';

/** Which inputs and draws of a population a run has, as if they were its own; one may come twice. */
export interface Sample {
  readonly images: readonly number[];
  readonly draws: readonly number[];
}

/** Uniform numbers in (0, 1) from a seed: Park and Miller's generator, after some steps. */
export function randomFrom(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  for (let step = 0; step < 5; step++) next();
  return next;
}

/** Drawn with replacement, so that the means of the population are the true values. */
export function sampleOf(
  population: Pick<Population, 'images' | 'draws'>,
  images: number,
  draws: number,
  seed: number,
): Sample {
  const random = randomFrom(seed);
  const some = (count: number, of: number) => Array.from({ length: count }, () => Math.floor(of * random()));
  return { images: some(images, population.images), draws: some(draws, population.draws) };
}

/** The part of a sample that a look takes. */
export const firstOf = ({ images, draws }: Sample, inputs: number, repeated: number): Sample => ({
  images: images.slice(0, inputs),
  draws: draws.slice(0, repeated),
});

/** The facts of a run of that sample, with the methods that are asked for. */
export function factsOf(
  { facts }: Population,
  { images, draws }: Sample,
  methods?: readonly string[],
): RunFacts {
  return {
    ...facts,
    plan: { ...facts.plan, draws: draws.length, limit: images.length },
    inputs: images.map((image) => facts.inputs[image]),
    methods: facts.methods.filter(({ name }) => methods?.includes(name) ?? true),
  };
}

/** What a run of that sample would have found, with a floor of so many pairs of images. */
export function findingsOf(
  population: Population,
  { images, draws }: Sample,
  seed: number,
  floorPairs = FLOOR_PAIRS,
): Finding[] {
  const { facts, scores, shifts, shapes } = population;
  const classes = images.map((image) => facts.inputs[image].predicted ?? 0);
  const pairs = choosePairs(classes, seed, floorPairs);
  const json = (count: number, value: (at: number) => number) =>
    toJson(Float64Array.from({ length: count }, (_, at) => value(at)));
  const found: Finding[] = [{ kind: 'pairs', pairs: [...pairs], notices: [] }];
  for (const [method, byMetric] of Object.entries(scores)) {
    const by = (count: number, value: (metric: string, at: number) => number) =>
      Object.fromEntries(
        Object.keys(byMetric).map((metric) => [metric, json(count, (at) => value(metric, at))]),
      );
    const floors = by(pairs.length / 2, (metric, pair) => {
      const [i, j] = [images[pairs[2 * pair]], images[pairs[2 * pair + 1]]];
      return byMetric[metric].floor[i * population.images + j];
    });
    found.push({ kind: 'trained', method, shape: [...shapes[method]], floors });
    const ceilings = by(images.length, (metric, at) => byMetric[metric].ceiling[images[at]]);
    found.push({ kind: 'ceiling', method, first: 0, scores: ceilings });
    for (const [stage, { name }] of facts.conditions.cascade.entries()) {
      for (const [draw, drawn] of draws.entries()) {
        const row = drawn * population.images;
        found.push({
          ...{ kind: 'measurement', check: 'cascade', condition: name, draw, method },
          ...{ first: 0, inputs: images.length, null: null, zeros: { shared: 0, values: images.length } },
          scores: by(images.length, (metric, at) => byMetric[metric].stages[stage][row + images[at]]),
        });
      }
    }
  }
  for (const [stage, { name }] of facts.conditions.cascade.entries()) {
    for (const [draw, drawn] of draws.entries()) {
      const moved = json(images.length, (at) => shifts[stage][drawn * population.images + images[at]]);
      found.push({
        ...{ kind: 'change', check: 'cascade', condition: name, draw, first: 0 },
        ...{ coverage: 1, shifts: moved },
      });
    }
  }
  return found;
}
