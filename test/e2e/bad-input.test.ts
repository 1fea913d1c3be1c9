import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeNpy } from '../../src/inputs/npy.ts';
import { call } from '../cli/call.ts';

const digits = resolve('fixtures/digits');
let cwd: string;

/** A copy of the digits model with its model.json changed by `edit`, and its weights by `cut`. */
async function model(
  name: string,
  edit: (json: { weightsManifest: { paths: string[]; weights: { shape: number[] }[] }[] }) => void,
  cut: (weights: Buffer) => Buffer = (weights) => weights,
): Promise<void> {
  const folder = join(cwd, name);
  await mkdir(folder);
  const json = JSON.parse(await readFile(join(digits, 'cnn/model.json'), 'utf8'));
  edit(json);
  await writeFile(join(folder, 'model.json'), JSON.stringify(json));
  await writeFile(join(folder, 'weights.bin'), cut(await readFile(join(digits, 'cnn/weights.bin'))));
}

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'saliency-sanity-'));
  await cp(join(digits, 'cnn'), join(cwd, 'model'), { recursive: true });
  await cp(join(digits, 'test'), join(cwd, 'images'), { recursive: true });
  await writeFile(join(cwd, 'secret.bin'), 'secret');
  await model('no-weights', () => {});
  await rm(join(cwd, 'no-weights/weights.bin'));
  await model(
    'truncated',
    () => {},
    (weights) => weights.subarray(0, weights.length / 2),
  );
  await model('wrong-shape', (json) => json.weightsManifest[0].weights[0].shape.reverse());
  await model('escaping', (json) => {
    json.weightsManifest[0].paths = ['../secret.bin'];
  });
  await model(
    'nan',
    () => {},
    (weights) => {
      weights.writeFloatLE(Number.NaN, 400);
      return weights;
    },
  );
  await mkdir(join(cwd, 'half'));
  await writeFile(
    join(cwd, 'half/model.json'),
    (await readFile(join(digits, 'cnn/model.json'), 'utf8')).slice(0, 900),
  );
  for (const folder of ['broken', 'huge', 'empty', 'labelled']) await mkdir(join(cwd, folder));
  const png = await readFile(join(digits, 'test/0/000.png'));
  await writeFile(join(cwd, 'broken/a.png'), png.subarray(0, 60));
  const black = { create: { width: 12_000, height: 9_000, channels: 3, background: 'black' } } as const;
  await sharp(black).png({ compressionLevel: 1 }).toFile(join(cwd, 'huge/a.png'));
  await copyFile(join(digits, 'test/0/000.png'), join(cwd, 'labelled/a.png'));
  await writeFile(join(cwd, 'labelled/labels.json'), '{"a.png": 10}');
  await writeFile(join(cwd, 'nan.npy'), encodeNpy([1, 28, 28, 1], new Float32Array(784).fill(Number.NaN)));
  await writeFile(join(cwd, 'wrong.npy'), encodeNpy([2, 32, 32, 3], new Float32Array(2 * 32 * 32 * 3)));
}, 60_000);

afterAll(() => rm(cwd, { recursive: true }));

const run = (modelPath: string, inputs: string, ...more: string[]) => [
  'run',
  '--model',
  modelPath,
  '--inputs',
  inputs,
  '--out',
  'new',
  ...more,
];

const cases: Readonly<Record<string, string[]>> = {
  'missing weights': run('no-weights', 'images'),
  'truncated weights': run('truncated', 'images'),
  'a model file cut in half': run('half', 'images'),
  'wrong shapes': run('wrong-shape', 'images'),
  'weights outside the model folder': run('escaping', 'images'),
  'NaN in weights': run('nan', 'images'),
  'an image that does not decode': run('model', 'broken'),
  'an image above the pixel limit': run('model', 'huge'),
  'a folder without images': run('model', 'empty'),
  'a label out of range': run('model', 'labelled'),
  'NaN in inputs': run('model', 'nan.npy'),
  'inputs of another shape': run('model', 'wrong.npy'),
  'an unknown method': run('model', 'images', '--methods', 'gradeint'),
  'an unknown device': run('model', 'images', '--device', 'gpu'),
  'a device for the eager engine': run('model', 'images', '--engine', 'eager', '--device', 'cuda'),
  'an unknown layer': run('model', 'images', '--layers', 'conv3'),
  'a folder that cannot be written': [
    'run',
    '--model',
    'model',
    '--inputs',
    'images',
    '--out',
    'secret.bin/new',
  ],
};

describe('bad input ends with exit code 2 and one message, and writes nothing', () => {
  test.each(Object.entries(cases))('%s', async (_, argv) => {
    const before = await readdir(cwd, { recursive: true });
    const { code, stdout, stderr } = await call(argv, cwd);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.replaceAll(cwd, '<folder>')).toMatchSnapshot();
    expect(stderr).not.toContain('    at ');
    expect(await readdir(cwd, { recursive: true })).toEqual(before);
  });

  // No permission helps here, so that it holds for root, too.
  const model = ['--model', 'model'];
  const inputs = ['--inputs', 'images'];
  test.each<[string, string[]]>([
    ['run', ['run', ...model, ...inputs, '--out', 'secret.bin/new']],
    ['run, further down', ['run', ...model, ...inputs, '--out', 'secret.bin/a/b']],
    ['explain', ['explain', ...model, ...inputs, '--methods', 'gradient', '--out', 'secret.bin/new']],
    ['randomize', ['randomize', 'model', '--stage', 'full', '--out', 'secret.bin/new']],
    ['demo', ['demo', '--out', 'secret.bin/new']],
  ])('%s: a folder below a file', async (_, argv) => {
    const before = await readdir(cwd, { recursive: true });
    const { code, stdout, stderr } = await call(argv, cwd);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^saliency-sanity: .*secret\.bin/);
    expect(await readdir(cwd, { recursive: true })).toEqual(before);
    expect(await readFile(join(cwd, 'secret.bin'), 'utf8')).toBe('secret');
  });

  test.skipIf(process.getuid?.() === 0)('a folder without permission', async () => {
    const locked = join(cwd, 'locked');
    await mkdir(locked);
    await chmod(locked, 0o500);
    const { code, stderr } = await call([...run('model', 'images').slice(0, -2), '--out', 'locked/new'], cwd);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('locked') });
  });
});
