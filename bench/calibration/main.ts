// npm run calibrate -- [--cache FOLDER] [--worlds digits-cnn,shapes:100x30] [--images 200] [--draws 60] [--runs 500] [--controls 1000] [--threads 2] [--dose] [--budget SECONDS] [--quick] [--write]
// Small runs, as a user would make them, drawn from populations of scores whose true values are known. What was measured or
// counted lies in --cache and is not done again; a call that has used --budget seconds of the processor ends, and another one goes on. --write puts the tables into docs/verdict.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { METHODS } from '../../src/attribution/registry.ts';
import { LOOKS, type Look } from '../../src/statistics/looks.ts';
import { doseFigure, doseTable, measureDoses } from './dose.ts';
import { measurePopulation, type PopulationSize } from './measure-population.ts';
import { writeParts } from './page.ts';
import { only, type Population, packed, readPopulation } from './population.ts';
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
    controls: { type: 'string' },
    threads: { type: 'string', default: '2' },
    budget: { type: 'string', default: 'Infinity' },
    dose: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const { quick, cache } = values;
const known = WORLDS.map(({ name }) => name);
const [runs, controlRuns, threads] = [
  Number(values.runs ?? (quick ? 20 : 500)),
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
const counts = [runs, controlRuns, threads + 1, ...asked.flatMap(({ images, draws }) => [images, draws])];
if (
  asked.some(({ name }) => !known.includes(name)) ||
  counts.some((n) => !Number.isInteger(n) || n < 2) ||
  controlRuns < runs
) {
  console.error(
    `expected --worlds among ${known.join(', ')}, numbers of at least 2 (threads: 1), and no fewer --controls than --runs`,
  );
  process.exit(2);
}

const CONTROLS = new Set([
  ...METHODS.filter(({ control }) => control).map(({ name }) => name),
  ...['another-model', 'another-image'],
]);
/** Runs that are counted and kept together. */
const PART = 20;
/** The most that runs of a size take. */
const LARGEST: BySize<Look> = { fixed: { inputs: 32, draws: 5 }, quick: LOOKS[0], deciding: LOOKS.at(-1)! };
const FILES: BySize<string> = { fixed: '32x5', quick: '8x3', deciding: 'looks' };
/** No population of it: for the cost of its cascade. */
const VGG16 = { world: 'VGG16', stages: 16 };
const isControl = (method: string) => CONTROLS.has(method);

const worlds: WorldTallies[] = [];
for (const world of asked) {
  const { name, images, draws } = world;
  const population = await populationOf(world);
  const parts = await counted(world, name, population, 0, runs);
  const hasControls = population.facts.methods.some(({ name: method }) => isControl(method));
  const more = hasControls
    ? await counted(world, `${name}-controls`, only(population, isControl), runs, controlRuns)
    : bySize(() => []);
  const of = (wanted: boolean) => (tallied: readonly MethodTally[]) =>
    tallied.filter(({ method }) => isControl(method) === wanted);
  worlds.push({
    ...{ world: name, images, draws, runs, controlRuns },
    stages: population.facts.plan.groups.length,
    ...bySize((size) => summed(parts[size].map(of(false)), PART)),
    controls: bySize((size) => summed([...parts[size].map(of(true)), ...more[size]], PART)),
  });
}
const dose = values.dose ? await kept(cache, 'dose', measureDoses) : null;

const size = `${runs} runs of each size, drawn with replacement from populations whose inputs x draws stand in the second column.`;
const parts: Record<string, string> = {
  ...(worlds.length > 0 && {
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
  Object.values(controls).flatMap((tallied) => tallied.filter(({ verdicts }) => verdicts.passed > 0)),
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

async function populationOf({ name, ...size }: PopulationSize & { readonly name: string }) {
  const folder = folderOf(size);
  const file = path.join(folder, `${name}.population.gz`);
  if (!existsSync(file)) {
    const world = WORLDS.find((each) => each.name === name)!;
    writeFileSync(file, packed(await measurePopulation(world, size, { cache: folder, threads })));
  }
  return readPopulation(file);
}

/** Runs `first` to `last`, counted in parts, each of which is kept: a calibration goes on where it was ended. */
async function counted(
  size: PopulationSize,
  name: string,
  population: Population,
  first: number,
  last: number,
): Promise<BySize<MethodTally[][]>> {
  const parts = bySize((): MethodTally[][] => []);
  const truth = truthOf(population);
  for (const of of SIZES) {
    const judge = of === 'deciding' ? decidingRuns(population) : fixedRuns(population);
    for (let from = first; from < last; from += PART) {
      const make = async () => tally(population, truth, judge, LARGEST[of], PART, from);
      parts[of].push(await kept(folderOf(size), `${name}-${FILES[of]}-${from}`, make));
    }
  }
  return parts;
}

/** Made once: read where it was made before. Past the budget nothing more is made. */
async function kept<T>(folder: string, name: string, make: () => Promise<T>): Promise<T> {
  const file = path.join(folder, `${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  if (process.cpuUsage().user / 1e6 > Number(values.budget)) {
    console.error(`the budget is spent before ${name}: call again to go on`);
    process.exit(3);
  }
  const made = await make();
  writeFileSync(file, JSON.stringify(made));
  return made;
}
