import '../../src/tfjs-cpu.ts';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as layers from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeNpy } from '../../src/inputs/npy.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import { writeModel } from '../../src/model/write.ts';
import { Stream } from '../../src/randomize/stream.ts';
import { call } from './call.ts';
import { tinyProject } from './tiny-project.ts';

const COUNT = 30;
let cwd: string;

beforeAll(async () => {
  cwd = await tinyProject();
  const stream = new Stream('training data');
  const values = Float32Array.from({ length: COUNT * 144 }, () => stream.uniform());
  await writeFile(join(cwd, 'train.npy'), encodeNpy([COUNT, 12, 12, 1], values));
  const labels = Array.from({ length: COUNT }, (_, i) => i % 3);
  await writeFile(join(cwd, 'train.json'), JSON.stringify(labels));
  await writeFile(join(cwd, 'few.json'), JSON.stringify(labels.slice(3)));
  const network = layers.sequential({
    layers: [
      layers.layers.flatten({ inputShape: [12, 12, 1] }),
      layers.layers.dense({ units: 3, activation: 'sigmoid', name: 'dense' }),
    ],
  });
  const model = modelFromLayers(network, 'sigmoid');
  await mkdir(join(cwd, 'sigmoid'));
  await writeModel(model, model.trained, join(cwd, 'sigmoid'));
});
afterAll(() => rm(cwd, { recursive: true }));

const GIVEN = [
  '--inputs',
  'inputs.npy',
  '--methods',
  'gradient,input',
  '--orders',
  'labels',
  '--threads',
  '1',
];
const DATA = ['--train-data', 'train.npy', '--train-labels', 'train.json'];
const RUN = ['run', '--model', 'model', ...GIVEN];
const SETTINGS = ['--epochs', '200', '--learning-rate', '.02', '--train-batch', '10'];

describe('run --orders labels', () => {
  test('trains, keeps the networks, and takes them from the cache', async () => {
    const line = [...RUN, ...DATA, ...SETTINGS, '--permutations', '3', '--cache', 'kept', '--json'];
    const first = JSON.parse((await call(line, cwd)).stdout);
    expect(first.plan.training).toMatchObject({ data: 'train.npy', permutations: 3, rate: 0.02, batch: 10 });
    expect(first.training.map((one: { cached: boolean }) => one.cached)).toEqual([false, false, false]);
    expect(first.command).not.toContain('kept');
    const again = JSON.parse((await call(line, cwd)).stdout);
    expect(again.training.map((one: { cached: boolean }) => one.cached)).toEqual([true, true, true]);
    expect(again.checks).toEqual(first.checks);

    const { stdout } = await call(['cache', 'list', '--cache', 'kept'], cwd);
    expect(stdout).toMatch(/^kept\/[0-9a-f]{64}\.trained {2}trained {2}0\.0 MB {2}\d{4}-/);
    expect(stdout).toMatch(/\n3 networks, 0\.0 MB\n$/);
    const cleared = JSON.parse((await call(['cache', 'clear', '--cache', 'kept', '--json'], cwd)).stdout);
    expect(cleared).toMatchObject({ cleared: true });
    expect(cleared.networks).toHaveLength(3);
    expect(await readdir(join(cwd, 'kept'))).toEqual([]);
  });

  test('--no-cache keeps nothing', async () => {
    const { code } = await call([...RUN, ...DATA, '--epochs', '1', '--no-cache', '--quiet'], cwd);
    expect(code).toBe(3);
    expect(await readdir(cwd)).not.toContain('.cache');
  });

  test.each<[string, readonly string[], string]>([
    ['no data', RUN, 'check labels: expected training data, found none. Give --train-data'],
    [
      'fewer labels than images',
      [...RUN, '--train-data', 'train.npy', '--train-labels', 'few.json'],
      'labels of train.npy: expected 30, found 27',
    ],
    [
      'a diverging rate',
      [...RUN, ...DATA, '--learning-rate', '1e6', '--optimizer', 'sgd'],
      'learning rate 1000000: expected one with which training converges',
    ],
    [
      'a loss that does not fit',
      ['run', '--model', 'sigmoid', ...GIVEN, ...DATA],
      'sigmoid: expected logits or softmax probabilities',
    ],
    ['an unknown loss', [...RUN, ...DATA, '--loss', 'hinge'], '--loss: expected one of cross-entropy'],
    ['no share', [...RUN, ...DATA, '--label-noise', '0'], '--label-noise: expected a share above 0'],
    ['a rate in words', [...RUN, ...DATA, '--learning-rate', 'high'], '--learning-rate: expected a number'],
  ])('%s: message and exit code 2', async (_, line, message) => {
    const { code, stdout, stderr } = await call([...line, '--cache', 'faults'], cwd);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('the other loss trains what cross-entropy does not fit', async () => {
    const line = ['run', '--model', 'sigmoid', ...GIVEN, ...DATA, '--epochs', '2', '--no-cache', '--json'];
    const report = JSON.parse((await call([...line, '--loss', 'mean-squared-error'], cwd)).stdout);
    expect(report.training).toHaveLength(2);
  });
});

describe('labels elsewhere', () => {
  test('paths of a configuration are relative to its file, options win over single keys', async () => {
    await mkdir(join(cwd, 'configured'));
    const config = {
      model: '../model',
      inputs: '../inputs.npy',
      orders: ['labels'],
      methods: ['gradient'],
      training: { data: '../train.npy', labels: '../train.json', epochs: 3, batch: 10, cache: '../own' },
    };
    await writeFile(join(cwd, 'configured', 'checks.json'), JSON.stringify(config));
    const line = ['run', '--config', 'configured/checks.json', '--epochs', '1', '--json'];
    const report = JSON.parse((await call(line, cwd)).stdout);
    expect(report.plan.training).toMatchObject({
      data: 'train.npy',
      labels: 'train.json',
      epochs: 1,
      batch: 10,
    });
    expect(await readdir(join(cwd, 'own'))).toHaveLength(2);
  });

  test('randomize has no such order', async () => {
    const { code, stderr } = await call(
      ['randomize', 'model', '--stage', 'full', '--order', 'labels', '--out', 'random'],
      cwd,
    );
    expect(code).toBe(2);
    expect(stderr).toContain('order: expected one that makes layers random, found labels');
  });

  test('the demo says which of its networks can be trained', async () => {
    const { code, stderr } = await call(['demo', '--orders', 'labels', '--network', 'shapes'], cwd);
    expect(code).toBe(2);
    expect(stderr).toContain(
      '--network: expected one of digits, digits-mlp, for checks that train networks, found shapes',
    );
  });

  test('the demo tells one run at a time in a document', async () => {
    const { code, stderr } = await call(['demo', '--orders', 'labels', '--json'], cwd);
    expect(code).toBe(2);
    expect(stderr).toContain('--network: expected one of digits, digits-mlp, for a report of one run');
  });
});
