// npm run calibrate -- [--cache FOLDER] [--worlds NAMES] [--quick] ...
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measurePopulation } from './measure-population.ts';
import { packed, readPopulation } from './population.ts';
import { WORLDS } from './worlds.ts';

const { values } = parseArgs({
  options: {
    cache: { type: 'string', default: path.join(os.tmpdir(), 'saliency-sanity-calibration') },
    worlds: { type: 'string', default: WORLDS.map(({ name }) => name).join(',') },
    images: { type: 'string', default: '200' },
    draws: { type: 'string', default: '60' },
  },
});
mkdirSync(values.cache, { recursive: true });
for (const name of values.worlds.split(',')) {
  const world = WORLDS.find((each) => each.name === name)!;
  const file = path.join(values.cache, `${name}.population.gz`);
  if (existsSync(file)) continue;
  const started = performance.now();
  const size = { images: Number(values.images), draws: Number(values.draws) };
  const population = await measurePopulation(world, size, values.cache);
  writeFileSync(file, packed(population));
  console.error(
    `${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`,
    readPopulation(file).images,
  );
}
