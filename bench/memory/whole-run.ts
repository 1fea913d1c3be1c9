import '../../src/tfjs-cpu.ts';
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encodeNpy } from '../../src/inputs/npy.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import type { Report } from '../../src/results/report.ts';
import { sizeOf, uniform } from '../networks/random.ts';
import type { BenchOptions } from '../options.ts';
import type { Table } from '../table.ts';
import { inceptionV3Layers } from './inception-v3.ts';

const GOAL = 1500;
const INPUTS = 2;

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The methods of the paper with fewer gradients: as many as fill passes, where a real run fills them hundreds of times. */
const METHODS = [
  'gradient',
  { name: 'smoothgrad', draws: 2 },
  { name: 'vargrad', draws: 2 },
  'input-x-gradient',
  { name: 'integrated-gradients', steps: 1 },
  { name: 'ig-smoothgrad', draws: 1, steps: 1 },
  'guided-backprop',
  'grad-cam',
  'guided-grad-cam',
];

/** Writes a model and inputs as a user would have them. */
async function prepare(folder: string): Promise<void> {
  const network = inceptionV3Layers();
  const model = modelFromLayers(network, 'inception-v3');
  await mkdir(path.join(folder, 'model'));
  for (const { name, parts } of model.serialise(model.trained)) {
    await writeFile(path.join(folder, 'model', name), Buffer.concat([...parts]));
  }
  const shape = [INPUTS, ...model.inputShape];
  await writeFile(path.join(folder, 'inputs.npy'), encodeNpy(shape, uniform(sizeOf(shape), 1)));
  model.dispose();
  network.dispose();
}

interface Measured {
  readonly report: Report;
  readonly peak: number;
  readonly seconds: number;
}

/** The command `run` in a process of its own. */
async function measured(folder: string, threads: number, batch: number | null): Promise<Measured> {
  const at = (name: string) => path.join(folder, name);
  const config = {
    ...{ model: at('model'), inputs: at('inputs.npy'), preprocess: 'raw', methods: METHODS },
    ...{ draws: 1, threads, out: at('out'), ...(batch === null ? {} : { batch }) },
  };
  await writeFile(at('saliency-sanity.config.json'), JSON.stringify(config));
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...['--import', here('peak.js'), here('../../dist/cli/main.js'), 'run'],
      ...['--config', at('saliency-sanity.config.json'), '--allow-inconclusive'],
    ],
    { stdio: 'ignore', env: { ...process.env, PEAK_FILE: at('peak') } },
  );
  await new Promise((resolve) => child.on('exit', resolve));
  const seconds = (performance.now() - started) / 1000;
  const report = JSON.parse(await readFile(at('out/report.json'), 'utf8')) as Report;
  return { report, peak: Number(await readFile(at('peak'), 'utf8')), seconds };
}

/** Peak of a run of Inception v3 with the methods of the paper, from the files of the model to the report. */
export async function wholeRun({ threads, quick }: BenchOptions): Promise<Table> {
  const folder = await mkdtemp(path.join(tmpdir(), 'saliency-sanity-bench-'));
  try {
    // Users run what is built, without the compiler.
    await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: here('../..') });
    await prepare(folder);
    const rows: string[][] = [];
    for (const batch of quick ? [null] : [null, 1]) {
      const { report, peak, seconds } = await measured(folder, threads, batch);
      const stages = Math.max(...report.checks.map((check) => check.stages.length));
      rows.push([
        `${report.plan.batch}${batch === null ? ' (chosen)' : ''}`,
        ...[`${INPUTS}`, `${stages}`, `${report.checks.length}`, seconds.toFixed(0), peak.toFixed(0)],
        peak < GOAL ? 'yes' : 'no',
      ]);
    }
    return {
      title: `Peak of resident memory: a run of Inception v3 at 299x299 with the methods of the paper, ${threads} threads`,
      columns: ['inputs per pass', 'inputs', 'stages', 'checks', 'seconds', 'peak, MB', `below ${GOAL} MB`],
      rows,
      notes: [
        'A process of its own from the files of the model to the report with its figures, with random weights.',
        'Noise draws and path steps are cut down: 2550 gradients per input become 2. What is held at once is that of a full run.',
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
