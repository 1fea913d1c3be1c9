import { record } from '../../src/engine/record/record.ts';
import { backwardBytes } from '../../src/harness/prepare/batch-size.ts';
import { operatorOf } from '../../src/model/formats/tfjs-graph/operators.ts';
import { isHeld as layerIsHeld } from '../../src/model/formats/tfjs-layers/sites.ts';
import type { Site } from '../../src/model/model.ts';
import { contestants } from '../contestants.ts';
import { CATALOGUE } from '../networks/catalogue.ts';
import { type Network, shapesOf } from '../networks/network.ts';
import { Scope } from '../networks/scope.ts';
import type { BenchOptions } from '../options.ts';
import type { Table } from '../table.ts';

const MEGABYTE = 2 ** 20;
const GOAL = 1.5;
const BATCHES = [1, 8] as const;

/** Every kernel of the way to the logits as a site, as a graph model has them. */
function sitesOf(network: Network): Site[] {
  const { nodes } = record({
    name: network.name,
    inputs: { x: { shape: [1, ...network.input], dtype: 'float32' } },
    weights: shapesOf(network),
    fn: ({ x }, weights) => ({ logits: network.logits(Scope.reading(weights), x) }),
  });
  return nodes.flatMap(({ kernel, outputs }) =>
    outputs.map(({ shape }) => ({
      name: kernel,
      kind: kernel,
      shape: shape.slice(1),
      convolutional: false,
      // Kernels go by the names of layers or of operations.
      held: layerIsHeld(kernel) && operatorOf(kernel).held,
    })),
  );
}

/** The memory that a gradient takes for one more input: what the choice of a batch assumes, and what is so. */
export async function estimate(options: BenchOptions): Promise<Table> {
  const names = options.networks.length > 0 ? options.networks : Object.keys(CATALOGUE);
  const present = (await contestants({ ...options, quick: true })).filter((c) => c.missing === null);
  const [ours] = present;
  const rows: string[][] = [];
  let met = 0;
  for (const name of names) {
    const network = CATALOGUE[name]();
    const predicted = backwardBytes({ sites: sitesOf(network), inputShape: network.input }) / MEGABYTE;
    const peaks: number[] = [];
    for (const batch of BATCHES) peaks.push((await ours.measure(name, batch)).resident);
    const measured = (peaks[1] - peaks[0]) / (BATCHES[1] - BATCHES[0]);
    const ratio = predicted / measured;
    if (ratio < GOAL && ratio > 1 / GOAL) met++;
    rows.push([
      name,
      ...[predicted, measured].map((n) => n.toFixed(0)),
      ratio.toFixed(2),
      ...peaks.map((n) => n.toFixed(0)),
    ]);
  }
  return {
    title:
      'Memory of an input gradient for one more input, as the choice of the batch assumes it and as it is',
    columns: ['network', 'assumed, MB', 'measured, MB', 'ratio', ...BATCHES.map((n) => `peak of ${n}, MB`)],
    rows,
    notes: [
      'Measured: the difference of the peaks of two processes, one with 8 images at once and one with 1, by the 7 more.',
      `Goal: within a factor of ${GOAL}. Met by ${met} of ${rows.length}.`,
    ],
  };
}
