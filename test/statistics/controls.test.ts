import { expect, test } from 'vitest';
import { cascade } from '../../src/checks/cascade.ts';
import type { Evidence } from '../../src/statistics/evidence.ts';
import { summariseFloor } from '../../src/statistics/floor.ts';
import { judgeGate } from '../../src/statistics/gate.ts';
import { choosePairs } from '../../src/statistics/pairs.ts';
import { meanOfDefined, summarise } from '../../src/statistics/scores.ts';
import { judge } from '../../src/statistics/verdict.ts';
import { type Random, randomFrom } from './simulate.ts';

const IMAGES = 24;
const DRAWS = 5;
const PIXELS = 80;

/** What a map can be made of: the image, the weights (and how trained they are), and noise of its own. */
interface World {
  readonly image: (image: number) => Float64Array;
  /** Of the trained model for draw -1. */
  readonly learnt: (image: number, draw: number) => Float64Array;
  readonly noise: () => Float64Array;
}

type Method = (world: World, image: number, draw: number) => Float64Array;

function normals(random: Random): Float64Array {
  return Float64Array.from({ length: PIXELS }, () => random.normal());
}

function worldOf(seed: number): World {
  const random = randomFrom(seed);
  const images = Array.from({ length: IMAGES }, () => normals(random));
  const learnt = Array.from({ length: (DRAWS + 1) * IMAGES }, () => normals(random));
  return {
    image: (image) => images[image],
    learnt: (image, draw) => learnt[(draw + 1) * IMAGES + image],
    noise: () => normals(random),
  };
}

function sum(a: Float64Array, b: Float64Array, weight: number): Float64Array {
  return a.map((value, pixel) => value + weight * b[pixel]);
}

function pearson(a: Float64Array, b: Float64Array): number {
  const centred = (v: Float64Array) => {
    const mean = v.reduce((x, y) => x + y) / v.length;
    return v.map((x) => x - mean);
  };
  const [p, q] = [centred(a), centred(b)];
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((total, value, i) => total + value * y[i], 0);
  const norm = Math.sqrt(dot(p, p) * dot(q, q));
  return norm > 0 ? dot(p, q) / norm : Number.NaN;
}

/** The whole way from maps to the verdict, with one metric and one stage. */
function verdictOn(method: Method, seed: number) {
  const world = worldOf(seed);
  const indices = Array.from({ length: IMAGES }, (_, image) => image);
  const trained = indices.map((image) => method(world, image, -1));
  const again = indices.map((image) => method(world, image, -1));
  const values = new Float64Array(DRAWS * IMAGES);
  for (let draw = 0; draw < DRAWS; draw++) {
    for (const image of indices)
      values[draw * IMAGES + image] = pearson(trained[image], method(world, image, draw));
  }
  const pairs = choosePairs(
    indices.map((image) => image % 10),
    seed,
  );
  const scores = Float64Array.from({ length: pairs.length / 2 }, (_, p) =>
    pearson(trained[pairs[2 * p]], trained[pairs[2 * p + 1]]),
  );
  const stage = { draws: DRAWS, images: IMAGES, values };
  const ceiling = Float64Array.from(indices, (image) => pearson(trained[image], again[image]));
  const floor = { pairs, scores };
  const references = { ceiling: meanOfDefined(ceiling), floor: summariseFloor(floor).mean, null: null };
  const evidence: Evidence = {
    ...{ method: 'control', twin: null, words: cascade.words, draws: DRAWS, images: IMAGES },
    ...{ zeroShare: null, accuracy: null, memorisation: null, command: 'again' },
    ...{ expects: cascade.expects, obstacles: cascade.obstacles },
    references: { pearson: references },
    gates: [
      {
        ...{ condition: 'conv1', stage: 'full', metric: 'pearson', inapplicable: null, logitShift: 1 },
        finding: judgeGate({ stage, ceiling, floor, maximum: 0.5, confidence: 0.95 }),
        scores: summarise(stage, 0.95),
      },
    ],
  };
  const { status, reason } = judge(evidence);
  return reason === null ? status : `${status}: ${reason}`;
}

const pattern = normals(randomFrom(1234));

const controls: [string, Method, string][] = [
  ['a map of what the model learnt', (w, i, k) => w.learnt(i, k), 'passed'],
  ['the same with some noise', (w, i, k) => sum(w.learnt(i, k), w.noise(), 0.5), 'passed'],
  ['the same over a background of the image', (w, i, k) => sum(w.learnt(i, k), w.image(i), 0.4), 'passed'],
  ['mostly the image', (w, i, k) => sum(w.image(i), w.learnt(i, k), 0.4), 'failed: gate-exceeded'],
  ['input: the image alone', (w, i) => w.image(i), 'failed: gate-exceeded'],
  ['a noisy picture of the image', (w, i) => sum(w.image(i), w.noise(), 0.7), 'failed: gate-exceeded'],
  ['fixed-noise: one pattern for all', () => pattern, 'failed: ignores-model'],
  ['constant', () => new Float64Array(PIXELS).fill(1), 'inconclusive: dead-maps'],
  ['fresh-noise', (w) => w.noise(), 'inconclusive: not-reproducible'],
  ['a pattern of the weights alone', (w, _, k) => w.learnt(0, k), 'inconclusive: floor-at-ceiling'],
];

test.each(controls)('%s', (_, method, expected) => {
  for (const seed of [1, 2, 3, 4, 5]) expect(verdictOn(method, seed)).toBe(expected);
});
