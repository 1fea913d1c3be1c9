// npm run calibrate -- [--cache FOLDER] [--worlds digits-cnn,shapes:100x30] [--images 200] [--draws 60] [--runs 2000] [--looks 500] [--controls 1000] [--pairs 200] [--threads 2] [--dose] [--budget SECONDS] [--quick] [--stored] [--write]
// Small runs, as a user would make them, drawn from populations of scores whose true values are known. What was measured or
// counted lies in --cache and is not done again, and --stored takes only what lies there; a call that has used --budget seconds of the processor ends, and another one goes on. --write puts the tables into docs/verdict.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LOOKS, type Look } from '../../src/statistics/looks.ts';
import { FLOOR_PAIRS } from '../../src/statistics/pairs.ts';
import { doseFigure, doseTable, measureDoses } from './dose.ts';
import { kindTable } from './kinds.ts';
import {
  type Explained,
  measurePopulation,
  type PopulationSize,
  populationName,
} from './measure-population.ts';
import { writeParts } from './page.ts';
import { packed, readPopulation } from './population.ts';
import {
  type BySize,
  bySize,
  controlTable,
  coverageTable,
  gateTable,
  lookTable,
  markdown,
  SIZES,
  verdictTable,
  type WorldTallies,
  wrongVerdicts,
} from './tables.ts';
import { decidingRuns, fixedRuns, type MethodTally, summed, tally } from './tally.ts';
import { truthOf } from './truth.ts';
import { WORLDS } from './worlds.ts';

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
const { quick, cache, stored } = values;
/** Runs that are counted and kept together. */
const PART = 20;
const known = WORLDS.map(({ name }) => name);
const [runs, decidingOnes, controlRuns, threads] = [
  Number(values.runs ?? (quick ? 20 : 2000)),
  Number(values.looks ?? (quick ? 20 : 500)),
  Number(values.controls ?? (quick ? 40 : 1000)),
  Number(values.threads),
];
/** Of some size of their own, `shapes:100x30`, or of that of all. */
const asked = (values.worlds ?? (quick ? known[0] : known.join(',')))
  .split(',')
  .filter((world) => world !== '')
  .map((world) => {
    const [name, own = `${values.images ?? (quick ? 24 : 200)}x${values.draws ?? (quick ? 6 : 60)}`] =
      world.split(':');
    const [images, draws] = own.split('x').map(Number);
    return { name, images, draws };
  });
/** Of the floor, in runs of a fixed size: as many as every run has, unless others are to be tried. */
const floorPairs = Number(values.pairs ?? FLOOR_PAIRS);
const others = floorPairs === FLOOR_PAIRS ? '' : `-${floorPairs}`;
const ofRuns = [runs, decidingOnes, controlRuns];
const counts = [
  ...ofRuns,
  ...[threads + 1, floorPairs],
  ...asked.flatMap(({ images, draws }) => [images, draws]),
];
if (
  asked.some(({ name }) => !known.includes(name)) ||
  counts.some((n) => !Number.isInteger(n) || n < 2) ||
  ofRuns.some((n) => n % PART !== 0) ||
  (values.write && others !== '')
) {
  console.error(
    `expected --worlds among ${known.join(', ')}, numbers of at least 2 (threads: 1), runs in multiples of ${PART}, and no --write with other --pairs`,
  );
  process.exit(2);
}

/** Networks that populations are taken from, where they are not bundled. */
const networks = path.join(cache, 'networks');
/** The most that runs of a size take. */
const LARGEST: BySize<Look> = { fixed: { inputs: 32, draws: 5 }, quick: LOOKS[0], deciding: LOOKS.at(-1)! };
const FILES: BySize<string> = { fixed: '32x5', quick: '8x3', deciding: 'decided' };
/** No population of it: for the cost of its cascade. */
const VGG16 = { world: 'VGG16', stages: 16 };

/** Enough for controls, most of whose maps are the same in every draw. */
const MOST_OF_CONTROLS: PopulationSize = { images: 60, draws: 20 };

const worlds: WorldTallies[] = [];
for (const { name, images, draws } of asked) {
  const ofMethods = { fixed: runs, quick: runs, deciding: decidingOnes };
  const found = await counted(name, 'methods', { images, draws }, ofMethods);
  if (!found) continue;
  const few = {
    images: Math.min(images, MOST_OF_CONTROLS.images),
    draws: Math.min(draws, MOST_OF_CONTROLS.draws),
  };
  const ofControls = { fixed: controlRuns, quick: controlRuns, deciding: controlRuns };
  const controls = await counted(name, 'controls', few, ofControls);
  const { stages, tallies } = found;
  worlds.push({ world: name, images, draws, stages, ...tallies, controls: controls?.tallies ?? null });
}
const dose = values.dose ? await kept(cache, 'dose', measureDoses) : null;

const size =
  'Small runs, drawn with replacement from populations whose inputs x draws stand in the second column.';
const parts: Record<string, string> = {
  ...(worlds.length > 0 && {
    kinds: markdown(kindTable(worlds)),
    coverage: `${size}\n\n${markdown(coverageTable(worlds))}`,
    gates: worlds.map((world) => `**${world.world}**\n\n${markdown(gateTable(world))}`).join('\n\n'),
    controls: markdown(controlTable(worlds)),
    looks: markdown(lookTable([...worlds, VGG16])),
    deciding: `${markdown(wrongVerdicts(worlds))}\n\n${markdown(verdictTable(worlds))}`,
  }),
  ...(dose && { dose: markdown(doseTable(dose)) }),
};
console.log(Object.values(parts).join('\n\n'));
if (values.write) {
  await writeParts(path.join('docs', 'verdict.md'), parts);
  if (dose) writeFileSync(path.join('docs', 'dose.svg'), await doseFigure(dose));
}
// A control that passes is a fault of the rule.
const passing = worlds.flatMap(({ controls }) =>
  Object.values(controls ?? {}).flatMap((tallied) => tallied.filter(({ verdicts }) => verdicts.passed > 0)),
);
if (passing.length > 0) {
  console.error(`passed, and must not: ${passing.map(({ method }) => method).join(', ')}`);
  process.exit(1);
}

function folderOf({ images, draws }: PopulationSize): string {
  const folder = path.join(cache, `${images}x${draws}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Small runs out of a population, counted in parts, each of which is kept: a calibration goes on where it was ended. */
async function counted(
  name: string,
  of: Explained,
  size: PopulationSize,
  count: BySize<number>,
): Promise<{ readonly stages: number; readonly tallies: BySize<MethodTally[]> } | null> {
  const folder = folderOf(size);
  const called = populationName(name, of);
  const file = path.join(folder, `${called}.population.gz`);
  if (!existsSync(file)) {
    if (stored) return null;
    const world = WORLDS.find((each) => each.name === name)!;
    writeFileSync(file, packed(await measurePopulation(world, of, size, { folder, networks, threads })));
  }
  const population = readPopulation(file);
  const parts = bySize((): MethodTally[][] => []);
  const truth = truthOf(population);
  for (const each of SIZES) {
    const judge = each === 'deciding' ? decidingRuns(population) : fixedRuns(population, floorPairs);
    const way = `${called}-${FILES[each]}${each === 'deciding' ? '' : others}`;
    for (let from = 0; from < count[each]; from += PART) {
      const make = async () => tally(population, truth, judge, LARGEST[each], PART, from);
      const part = await kept(folder, `${way}-${from}`, stored ? null : make);
      if (part) parts[each].push(part);
    }
  }
  if (SIZES.some((each) => parts[each].length === 0)) return null;
  const tallies = bySize((each) => summed(parts[each], PART));
  return { stages: population.facts.plan.groups.length, tallies };
}

/** Made once: read where it was made before. Past the budget nothing more is made; null where nothing is to be made. */
async function kept<T>(folder: string, name: string, make: (() => Promise<T>) | null): Promise<T | null> {
  const file = path.join(folder, `${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  if (!make) return null;
  if (process.cpuUsage().user / 1e6 > Number(values.budget)) {
    console.error(`the budget is spent before ${name}: call again to go on`);
    process.exit(3);
  }
  const made = await make();
  writeFileSync(file, JSON.stringify(made));
  return made;
}
