import type { Comparison } from '../../src/statistics/contrast.ts';
import { choosePairs } from '../../src/statistics/pairs.ts';
import type { ScoreTable } from '../../src/statistics/table.ts';

export interface Random {
  uniform(): number;
  normal(): number;
}

/** Seeded random numbers: mulberry32, and Box and Muller's normals. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

export interface Effects {
  readonly draws: number;
  readonly images: number;
  readonly mean: number;
  readonly sdDraws: number;
  readonly sdImages: number;
  readonly sdError: number;
  /** Share of cells that are missing at random. */
  readonly missing?: number;
}

/** A table with known crossed effects. */
export function crossedTable(effects: Effects, random: Random, imageEffects?: readonly number[]): ScoreTable {
  const { draws, images, mean, sdDraws, sdImages, sdError, missing = 0 } = effects;
  const byImage = imageEffects ?? Array.from({ length: images }, () => sdImages * random.normal());
  const byDraw = Array.from({ length: draws }, () => sdDraws * random.normal());
  const values = Float64Array.from({ length: draws * images }, (_, cell) => {
    const value =
      mean + byImage[cell % images] + byDraw[Math.floor(cell / images)] + sdError * random.normal();
    return random.uniform() < missing ? Number.NaN : value;
  });
  return { draws, images, values };
}

export interface World extends Effects {
  readonly ceiling: number;
  readonly floor: number;
  /** Spread of the floor over images, and over pairs beyond that. */
  readonly sdFloor: number;
  readonly sdPairs: number;
  readonly sdCeiling: number;
}

/** Scores, ceilings and floor of a world in which images that score high also lie high in the floor. */
export function simulated(world: World, random: Random): Comparison {
  const typical = Array.from({ length: world.images }, () => random.normal());
  const byImage = typical.map((t) => world.sdImages * (0.6 * t + 0.8 * random.normal()));
  const pairs = choosePairs(
    typical.map((_, image) => image % 10),
    7,
  );
  const scores = Float64Array.from({ length: pairs.length / 2 }, (_, pair) => {
    const both = typical[pairs[2 * pair]] + typical[pairs[2 * pair + 1]];
    return world.floor + world.sdFloor * both + world.sdPairs * random.normal();
  });
  const ceiling = Float64Array.from(typical, () => world.ceiling + world.sdCeiling * random.normal());
  return { stage: crossedTable(world, random, byImage), ceiling, floor: { pairs, scores }, confidence: 0.95 };
}
