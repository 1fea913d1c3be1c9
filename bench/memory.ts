import { estimate } from './memory/estimate.ts';
import { flatness } from './memory/flatness.ts';
import { wholeRun } from './memory/whole-run.ts';
import type { BenchOptions } from './options.ts';
import type { Table } from './table.ts';

/** Resident memory of a run, of one more input in a pass, and over weight sets. */
export async function run(options: BenchOptions): Promise<Table[]> {
  return [await wholeRun(options), await estimate(options), await flatness(options)];
}
