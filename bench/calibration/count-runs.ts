import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LOOKS, type Look } from '../../src/statistics/looks.ts';
import { FLOOR_PAIRS } from '../../src/statistics/pairs.ts';
import { decidingRuns, fixedRuns } from './judge.ts';
import { type Keeping, kept } from './kept.ts';
import { type Explained, measurePopulation, populationName } from './measure-population.ts';
import { type Asked, PART } from './options.ts';
import { packed, readPopulation } from './population.ts';
import { type MethodTally, summed, tally } from './tally.ts';
import { truthOf } from './truth.ts';
import { type BySize, bySize, SIZES } from './world-tallies.ts';

/** The most that runs of a size take. */
const LARGEST: BySize<Look> = { fixed: { inputs: 32, draws: 5 }, quick: LOOKS[0], deciding: LOOKS.at(-1)! };
const FILES: BySize<string> = { fixed: '32x5', quick: '8x3', deciding: 'decided' };

/** What small runs out of a population said, and how many stages the whole cascade of its network has. */
export interface Counted {
  readonly stages: number;
  readonly tallies: BySize<readonly MethodTally[]>;
}

/**
 * Small runs out of a population, counted in parts, each of which is kept: a calibration goes on where it was ended. Null
 * where only what is stored is wanted and there is none.
 */
export async function countRuns(
  { world, images, draws }: Asked,
  of: Explained,
  count: BySize<number>,
  { threads, floorPairs, ...keeping }: Keeping & { readonly threads: number; readonly floorPairs: number },
): Promise<Counted | null> {
  const { cache, stored } = keeping;
  const folder = path.join(cache, `${images}x${draws}`);
  const called = populationName(world.name, of);
  const file = path.join(folder, `${called}.population.gz`);
  if (!existsSync(file)) {
    if (stored) return missing(called, folder);
    mkdirSync(folder, { recursive: true });
    // Networks that are not bundled are made for it.
    const where = { folder, networks: path.join(cache, 'networks'), threads };
    writeFileSync(file, packed(await measurePopulation(world, of, { images, draws }, where)));
  }
  const population = readPopulation(file);
  const truth = truthOf(population);
  const parts = bySize((): MethodTally[][] => []);
  const others = floorPairs === FLOOR_PAIRS ? '' : `-${floorPairs}`;
  for (const size of SIZES) {
    const judge = size === 'deciding' ? decidingRuns(population) : fixedRuns(population, floorPairs);
    const way = `${called}-${FILES[size]}${size === 'deciding' ? '' : others}`;
    for (let from = 0; from < count[size]; from += PART) {
      const make = async () => tally(population, truth, judge, LARGEST[size], PART, from);
      const part = await kept(folder, `${way}-${from}`, keeping, make);
      if (part) parts[size].push(part);
    }
  }
  if (SIZES.some((size) => parts[size].length === 0)) return missing(called, folder);
  return {
    stages: population.facts.plan.groups.length,
    tallies: bySize((size) => summed(parts[size], PART)),
  };
}

function missing(called: string, folder: string): null {
  console.error(`${called}: not all of it is stored in ${folder}`);
  return null;
}
