import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeNpy } from '../../src/inputs/npy.ts';
import { Stream } from '../../src/randomize/stream.ts';
import { call } from './call.ts';
import { addFlatModel, tinyProject } from './tiny-project.ts';

const COUNT = 30;
let cwd: string;

beforeAll(async () => {
  cwd = await tinyProject();
  await addFlatModel(cwd);
  const stream = new Stream('training data');
  const values = Float32Array.from({ length: COUNT * 144 }, () => stream.uniform());
  await writeFile(join(cwd, 'train.npy'), encodeNpy([COUNT, 12, 12, 1], values));
  await writeFile(join(cwd, 'train.json'), JSON.stringify(Array.from({ length: COUNT }, (_, i) => i % 3)));
  await writeFile(join(cwd, 'labels.json'), JSON.stringify(Array.from({ length: 6 }, (_, i) => i % 3)));
});
afterAll(() => rm(cwd, { recursive: true }));

const RUN = ['run', '--model', 'model', '--inputs', 'inputs.npy', '--methods', 'gradient', '--threads', '1'];
const DATA = ['--train-data', 'train.npy', '--train-labels', 'train.json', '--epochs', '2', '--no-cache'];

describe('run --checks retraining', () => {
  test('compares with several networks, given one after the other', async () => {
    const line = [...RUN, '--checks', 'retraining', '--replica', 'model', '--replica=flat', '--json'];
    const report = JSON.parse((await call(line, cwd)).stdout);
    expect(report.plan.replica).toEqual(['model', 'flat']);
    expect(report.checks[0].stages.map(({ name }: { name: string }) => name)).toEqual([
      'replica-1',
      'replica-2',
    ]);
    expect(report.checks[0].stages[0].scores['spearman-abs'].mean).toBe(1);
    expect(report.command).toContain('--replica model,flat');
    expect(report.training).toBeUndefined();
  });

  test('bad networks end in one sentence, before anything is written', async () => {
    await writeFile(join(cwd, 'text.onnx'), 'no model');
    const line = (replica: string) =>
      call([...RUN, '--checks', 'retraining', '--replica', replica, '--out', 'out'], cwd);
    for (const replica of ['text.onnx', 'nowhere']) {
      const { code, stdout, stderr } = await line(replica);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(replica);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    const weights = join(
      cwd,
      'flat',
      JSON.parse(await readFile(join(cwd, 'flat', 'model.json'), 'utf8')).weightsManifest[0].paths[0],
    );
    const bytes = await readFile(weights);
    await truncate(weights, 100);
    const damaged = await line('flat');
    expect(damaged.code).toBe(2);
    await writeFile(weights, bytes);
    expect(damaged.stderr.replaceAll(cwd, '')).toMatchInlineSnapshot(`
      "saliency-sanity: /flat/model.json: weight files weights.bin: expected 4748 bytes for 4 weights, found 100 bytes. The file is cut off, or shapes are wrong.
      "
    `);
  });
});

describe('run --checks roar,kar', () => {
  test('tells what it costs, and reports curves, a figure and verdicts', async () => {
    const line = [...RUN, '--checks', 'roar,kar', ...DATA, '--labels', 'labels.json', '--train-seeds', '2'];
    const { code, stdout, stderr } = await call(
      [...line, '--out', 'roar', '--reporter', 'terminal,markdown=r.md,junit=j.xml'],
      cwd,
    );
    expect(stderr.replace(/\s+/g, ' ')).toContain('30 networks to train, at most 1,800 training examples');
    expect(code).toBe(3);
    expect(stdout).toContain('roar');
    const report = JSON.parse(await readFile(join(cwd, 'roar', 'report.json'), 'utf8'));
    expect(report.checks.map(({ check }: { check: string }) => check)).toEqual(['roar', 'kar']);
    expect(report.checks[0].curves).toHaveLength(2);
    expect(await readFile(join(cwd, 'r.md'), 'utf8')).toContain('retrained');
    expect(await readFile(join(cwd, 'j.xml'), 'utf8')).toContain('roar');
  });

  test('needs training data and labels', async () => {
    const said = async (line: readonly string[]) => {
      const { code, stdout, stderr } = await call([...RUN, ...line], cwd);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    expect(await said(['--checks', 'roar', '--labels', 'labels.json'])).toMatchInlineSnapshot(`
      "saliency-sanity: check roar: expected training data, found none. Give --train-data, or \`training: { data }\` in the configuration: images in a folder for each class, .npy, or IDX.
      "
    `);
    expect(await said(['--checks', 'kar', ...DATA])).toMatchInlineSnapshot(`
      "saliency-sanity: check kar: label of inputs.npy[0]: expected a label for every input, so that answers are right or wrong, found none for 6 of 6. Put images into a folder for each class, or give --labels.
      "
    `);
    expect(await said(['--checks', 'retraining'])).toMatchInlineSnapshot(`
      "saliency-sanity: check retraining: expected networks to compare with, found none. Give --train-data, so that they are trained, or a network with the same inputs and classes: --replica.
      "
    `);
  });
});
