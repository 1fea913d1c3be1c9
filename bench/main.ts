// npm run bench -- [gradient] [similarity] [--quick] [--json FILE]
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { printed, type Table } from './table.ts';

const SUITES: Record<string, () => Promise<{ run(options: { quick: boolean }): Promise<Table> }>> = {
  gradient: () => import('./gradient.ts'),
  similarity: () => import('./similarity.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});
const unknown = positionals.find((name) => !(name in SUITES));
if (unknown) {
  console.error(`benchmark ${unknown}: expected one of ${Object.keys(SUITES).join(', ')}`);
  process.exit(2);
}

const machine = {
  node: process.version,
  processor: os.cpus()[0]?.model ?? 'unknown',
  cores: os.cpus().length,
};
console.log(`Node ${machine.node}, ${machine.cores} x ${machine.processor}`);
const tables: Table[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(SUITES)) {
  const table = await (await SUITES[name]()).run({ quick: values.quick });
  console.log(`\n${printed(table)}`);
  tables.push(table);
}
if (values.json) await writeFile(values.json, `${JSON.stringify({ machine, tables }, null, 2)}\n`);
