import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { blockSize } from '../src/engine/blocked-probe.ts';
import type { Measurement } from './measure.ts';
import { CATALOGUE } from './networks/catalogue.ts';
import type { BenchOptions } from './options.ts';
import { peerByName } from './peers.ts';
import type { Table } from './table.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const command = promisify(execFile);

interface Contestant {
  readonly name: string;
  /** Why it cannot run here, or null. */
  readonly missing: string | null;
  applies(network: string, batch: number): boolean;
  measure(network: string, batch: number): Promise<Measurement>;
}

async function measured(file: string, args: readonly string[]): Promise<Measurement> {
  const { stdout } = await command(file, args, { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

function contestants({ threads, quick, slow, device }: BenchOptions): Promise<Contestant>[] {
  const seconds = quick ? '0' : '3';
  const always = () => true;
  const node = (peer: string) => {
    return (network: string, batch: number) =>
      measured(process.execPath, [
        ...['--import', 'jiti/register', here('measure.ts'), '--peer', peer, '--network', network],
        ...['--batch', `${batch}`, '--threads', `${threads}`, '--seconds', seconds],
      ]);
  };
  const torch = (network: string, batch: number) =>
    measured('python3', [here('torch_gradient.py'), network, `${batch}`, `${threads}`, seconds]);
  const gpu = (peer: string) =>
    missingPeer(peer, threads).then((missing) => ({
      name: peer === 'tfjs-node-gpu' ? peer : `compiled on ${peer}`,
      missing,
      applies: always,
      measure: node(peer),
    }));
  return [
    ...(device === null ? [] : [gpu(device)]),
    blockSize().then((block) => ({
      name: 'compiled, blocked',
      missing: block === null ? 'the probe finds no blocked convolutions on this processor' : null,
      applies: always,
      measure: node('compiled'),
    })),
    { name: 'compiled, public', missing: null, applies: always, measure: node('public') },
    { name: 'tfjs-node', missing: missingPackage(), applies: always, measure: node('tfjs-node') },
    missingTorch().then((missing) => ({ name: 'PyTorch', missing, applies: always, measure: torch })),
    {
      name: 'tfjs wasm',
      missing: slow ? null : 'it takes seconds per image; --slow measures it once, on VGG16',
      applies: (network: string, batch: number) => network === 'vgg16' && batch === 1,
      measure: node('wasm'),
    },
  ].map((contestant) => Promise.resolve(contestant));
}

async function missingPeer(peer: string, threads: number): Promise<string | null> {
  const found = await peerByName(peer, threads);
  return 'missing' in found ? found.missing : null;
}

function missingPackage(): string | null {
  try {
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-node');
    return null;
  } catch {
    return 'the package @tensorflow/tfjs-node is not installed';
  }
}

async function missingTorch(): Promise<string | null> {
  try {
    await command('python3', ['-c', 'import torch']);
    return null;
  } catch {
    return 'python3 cannot import torch';
  }
}

/** The best of a contestant's processes: a burst of another program slows a whole process down. */
function best(found: readonly Measurement[]): Measurement {
  const least = (key: keyof Measurement) => Math.min(...found.map((m) => m[key]));
  return {
    median: least('median'),
    minimum: least('minimum'),
    runs: found.reduce((sum, m) => sum + m.runs, 0),
    ready: least('ready'),
    resident: least('resident'),
  };
}

async function rows(
  network: string,
  batch: number,
  present: readonly Contestant[],
  rounds: number,
): Promise<string[][]> {
  const taking = present.filter((c) => c.applies(network, batch));
  const found = new Map<Contestant, Measurement[]>(taking.map((c) => [c, []]));
  for (let round = 0; round < rounds; round++) {
    for (const c of taking) found.get(c)!.push(await c.measure(network, batch));
  }
  const results = taking.map((c) => [c, best(found.get(c)!)] as const);
  const base = results[0][1];
  return results.map(([{ name }, m]) => [
    network,
    String(batch),
    name,
    (m.median / batch).toFixed(1),
    (m.minimum / batch).toFixed(1),
    name === results[0][0].name ? '-' : (base.median / m.median).toFixed(2),
    m.ready.toFixed(0),
    m.resident.toFixed(0),
  ]);
}

/**
 * The input gradient of one logit of the networks of the catalogue, per image: the compiled engine against every peer that
 * is installed, each in processes of its own that take turns.
 */
export async function run(options: BenchOptions): Promise<Table> {
  const names = options.networks.length > 0 ? options.networks : Object.keys(CATALOGUE);
  const all = await Promise.all(contestants(options));
  const present = all.filter((c) => c.missing === null);
  const table: string[][] = [];
  for (const network of names) {
    for (const batch of options.batches) {
      table.push(...(await rows(network, batch, present, options.quick ? 1 : 3)));
    }
  }
  return {
    title: `Input gradient of one logit, full-size networks with random weights, ${options.threads} threads`,
    columns: [
      ...['network', 'batch', 'peer', 'ms per image', 'fastest', 'first / this'],
      ...['compile + bind, ms', 'peak resident, MB'],
    ],
    rows: table,
    notes: [
      'Medians of runs, the best of the processes; 299x299 for Inception v3, otherwise 224x224. Peak of the whole process.',
      'first / this: the time of the first row of a network and batch over that of this row.',
      'The goal is a ratio of at most 1 to PyTorch and .77 to tfjs-node.',
      'eager cpu (tfjs cpu) was left out: it takes minutes per image at this size.',
      ...all.flatMap((c) => (c.missing === null ? [] : [`${c.name} was left out: ${c.missing}`])),
    ],
  };
}
