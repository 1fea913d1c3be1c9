import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import type { ProgramSource } from '../src/engine/engine.ts';
import { loadModel } from '../src/model/load.ts';
import { missingTorch } from './contestants.ts';
import { CATALOGUE } from './networks/catalogue.ts';
import { gradientProgram, randomImages, randomWeights } from './networks/network.ts';
import { TORCHVISION } from './networks/torchvision.ts';
import type { BenchOptions } from './options.ts';
import { pairs } from './pairs.ts';
import { type Gradient, type Peer, peers } from './peers.ts';
import type { Table } from './table.ts';

const command = promisify(execFile);
/** The logit that is explained, as everywhere in the bench. */
const EXPLAINED = 3;

interface Exported {
  /** Of PyTorch, ms per batch. */
  readonly median: number;
  readonly size: number;
  /** Of PyTorch in float32 from itself in float64, as a relative length. */
  readonly apart: number;
}

/** What the network is as an ONNX file, and what PyTorch makes of it. */
async function exported(
  network: string,
  folder: string,
  batch: number,
  options: BenchOptions,
): Promise<Exported> {
  const script = fileURLToPath(new URL('onnx_export.py', import.meta.url));
  const seconds = options.quick ? '0' : '3';
  const args = [script, network, folder, `${batch}`, `${options.threads}`, seconds];
  const { stdout } = await command(options.python, args, { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

async function numbersIn(folder: string, name: string): Promise<Float32Array> {
  const { buffer, byteOffset, byteLength } = await readFile(path.join(folder, `${name}.bin`));
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** Images [N, 3, H, W] as [N, H, W, 3]. */
const channelsLast = (values: Float32Array, batch: number, size: number): Float32Array =>
  tf.tidy(() => {
    const images = tf.tensor4d(values, [batch, 3, size, size]);
    return Float32Array.from(tf.transpose(images, [0, 2, 3, 1]).dataSync());
  });

/** The length of a difference over the length of what was expected. */
function apart(expected: Float32Array, actual: Float32Array): string {
  let [difference, length] = [0, 0];
  for (const [i, value] of expected.entries()) {
    difference += (value - actual[i]) ** 2;
    length += value ** 2;
  }
  return Math.sqrt(difference / length).toExponential(1);
}

async function row(network: string, base: Peer, batch: number, options: BenchOptions): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-onnx-'));
  try {
    const torch = await exported(network, folder, batch, options);
    const begun = performance.now();
    const model = await loadModel(path.join(folder, 'model.onnx'));
    const source: ProgramSource = {
      name: network,
      inputs: { x: { shape: [batch, ...model.inputShape], dtype: 'float32' } },
      weights: new Map(model.weights.map(({ name, shape }) => [name, shape])),
      fn: ({ x }, weights) => {
        const logit = (at: tf.Tensor) =>
          tf.sum<tf.Scalar>(tf.slice(model.apply(at, weights), [0, EXPLAINED], [batch, 1]));
        return { gradient: tf.grad(logit)(x) };
      },
    };
    const gradient = await base.ready(source, model.trained);
    const ready = performance.now() - begun;
    const x = channelsLast(await numbersIn(folder, 'x'), batch, torch.size);
    const expected = channelsLast(await numbersIn(folder, 'gradient'), batch, torch.size);
    const difference = apart(expected, await gradient(x));
    const { mine, ratio, count } = await compared(network, base, batch, options, () => gradient(x));
    return [
      ...[network, `${batch}`, (mine / batch).toFixed(1), ratio],
      `${(torch.median / batch).toFixed(1)} (${(mine / torch.median).toFixed(2)})`,
      ...[`${difference} (${torch.apart.toExponential(1)})`, ready.toFixed(0), `${count}`],
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** In turn with the same network in operations of TensorFlow.js, as tf.layers has it, where the catalogue has one. */
async function compared(
  network: string,
  base: Peer,
  batch: number,
  { quick }: BenchOptions,
  ours: () => ReturnType<Gradient>,
): Promise<{ mine: number; ratio: string; count: number }> {
  const effort = { minimum: quick ? 1 : 5, budget: quick ? 0 : 10_000 };
  if (!(network in CATALOGUE)) {
    const { first, pairs: count } = await pairs(ours, ours, effort);
    return { mine: first, ratio: '-', count };
  }
  const source = gradientProgram(CATALOGUE[network](), batch);
  const layers = await base.ready(source, randomWeights(source.weights));
  const x = randomImages(source);
  const { first, ratio, work, pairs: count } = await pairs(ours, () => layers(x), effort);
  return { mine: first, ratio: `${(1 / ratio).toFixed(3)}, ${(1 / work).toFixed(3)}`, count };
}

/** The input gradient of networks that PyTorch exported at full size, beside the same from tf.layers and beside PyTorch. */
export async function run(options: BenchOptions): Promise<Table> {
  const missing = await missingTorch(options.python);
  const { base } = await peers(options.threads);
  const everything = options.quick ? ['mobilenetv2'] : ['resnet50', 'mobilenetv2', ...TORCHVISION];
  const networks = options.networks.length > 0 ? options.networks : everything;
  const rows: string[][] = [];
  if (missing === null) {
    for (const network of networks) {
      for (const batch of options.batches ?? [1]) rows.push(await row(network, base, batch, options));
    }
  }
  return {
    title: `Input gradient of one logit, networks from ONNX files with random weights, ${options.threads} threads, ms per image`,
    columns: ['network', 'batch', base.name, 'from layers', 'PyTorch', 'apart', 'ready, ms', 'pairs'],
    rows,
    notes: [
      `From layers: time of the ONNX file over that of the same network in operations of TensorFlow.js, in turns in one process; then the same of processors.`,
      'In brackets: the engine over PyTorch, which runs in a process of its own. Apart: relative length of the difference to the',
      'gradient of PyTorch in float64, in brackets that of PyTorch in float32: ties within rounding take the other side in both.',
      ...(missing === null ? [] : [`Nothing was measured: ${missing}.`]),
    ],
  };
}
