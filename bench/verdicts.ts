// npm run verdicts -- [--networks digits,shapes] [--seeds 10] [--inputs 16] [--draws 4] [--samples 25] [--steps 10] [--threads 2] [--out FOLDER] [--stored] [--write]
// Verdicts on nine networks over several seeds: the bundled ones, and six small ones that it trains. What is done is kept in
// --out and not done again. --stored measures nothing and takes what is there; --write puts the tables into docs/verdict.md.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Line } from '../src/harness/conclude/conclude.ts';
import type { TrainingRecord } from './train-on-digits.ts';
import { ENTRIES } from './verdicts/catalogue.ts';
import { linesOf } from './verdicts/measure.ts';
import { measuredTexts, writePage } from './verdicts/page.ts';
import { seedsOf } from './verdicts/seeds.ts';
import { trained } from './verdicts/train.ts';

const { values } = parseArgs({
  options: {
    networks: { type: 'string', default: Object.keys(ENTRIES).join(',') },
    seeds: { type: 'string', default: '10' },
    inputs: { type: 'string', default: '16' },
    draws: { type: 'string', default: '4' },
    samples: { type: 'string', default: '25' },
    steps: { type: 'string', default: '10' },
    threads: { type: 'string', default: '2' },
    out: { type: 'string', default: path.join('reports', 'verdicts') },
    stored: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const names = values.networks.split(',');
const [seeds, inputs, draws, samples, steps, threads] = [
  ...[values.seeds, values.inputs, values.draws, values.samples, values.steps, values.threads],
].map(Number);
const known = names.every((name) => name in ENTRIES);
if (!known || [seeds, inputs, draws, samples, steps, threads].some((n) => !Number.isInteger(n) || n < 1)) {
  console.error(`expected --networks among ${Object.keys(ENTRIES).join(', ')}, and numbers of at least 1`);
  process.exit(2);
}

const records = new Map<string, TrainingRecord>();
const runs = new Map<string, Line[][]>();
for (const name of names) {
  const { bundled, inputs: images, trainedWith, without } = ENTRIES[name];
  const model = bundled ?? path.join(values.out, 'networks', name);
  const isTrained = existsSync(path.join(model, 'training.json'));
  if (bundled === null && (isTrained || !values.stored))
    records.set(name, await trained(name, model, threads));
  const size = { inputs, draws, samples, steps, threads, without };
  const found: Line[][] = [];
  for (const seed of seedsOf(seeds, { trainedWith })) {
    const started = performance.now();
    const file = path.join(values.out, `${name}-${inputs}x${draws}x${samples}x${steps}`, `${seed}.ndjson`);
    if (values.stored && !existsSync(file)) continue;
    found.push(await linesOf(file, { model, inputs: images }, seed, size));
    console.error(`${name}, seed ${seed}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  if (found.length > 0) runs.set(name, found);
}
const texts = measuredTexts(runs, { inputs, draws, samples, steps, threads }, records);
console.log(`${texts.verdicts}\n\n${texts.gates}`);
if (values.write) await writePage(path.join('docs', 'verdict.md'), texts);
