import { missingTorch, torchGradient } from './contestants.ts';
import { run as fullSize } from './full-size.ts';
import { LENETS } from './networks/lenet.ts';
import { gradientProgram, type Network, randomImages, randomWeights } from './networks/network.ts';
import type { BenchOptions } from './options.ts';
import { pairs } from './pairs.ts';
import { type Peer, peers } from './peers.ts';
import type { Table } from './table.ts';

const BATCH = 64;
const THREADS = 2;

/** Largest difference over the largest value of the first. */
function difference(a: Float32Array, b: Float32Array): number {
  const largest = a.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0) / largest;
}

async function row(network: Network, base: Peer, peer: Peer, quick: boolean): Promise<string[]> {
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
    (1 / measured.ratio).toFixed(3),
    String(measured.pairs),
    apart.toExponential(1),
  ];
}

/** PyTorch runs in a process of its own: its time stands beside the engine's, but not in pairs. */
async function torchRow(network: Network, base: Peer, python: string, quick: boolean): Promise<string[]> {
  const source = gradientProgram(network, BATCH);
  const ours = await base.ready(source, randomWeights(source.weights));
  const x = randomImages(source);
  const effort = { minimum: quick ? 1 : 5, budget: quick ? 0 : 3000 };
  const rounds: { ours: number; theirs: number; ratio: number }[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const mine = await pairs(
      () => ours(x),
      () => ours(x),
      effort,
    );
    const { median: theirs } = await torchGradient(python, network.name, BATCH, THREADS, quick ? 0 : 3);
    rounds.push({ ours: mine.first, theirs, ratio: mine.first / theirs });
  }
  const least = (key: 'ours' | 'theirs') => Math.min(...rounds.map((each) => each[key]));
  const [mine, theirs] = [least('ours'), least('theirs')];
  return [
    network.name,
    'PyTorch',
    mine.toFixed(1),
    theirs.toFixed(1),
    (mine / theirs).toFixed(2),
    `${rounds.length}`,
    '-',
  ];
}

/** The compiled engine against TensorFlow.js on its other backends, in alternating runs of one process, and PyTorch. */
async function lenets({ quick, python }: BenchOptions): Promise<Table> {
  const { base, others } = await peers(THREADS);
  const torch = await missingTorch(python);
  const rows: string[][] = [];
  for (const network of quick ? LENETS.slice(0, 1) : LENETS) {
    for (const peer of others) if (!('missing' in peer)) rows.push(await row(network, base, peer, quick));
    if (torch === null) rows.push(await torchRow(network, base, python, quick));
  }
  return {
    title: `Input gradient of one logit, LeNet, batch ${BATCH}, ${THREADS} threads`,
    columns: ['network', 'peer', 'ours, ms', 'peer, ms', 'ours / peer', 'pairs', 'difference'],
    rows,
    notes: [
      'Whole batch; medians over alternating runs, the ratio is the median over pairs. Goal: .1 of tfjs wasm, .05 of tfjs cpu.',
      'PyTorch runs in processes of its own, in turn with runs of the engine: the best of them.',
      'Difference: the largest between the two gradients, relative to the largest value.',
      ...others.flatMap((peer) =>
        'missing' in peer ? [`${peer.name} was left out: ${firstLine(peer.missing)}`] : [],
      ),
      ...(torch === null ? [] : [`PyTorch was left out: ${torch}.`]),
    ],
  };
}

const firstLine = (text: string): string => text.split('\n')[0];

/** The gradient of one logit: two small networks at 64 images of 28x28, then those of full size. */
export async function run(options: BenchOptions): Promise<Table[]> {
  const small = options.networks.length > 0 ? [] : [await lenets(options)];
  return [...small, await fullSize(options)];
}
