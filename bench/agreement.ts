import '../src/tfjs-cpu.ts';
import { blockSize } from '../src/engine/blocked-probe.ts';
import { createCompiledEngine } from '../src/engine/compiled.ts';
import { createEagerEngine } from '../src/engine/eager.ts';
import type { Engine } from '../src/engine/engine.ts';
import { compareEngines } from './agreement/compare.ts';
import { CATALOGUE, SMALL } from './networks/catalogue.ts';
import { gradientProgram, type Network, randomImages, randomWeights } from './networks/network.ts';
import type { BenchOptions } from './options.ts';
import type { Table } from './table.ts';

/** What rounding alone may make of a gradient, of its largest value. */
const GOAL = 1e-5;

interface Pair {
  readonly name: string;
  readonly engines: readonly [Engine, Engine];
}

interface Engines {
  readonly full: readonly Pair[];
  readonly small: readonly Pair[];
  readonly missing: readonly string[];
}

async function engines(threads: number): Promise<Engines> {
  const onnx = createCompiledEngine({ threads });
  const cpu = await createEagerEngine({ backend: 'cpu', threads });
  const full: Pair[] = [];
  const missing: string[] = [];
  const block = await blockSize();
  if (block === null) missing.push('blocked operators: the probe finds none on this processor');
  else full.push({ name: 'blocked, public', engines: [createCompiledEngine({ threads, block }), onnx] });
  try {
    full.push({
      name: 'public, tfjs-node',
      engines: [onnx, await createEagerEngine({ backend: 'node', threads })],
    });
  } catch (error) {
    missing.push(`tfjs-node: ${(error as Error).message.split('\n')[0]}`);
  }
  return { full, small: [{ name: 'public, eager cpu', engines: [onnx, cpu] }, ...full], missing };
}

async function row(name: string, network: Network, batch: number, pair: Pair) {
  const source = gradientProgram(network, batch);
  const found = await compareEngines(
    pair.engines,
    source,
    randomWeights(source.weights),
    randomImages(source),
  );
  const cells = [
    ...[name, pair.name, found.raw.toExponential(1)],
    ...[`${found.flippedUnits} of ${found.units}`, `${found.flippedWindows} of ${found.windows}`],
    found.exchanged.toExponential(1),
    found.sensitivity.toExponential(1),
  ];
  return { cells, met: found.exchanged < GOAL };
}

/**
 * Gradients of two engines side by side, and again with the choices of the first one's ReLUs and max pools in both: what was
 * a choice that rounding turned is gone then, what is a fault stays.
 */
export async function run({ networks, threads, quick }: BenchOptions): Promise<Table> {
  const { full, small, missing } = await engines(threads);
  const names = networks.length > 0 ? networks : Object.keys(CATALOGUE);
  const rows: Awaited<ReturnType<typeof row>>[] = [];
  for (const name of names) {
    for (const pair of small) rows.push(await row(`${name}, small`, SMALL[name](), 2, pair));
    if (quick) continue;
    for (const pair of full) rows.push(await row(name, CATALOGUE[name](), 1, pair));
  }
  return {
    title: 'Gradients of two engines, before and after they share the choices of ReLUs and max pools',
    columns: ['network', 'engines', 'difference', 'units turned', 'windows turned', 'exchanged', 'rounded'],
    rows: rows.map(({ cells }) => cells),
    notes: [
      'Differences: the largest of all pixels, relative to the largest value. Units of ReLUs, windows of max pools per channel.',
      'Exchanged: on the way back the second engine decides by the activations of the first. The way forth stays its own.',
      'Rounded: how far the first gradient moves if each weight and input becomes its neighbour in float32. Less cannot be asked.',
      ...(quick ? ['Networks of full size were left out: --quick.'] : []),
      ...missing.map((reason) => `Left out: ${reason}`),
      `Goal: below ${GOAL} after the exchange. Met by ${rows.filter(({ met }) => met).length} of ${rows.length}.`,
    ],
  };
}
