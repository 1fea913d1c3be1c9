// npm run bench -- [gradient] [networks] [memory] [agreement] [propagation] [checks] [reuse] [similarity] [conclusions] [training] [onnx] [--quick] [--slow] [--stored] [--write] [--network NAMES] [--batch SIZES]
//   [--threads N] [--python PYTHON] [--device webgpu|cuda|tfjs-node-gpu] [--json FILE]
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CATALOGUE } from './networks/catalogue.ts';
import { TORCHVISION } from './networks/torchvision.ts';
import { type BenchOptions, GPU_PEERS } from './options.ts';
import { printed, type Table } from './table.ts';

const SUITES: Record<string, () => Promise<{ run(options: BenchOptions): Promise<Table | Table[]> }>> = {
  gradient: () => import('./gradient.ts'),
  networks: () => import('./full-size.ts'),
  memory: () => import('./memory.ts'),
  agreement: () => import('./agreement.ts'),
  propagation: () => import('./propagation.ts'),
  checks: () => import('./checks.ts'),
  reuse: () => import('./reuse.ts'),
  similarity: () => import('./similarity.ts'),
  conclusions: () => import('./conclusions.ts'),
  training: () => import('./training.ts'),
  onnx: () => import('./onnx.ts'),
};

/** What runs where nothing is named: the others take minutes. */
const QUICKER = ['gradient', 'similarity'];

function refuse(what: string, expected: readonly string[]): never {
  console.error(`${what}: expected one of ${expected.join(', ')}`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    slow: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    stored: { type: 'boolean', default: false },
    network: { type: 'string', default: '' },
    batch: { type: 'string' },
    threads: { type: 'string', default: '2' },
    device: { type: 'string' },
    python: { type: 'string', default: process.env.PYTHON ?? 'python3' },
    json: { type: 'string' },
  },
});
const unknown = positionals.find((name) => !(name in SUITES));
if (unknown) refuse(`benchmark ${unknown}`, Object.keys(SUITES));
const networks = values.network.split(',').filter((name) => name !== '');
const KNOWN = [...Object.keys(CATALOGUE), ...(positionals.includes('onnx') ? TORCHVISION : [])];
const stranger = networks.find((name) => !KNOWN.includes(name));
if (stranger) refuse(`network ${stranger}`, KNOWN);
if (values.device && !GPU_PEERS.includes(values.device)) refuse(`device ${values.device}`, GPU_PEERS);
const options: BenchOptions = {
  quick: values.quick,
  slow: values.slow,
  write: values.write,
  stored: values.stored,
  networks,
  batches: values.batch?.split(',').map(Number) ?? null,
  threads: Number(values.threads),
  device: values.device ?? null,
  python: values.python,
};

const machine = {
  node: process.version,
  processor: os.cpus()[0]?.model ?? 'unknown',
  cores: os.cpus().length,
};
console.log(`Node ${machine.node}, ${machine.cores} x ${machine.processor}`);
const tables: Table[] = [];
const chosen = positionals.length > 0 ? positionals : QUICKER;
for (const name of chosen) {
  for (const table of [await (await SUITES[name]()).run(options)].flat()) {
    console.log(`\n${printed(table)}`);
    tables.push(table);
  }
}
const file = values.json ?? path.join('reports', 'bench', `${chosen.join('-')}.json`);
await mkdir(path.dirname(file), { recursive: true });
await writeFile(file, `${JSON.stringify({ machine, options, tables }, null, 2)}\n`);
console.log(`\nWritten: ${file}`);
