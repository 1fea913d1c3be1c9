// npm run bench -- [gradient] [networks] [memory] [agreement] [reuse] [similarity] [training] [--quick] [--slow] [--network NAMES] [--batch SIZES]
//   [--threads N] [--json FILE]
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { CATALOGUE } from './networks/catalogue.ts';
import type { BenchOptions } from './options.ts';
import { printed, type Table } from './table.ts';

const SUITES: Record<string, () => Promise<{ run(options: BenchOptions): Promise<Table> }>> = {
  gradient: () => import('./gradient.ts'),
  networks: () => import('./full-size.ts'),
  memory: () => import('./memory.ts'),
  agreement: () => import('./agreement.ts'),
  reuse: () => import('./reuse.ts'),
  similarity: () => import('./similarity.ts'),
  training: () => import('./training.ts'),
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
    network: { type: 'string', default: '' },
    batch: { type: 'string', default: '1,8' },
    threads: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
});
const unknown = positionals.find((name) => !(name in SUITES));
if (unknown) refuse(`benchmark ${unknown}`, Object.keys(SUITES));
const networks = values.network.split(',').filter((name) => name !== '');
const stranger = networks.find((name) => !(name in CATALOGUE));
if (stranger) refuse(`network ${stranger}`, Object.keys(CATALOGUE));
const options: BenchOptions = {
  quick: values.quick,
  slow: values.slow,
  networks,
  batches: values.batch.split(',').map(Number),
  threads: Number(values.threads),
};

const machine = {
  node: process.version,
  processor: os.cpus()[0]?.model ?? 'unknown',
  cores: os.cpus().length,
};
console.log(`Node ${machine.node}, ${machine.cores} x ${machine.processor}`);
const tables: Table[] = [];
for (const name of positionals.length > 0 ? positionals : QUICKER) {
  const table = await (await SUITES[name]()).run(options);
  console.log(`\n${printed(table)}`);
  tables.push(table);
}
if (values.json) await writeFile(values.json, `${JSON.stringify({ machine, tables }, null, 2)}\n`);
