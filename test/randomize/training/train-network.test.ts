import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as layers from '@tensorflow/tfjs-layers';
import { afterAll, describe, expect, it } from 'vitest';
import { createCompiledEngine } from '../../../src/engine/compiled.ts';
import { createEagerEngine } from '../../../src/engine/eager.ts';
import { InputError } from '../../../src/errors.ts';
import { modelFromLayers } from '../../../src/model/layers-model.ts';
import type { Weights } from '../../../src/model/model.ts';
import { permutedLabels } from '../../../src/randomize/training/label-noise.ts';
import { type TrainingOptions, trainNetwork } from '../../../src/randomize/training/train-network.ts';
import { REFERENCE } from '../../engine/reference.ts';
import { easyData, mlp, residual } from './networks.ts';

const engine = createCompiledEngine({ threads: 1 });
const folder = await mkdtemp(join(tmpdir(), 'training-'));
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

const L = layers.layers;
const dropping = modelFromLayers(mlp(0.3), 'dropping');
const normalised = modelFromLayers(residual(), 'normalised');
const features = easyData(60, 8, 3);
const images = easyData(60, 128, 3);

const settings = { batch: 16, epochs: 4, optimizer: { kind: 'adam', rate: 0.01 } } as const;
const dropout: TrainingOptions = { model: dropping, engine, ...features, settings, seed: 5 };
const batchNorm: TrainingOptions = { model: normalised, engine, ...images, settings, seed: 5 };

async function faultOf(options: Partial<TrainingOptions>): Promise<string> {
  const error = await trainNetwork({ ...dropout, ...options }).catch((reason: unknown) => reason);
  if (error instanceof InputError) return error.message.replaceAll(folder, '<folder>');
  throw error instanceof Error ? error : new Error('expected an InputError');
}

function distance(a: Weights, b: Weights): number {
  let worst = 0;
  for (const [name, values] of a) {
    values.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value - b.get(name)![i]));
    });
  }
  return worst;
}

describe.each([
  ['dropout', dropout],
  ['batch normalisation', batchNorm],
])('training with %s', (name, options) => {
  it('gives the same weights for a seed, and others for another', async () => {
    const [a, b, c] = [
      await trainNetwork(options),
      await trainNetwork(options),
      await trainNetwork({ ...options, seed: 6 }),
    ];
    expect(a).toEqual(b);
    expect(distance(a.weights, c.weights)).toBeGreaterThan(0.1);
  });

  it('killed between any two steps goes on to the same weights', async () => {
    const whole = await trainNetwork(options);
    const checkpoint = join(folder, `${name}.checkpoint`);
    let calls = 0;
    for (const after of [2, 3, 4, 2]) {
      const stop = new AbortController();
      let steps = 0;
      const onStep = () => ++steps === after && stop.abort();
      await expect(
        trainNetwork({ ...options, checkpoint, onStep, signal: stop.signal }),
      ).rejects.toHaveProperty('name', 'AbortError');
      calls += steps;
    }
    const resumed = await trainNetwork({ ...options, checkpoint, onStep: () => calls++ });
    expect(resumed).toEqual(whole);
    expect(await trainNetwork({ ...options, checkpoint, onStep: () => calls++ })).toEqual(whole);
    // Three steps in an epoch, four epochs: each kill lost less than an epoch, and a finished training is not repeated.
    expect(calls).toBeLessThanOrEqual(12 + 4 * 2);
    expect((await readdir(folder)).filter((file) => file.endsWith('.part'))).toEqual([]);
  });

  it('is the same on the eager engine', async () => {
    const eager = await createEagerEngine({ backend: REFERENCE, threads: 1 });
    const gentle = { ...settings, epochs: 2, optimizer: { kind: 'sgd', rate: 0.05, momentum: 0.9 } } as const;
    const ours = await trainNetwork({ ...options, settings: gentle });
    const theirs = await trainNetwork({ ...options, settings: gentle, engine: eager });
    expect(distance(ours.weights, theirs.weights)).toBeLessThan(1e-5);
  });

  it('leaves the model as it was', async () => {
    const before = new Map([...options.model.trained].map(([key, values]) => [key, values.slice()]));
    await trainNetwork({ ...options, initial: options.model.trained });
    expect(options.model.trained).toEqual(before);
  });
});

describe('what is learnt', () => {
  it('is the class, on easy data, at inference too', async () => {
    const more = { ...settings, epochs: 45 };
    for (const options of [dropout, batchNorm]) {
      const { accuracy, history, ended } = await trainNetwork({ ...options, settings: more });
      expect(accuracy).toBeGreaterThan(0.85);
      expect(history.at(-1)!.loss).toBeLessThan(history[0].loss / 2);
      expect([history.length, ended]).toEqual([45, 'epochs']);
    }
  });

  it('is a random permutation of the labels by heart, until the accuracy to stop at', async () => {
    const labels = permutedLabels(features.labels, { seed: 1 });
    const wide = modelFromLayers(
      layers.sequential({
        layers: [
          L.dense({ inputShape: [8], units: 128, activation: 'relu', name: 'fc1' }),
          L.dense({ units: 3, name: 'output' }),
        ],
      }),
      'wide',
    );
    const until = { ...settings, epochs: 400, stopAt: 0.95 };
    const { accuracy, history, ended } = await trainNetwork({
      ...dropout,
      model: wide,
      labels,
      settings: until,
    });
    expect(ended).toBe('accuracy');
    expect(accuracy).toBeGreaterThanOrEqual(0.95);
    expect(history.length).toBeLessThan(400);
    expect(history.at(-1)!.measured).toBe(accuracy);
  });

  it('moves the statistics of batch normalisation towards those of the data', async () => {
    const { weights } = await trainNetwork({ ...batchNorm, settings: { ...settings, epochs: 10 } });
    const [mean, variance] = ['mean', 'variance'].map((part) => weights.get(`norm1/moving_${part}`)!);
    expect(mean.every((value) => value !== 0)).toBe(true);
    expect(variance.every((value) => value > 0 && value !== 1)).toBe(true);
  });

  it('leaves frozen layers at the values of the model', async () => {
    const network = mlp();
    network.getLayer('fc1').trainable = false;
    const model = modelFromLayers(network, 'frozen');
    const { weights } = await trainNetwork({ ...dropout, model });
    expect(weights.get('fc1/kernel')).toEqual(model.trained.get('fc1/kernel'));
    expect(weights.get('output/kernel')).not.toEqual(model.trained.get('output/kernel'));
  });
});

it('reports every step and epoch', async () => {
  const steps: string[] = [];
  const epochs: number[] = [];
  await trainNetwork({
    ...dropout,
    settings: { ...settings, epochs: 2, schedule: 'linear' },
    onStep: ({ epoch, epochs, step, steps: of }) => steps.push(`${epoch}/${epochs} ${step}/${of}`),
    onEpoch: ({ epoch, measured }) => epochs.push(measured === null ? epoch : -epoch),
  });
  expect(steps).toEqual(['1/2 1/3', '1/2 2/3', '1/2 3/3', '2/2 1/3', '2/2 2/3', '2/2 3/3']);
  expect(epochs).toEqual([1, -2]);
});

describe('faults', () => {
  const { data, labels } = features;
  const noisy = () =>
    modelFromLayers(
      layers.sequential({
        layers: [
          L.gaussianNoise({ inputShape: [8], stddev: 1, name: 'noise' }),
          L.dense({ units: 3, name: 'output' }),
        ],
      }),
      'noisy',
    );
  const last = (units: number, activation: 'sigmoid' | 'linear') => () =>
    modelFromLayers(
      layers.sequential({ layers: [L.dense({ inputShape: [8], units, activation, name: 'output' })] }),
      'small',
    );
  const frozen = () => {
    const network = mlp();
    for (const layer of network.layers) layer.trainable = false;
    return modelFromLayers(network, 'frozen');
  };
  const rate = (value: number) => ({ ...settings, optimizer: { kind: 'sgd', rate: value } as const });

  it.each<[string, () => Partial<TrainingOptions>]>([
    ['fewer labels than inputs', () => ({ labels: labels.subarray(1) })],
    ['a class with no example', () => ({ labels: labels.map((label) => Math.min(label, 1)) })],
    ['a label out of range', () => ({ labels: labels.with(7, 3) })],
    ['data of another size', () => ({ data: data.subarray(1) })],
    ['a learning rate that diverges', () => ({ settings: rate(1e6) })],
    ['a learning rate below zero', () => ({ settings: rate(-1) })],
    ['a momentum of one', () => ({ settings: { optimizer: { kind: 'sgd', rate: 1, momentum: 1 } } })],
    ['half a batch', () => ({ settings: { batch: 0.5 } })],
    ['no epochs', () => ({ settings: { epochs: 0 } })],
    ['an accuracy above one', () => ({ settings: { stopAt: 95 } })],
    ['an unknown loss', () => ({ settings: { loss: 'hinge' as never } })],
    ['cross-entropy of sigmoids', () => ({ model: last(3, 'sigmoid')() })],
    ['cross-entropy of one value', () => ({ model: last(1, 'linear')(), labels: labels.map(() => 0) })],
    ['a layer of other noise', () => ({ model: noisy() })],
    ['nothing to train', () => ({ model: frozen() })],
    ['a model of a format without training', () => ({ model: { ...dropping, training: undefined } })],
  ])('%s', async (_, options) => {
    expect(await faultOf(options())).toMatchSnapshot();
  });

  it('a loss that explodes without becoming infinite', async () => {
    const options = { ...batchNorm, settings: { ...rate(60), epochs: 60, loss: 'cross-entropy' as const } };
    expect(await faultOf(options)).toMatch(/^learning rate 60: .* diverges: use a smaller learning rate/);
  });

  it('a checkpoint of another training', async () => {
    const checkpoint = join(folder, 'other.checkpoint');
    const short = { ...settings, epochs: 1 };
    await trainNetwork({ ...dropout, settings: short, checkpoint });
    expect(await faultOf({ settings: short, checkpoint, seed: 6 })).toMatchSnapshot();
  });
});
