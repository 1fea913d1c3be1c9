import { linearRegression } from 'simple-statistics';
import { blockSize } from '../../src/engine/blocked-probe.ts';
import { createCompiledEngine } from '../../src/engine/compiled.ts';
import { CATALOGUE } from '../networks/catalogue.ts';
import { gradientProgram, randomImages, randomWeights } from '../networks/network.ts';
import type { BenchOptions } from '../options.ts';
import type { Table } from '../table.ts';

const SETS = 300;
const SHOWN = [1, 10, 50, 100, 150, 200, 250, 300];
const MEGABYTE = 2 ** 20;
/** Of resident memory, MB per 100 weight sets: a leak of one small network's weights is 14 MB a set. */
const GOAL = 5;

/**
 * Resident memory over many weight sets of one program, as a cascade has them: each is bound, run once and released. The
 * figures must stay flat.
 */
export async function flatness({ networks, threads, quick }: BenchOptions): Promise<Table> {
  const network = networks[0] ?? 'mobilenetv2';
  const engine = createCompiledEngine({ threads, block: await blockSize() });
  const source = gradientProgram(CATALOGUE[network](), 1);
  const weights = randomWeights(source.weights);
  const x = randomImages(source);
  const program = await engine.compile(source);
  const rows: string[][] = [];
  const last = quick ? 50 : SETS;
  const resident: [number, number][] = [];
  for (let set = 1; set <= last; set++) {
    // New arrays each time: what a stage of a run feeds.
    const own = new Map([...weights].map(([name, values]) => [name, values.slice()]));
    const bound = await program.bind(own);
    await bound.run({ x });
    await bound.release();
    const { rss, external, arrayBuffers } = process.memoryUsage();
    resident.push([set, rss / MEGABYTE]);
    if (SHOWN.includes(set)) {
      rows.push([String(set), ...[rss, external, arrayBuffers].map((n) => (n / MEGABYTE).toFixed(0))]);
    }
  }
  await engine.dispose();
  // The first sets fill caches and the heap.
  const slope = 100 * linearRegression(resident.slice(Math.floor(last / 3))).m;
  return {
    title: `Resident memory over ${last} weight sets of ${network}, batch 1, ${threads} threads`,
    columns: ['weight sets', 'resident, MB', 'external, MB', 'array buffers, MB'],
    rows,
    notes: [
      'Nothing is collected by force: garbage of a few sets may be in the figures.',
      `Slope of the last two thirds: ${slope.toFixed(1)} MB resident per 100 weight sets. Goal: flat, at most ${GOAL}. ${slope <= GOAL ? 'Met.' : 'Not met.'}`,
    ],
  };
}
