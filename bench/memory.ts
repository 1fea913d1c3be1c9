import { blockSize } from '../src/engine/blocked-probe.ts';
import { createCompiledEngine } from '../src/engine/compiled.ts';
import { CATALOGUE } from './networks/catalogue.ts';
import { gradientProgram, randomImages, randomWeights } from './networks/network.ts';
import type { BenchOptions } from './options.ts';
import type { Table } from './table.ts';

const BINDS = 300;
const SHOWN = [1, 10, 50, 100, 150, 200, 250, 300];
const MEGABYTE = 2 ** 20;

/**
 * Resident memory over many weight sets of one program, as a cascade has them: each is bound, run once and released. The
 * figures must stay flat.
 */
export async function run({ networks, threads, quick }: BenchOptions): Promise<Table> {
  const network = networks[0] ?? 'mobilenetv2';
  const engine = createCompiledEngine({ threads, block: await blockSize() });
  const source = gradientProgram(CATALOGUE[network](), 1);
  const weights = randomWeights(source.weights);
  const x = randomImages(source);
  const program = await engine.compile(source);
  const rows: string[][] = [];
  const last = quick ? 50 : BINDS;
  for (let bind = 1; bind <= last; bind++) {
    // New arrays each time: what a stage of a run feeds.
    const own = new Map([...weights].map(([name, values]) => [name, values.slice()]));
    const bound = await program.bind(own);
    await bound.run({ x });
    await bound.release();
    if (SHOWN.includes(bind)) {
      const { rss, external, arrayBuffers } = process.memoryUsage();
      rows.push([String(bind), ...[rss, external, arrayBuffers].map((n) => (n / MEGABYTE).toFixed(0))]);
    }
  }
  await engine.dispose();
  return {
    title: `Resident memory over ${last} weight sets of ${network}, batch 1, ${threads} threads`,
    columns: ['weight sets', 'resident, MB', 'external, MB', 'array buffers, MB'],
    rows,
    notes: ['Nothing is collected by force: garbage of a few sets may be in the figures.'],
  };
}
