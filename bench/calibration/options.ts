import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FLOOR_PAIRS } from '../../src/statistics/pairs.ts';
import type { PopulationSize } from './population.ts';
import { WORLDS, type World } from './worlds.ts';

/** Runs that are counted and kept together. */
export const PART = 20;

/** A network with the size of the population that is wanted of it. */
export interface Asked extends PopulationSize {
  readonly world: World;
}

/** What the command line of `npm run calibrate` asks for. Ends the process where it makes no sense. */
export function readOptions() {
  const { values } = parseArgs({
    options: {
      cache: { type: 'string', default: path.join(os.tmpdir(), 'saliency-sanity-calibration') },
      worlds: { type: 'string' },
      images: { type: 'string' },
      draws: { type: 'string' },
      runs: { type: 'string' },
      looks: { type: 'string' },
      controls: { type: 'string' },
      pairs: { type: 'string' },
      threads: { type: 'string', default: '2' },
      budget: { type: 'string', default: 'Infinity' },
      dose: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      stored: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const { cache, quick, dose, stored, write } = values;
  const known = WORLDS.map(({ name }) => name);
  const common: PopulationSize = quick ? { images: 24, draws: 6 } : { images: 200, draws: 60 };
  const named = (values.worlds ?? (quick ? known[0] : known.join(','))).split(',').filter(Boolean);
  // Of the size that stands beside the name, `shapes:100x30`, or that is asked of all; else of their own, where they have one.
  const asked = named.flatMap((each): Asked[] => {
    const [name, beside] = each.split(':');
    const world = WORLDS.find((one) => one.name === name);
    if (!world) return [];
    const own = quick ? common : (world.size ?? common);
    const [images, draws] = beside?.split('x') ?? [values.images ?? own.images, values.draws ?? own.draws];
    return [{ world, images: Number(images), draws: Number(draws) }];
  });
  const runs = Number(values.runs ?? (quick ? 20 : 2000));
  const deciding = Number(values.looks ?? (quick ? 20 : 500));
  const controls = Number(values.controls ?? (quick ? 40 : 1000));
  const threads = Number(values.threads);
  /** Of the floor, in runs of a fixed size: as many as every run has, unless others are to be tried. */
  const floorPairs = Number(values.pairs ?? FLOOR_PAIRS);
  const counts = [
    ...[runs, deciding, controls, threads + 1, floorPairs],
    ...asked.flatMap(({ images, draws }) => [images, draws]),
  ];
  if (
    asked.length < named.length ||
    counts.some((n) => !Number.isInteger(n) || n < 2) ||
    [runs, deciding, controls].some((n) => n % PART !== 0) ||
    (write && floorPairs !== FLOOR_PAIRS)
  ) {
    console.error(
      `expected --worlds among ${known.join(', ')}, numbers of at least 2 (threads: 1), runs in multiples of ${PART}, and no --write with other --pairs`,
    );
    process.exit(2);
  }
  return {
    ...{ cache, asked, dose, stored, write, threads, floorPairs },
    budget: Number(values.budget),
    ofMethods: { fixed: runs, quick: runs, deciding },
    ofControls: { fixed: controls, quick: controls, deciding: controls },
  };
}
