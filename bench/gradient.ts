import { LENETS } from './networks/lenet.ts';
import { gradientProgram, type Network, randomImages, randomWeights } from './networks/network.ts';
import type { BenchOptions } from './options.ts';
import { pairs } from './pairs.ts';
import { type Missing, type Peer, peers } from './peers.ts';
import type { Table } from './table.ts';

const BATCH = 64;
const THREADS = 2;

/** Largest difference over the largest value of the first. */
function difference(a: Float32Array, b: Float32Array): number {
  const largest = a.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0) / largest;
}

async function row(network: Network, base: Peer, peer: Peer | Missing, quick: boolean): Promise<string[]> {
  if ('missing' in peer) return [network.name, peer.name, '-', '-', '-', '-', '-'];
  const source = gradientProgram(network, BATCH);
  const weights = randomWeights(source.weights);
  const x = randomImages(source);
  const ours = await base.ready(source, weights);
  const theirs = await peer.ready(source, weights);
  const apart = difference(await ours(x), await theirs(x));
  const measured = await pairs(
    () => ours(x),
    () => theirs(x),
    { minimum: quick ? 1 : 5, budget: quick ? 0 : 10_000 },
  );
  return [
    network.name,
    peer.name,
    measured.first.toFixed(1),
    measured.second.toFixed(1),
    `${measured.ratio.toFixed(1)}x`,
    String(measured.pairs),
    apart.toExponential(1),
  ];
}

/**
 * The gradient of one logit at 64 images of 28x28: the compiled engine against TensorFlow.js on its other backends, in
 * alternating runs of one process.
 */
export async function run({ quick }: BenchOptions): Promise<Table> {
  const { base, others } = await peers(THREADS);
  const rows: string[][] = [];
  for (const network of LENETS) {
    for (const peer of others) rows.push(await row(network, base, peer, quick));
  }
  return {
    title: `Input gradient of one logit, batch ${BATCH}, ${THREADS} threads`,
    columns: ['network', 'peer', 'compiled, ms', 'peer, ms', 'peer / compiled', 'pairs', 'difference'],
    rows,
    notes: [
      'Whole batch; medians over alternating runs, the ratio is the median over pairs. Goal: 10x tfjs wasm, 20x tfjs cpu.',
      'Difference: the largest between the two gradients, relative to the largest value.',
      ...others.flatMap((peer) => ('missing' in peer ? [`${peer.name} was left out: ${peer.missing}`] : [])),
    ],
  };
}
