// One network on one engine, in a process of its own, so that its resident memory is its own too. Writes one line of JSON.
// node --import jiti/register bench/measure.ts --peer compiled --network vgg16 --batch 1 --threads 2 --seconds 3
import { parseArgs } from 'node:util';
import { median } from 'simple-statistics';
import { CATALOGUE } from './networks/catalogue.ts';
import { gradientProgram, randomImages, randomWeights } from './networks/network.ts';
import { peerByName } from './peers.ts';

/** What one process found, times in ms per batch. */
export interface Measurement {
  readonly median: number;
  readonly minimum: number;
  readonly runs: number;
  /** Compiling and binding, ms; 0 where nothing is compiled. */
  readonly ready: number;
  /** Peak of the process, MB. */
  readonly resident: number;
}

const { values: options } = parseArgs({
  options: {
    peer: { type: 'string', default: 'compiled' },
    network: { type: 'string', default: 'vgg16' },
    batch: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '3' },
  },
});

const source = gradientProgram(CATALOGUE[options.network](), Number(options.batch));
const peer = await peerByName(options.peer, Number(options.threads));
if ('missing' in peer) throw new Error(`${peer.name}: ${peer.missing}`);
const weights = randomWeights(source.weights);
const x = randomImages(source);
const start = performance.now();
const gradient = await peer.ready(source, weights);
const ready = performance.now() - start;

const times: number[] = [];
const run = async () => {
  const begun = performance.now();
  await gradient(x);
  return performance.now() - begun;
};
await run();
await run();
const end = performance.now() + 1000 * Number(options.seconds);
while (times.length < 3 || performance.now() < end) times.push(await run());
const measurement: Measurement = {
  median: median(times),
  minimum: Math.min(...times),
  runs: times.length,
  ready,
  resident: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(measurement));
process.exit(0);
