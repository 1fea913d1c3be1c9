import * as tf from '@tensorflow/tfjs-core';
import { buildNetwork as digits } from '../fixtures/digits/networks.ts';
import { buildNetwork as shapes } from '../fixtures/shapes/network.ts';
import { createCompiledEngine } from '../src/engine/compiled.ts';
import { modelFromLayers } from '../src/model/layers-model.ts';
import type { Model } from '../src/model/model.ts';
import { Descent } from '../src/randomize/training/descent.ts';
import { lossOf } from '../src/randomize/training/loss.ts';
import { resolveTraining } from '../src/randomize/training/settings.ts';
import { stepProgram } from '../src/randomize/training/step-program.ts';
import { pairs, type Step } from './pairs.ts';
import { type Missing, peerByName } from './peers.ts';
import type { Table } from './table.ts';
import { supplyFilterGradient } from './wasm-filter-gradient.ts';

const BATCH = 64;
const THREADS = 2;
const settings = resolveTraining({
  optimizer: { kind: 'sgd', rate: 0.01, momentum: 0.9 },
  batch: BATCH,
  shuffle: false,
});

type Weights = ReadonlyMap<string, Float32Array>;

/** A network in training: a step, and the weights that it has led to. */
interface Training {
  readonly step: Step;
  weights(): Weights;
}

interface Batch {
  readonly data: Float32Array;
  readonly labels: Int32Array;
}

function batchFor(model: Model): Batch {
  const size = model.inputShape.reduce((product, n) => product * n, BATCH);
  return {
    data: Float32Array.from({ length: size }, (_, i) => (1 + Math.sin(i * i)) / 2),
    labels: Int32Array.from({ length: BATCH }, (_, i) => i % model.classes),
  };
}

async function ours(model: Model, { data, labels }: Batch): Promise<Training> {
  const engine = createCompiledEngine({ threads: THREADS });
  const mode = model.training!();
  const program = await engine.compile(stepProgram(model, mode, lossOf('cross-entropy', model), BATCH));
  const bound = await program.bind(new Map());
  const options = { model, mode, data, labels, settings, seed: 1, batch: BATCH };
  const descent = new Descent(options, { weights: model.trained, memory: new Map(), steps: 0, course: null });
  let epoch = 0;
  return { step: () => descent.epoch(++epoch, bound), weights: () => descent.weights };
}

/** A step as users of TensorFlow.js write it: variables and optimizer live on the backend, the batch is fed, the loss read. */
function theirs(backend: string, model: Model, { data, labels }: Batch): Training {
  void tf.setBackend(backend);
  const mode = model.training!();
  const loss = lossOf('cross-entropy', model);
  const variables = new Map(
    model.weights.map(({ name, shape }) => [
      name,
      tf.variable(tf.tensor(model.trained.get(name)!, [...shape])),
    ]),
  );
  const trainable = mode.trainable.map((name) => variables.get(name)!);
  const optimizer = tf.train.momentum(0.01, 0.9);
  const moves = (): tf.Scalar => {
    const x = tf.tensor(data, [BATCH, ...model.inputShape]);
    const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), model.classes);
    const pass = mode.apply(x, variables, new Map());
    for (const [name, value] of pass.statistics) variables.get(name)!.assign(value as tf.Variable);
    return loss(pass.logits, tf.cast(targets, 'float32'));
  };
  return {
    step: async () => {
      await tf.setBackend(backend);
      tf.tidy(() => optimizer.minimize(moves, true, trainable)!.dataSync());
    },
    weights: () => new Map([...variables].map(([name, v]) => [name, Float32Array.from(v.dataSync())])),
  };
}

/** Largest difference between weights over their largest change. */
function difference(before: Weights, a: Weights, b: Weights): number {
  let [change, apart] = [0, 0];
  for (const [name, values] of a) {
    values.forEach((value, i) => {
      change = Math.max(change, Math.abs(value - before.get(name)![i]));
      apart = Math.max(apart, Math.abs(value - b.get(name)![i]));
    });
  }
  return apart / change;
}

async function row(name: string, model: Model, backend: string, quick: boolean): Promise<string[]> {
  const batch = batchFor(model);
  const [first, second] = [await ours(model, batch), theirs(backend, model, batch)];
  await first.step();
  await second.step();
  const apart = difference(model.trained, first.weights(), second.weights());
  const budget = quick ? 0 : 10_000;
  const measured = await pairs(first.step, second.step, { minimum: quick ? 1 : 5, budget });
  return [
    name,
    `tfjs ${backend}`,
    measured.first.toFixed(1),
    measured.second.toFixed(1),
    `${measured.ratio.toFixed(1)}x`,
    String(measured.pairs),
    apart.toExponential(1),
  ];
}

/** A training step: the compiled engine against TensorFlow.js on its other backends, in alternating runs of one process. */
export async function run({ quick }: { readonly quick: boolean }): Promise<Table> {
  const missing: Missing[] = [];
  const backends = ['cpu'];
  for (const [name, backend] of [
    ['wasm', 'wasm'],
    ['tfjs-node', 'tensorflow'],
  ]) {
    const peer = await peerByName(name, THREADS);
    if ('missing' in peer) missing.push(peer);
    else backends.push(backend);
  }
  if (backends.includes('wasm')) supplyFilterGradient();
  const rows: string[][] = [];
  for (const backend of backends) {
    rows.push(await row('digits CNN', modelFromLayers(digits.cnn(), 'digits'), backend, quick));
    // Minutes on plain JavaScript, which the row above stands for.
    if (backend !== 'cpu')
      rows.push(await row('shapes', modelFromLayers(shapes(), 'shapes'), backend, quick));
  }
  return {
    title: `Training step (gradients, momentum), batch ${BATCH}, ${THREADS} threads`,
    columns: ['network', 'peer', 'compiled, ms', 'peer, ms', 'peer / compiled', 'pairs', 'difference'],
    rows,
    notes: [
      'Whole batch; medians over alternating runs, the ratio is the median over pairs. Goal: 20x tfjs cpu, 1.5x tfjs wasm.',
      'The wasm backend has no filter gradient of its own: one made of its other kernels is supplied.',
      'Difference: the largest between the weights after one step, relative to the largest change.',
      ...missing.map((peer) => `${peer.name} was left out: ${peer.missing}`),
    ],
  };
}
