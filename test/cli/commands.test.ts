import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeNpy, readNpy } from '../../src/inputs/npy.ts';
import { loadModel } from '../../src/model/load.ts';
import { call } from './call.ts';
import { addFlatModel, GIVEN, tinyProject } from './tiny-project.ts';

let cwd: string;

beforeAll(async () => {
  cwd = await tinyProject();
  await addFlatModel(cwd);
});
afterAll(() => rm(cwd, { recursive: true }));

describe('demo', () => {
  test('exits with 0 whatever the verdicts, and says what run would have done', async () => {
    const less = [
      '--methods',
      'gradient,input-x-gradient',
      '--draws',
      '2',
      '--limit',
      '8',
      '--pictures',
      '1',
    ];
    const { code, stdout, stderr } = await call(['demo', ...less, '--json'], cwd);
    expect(JSON.parse(stdout).summary.failed).toBe(1);
    expect({ code, stderr: stderr.replace(/^Cost: .+\n/, '') }).toEqual({
      code: 0,
      stderr: 'The demo shows failing methods on purpose and exits with 0; `run` would have exited with 1.\n',
    });
    expect(await readdir(join(cwd, 'reports', 'demo'))).toContain('report.json');
  });

  test('has a network without convolutions, for which it leaves out what needs one', async () => {
    const less = [
      '--draws',
      '1',
      '--limit',
      '1',
      '--pictures',
      '0',
      '--metrics',
      'spearman-abs',
      '--out',
      'mlp',
    ];
    const { code, stdout, stderr } = await call(['demo', '--network', 'digits-mlp', ...less, '--json'], cwd);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).checks).toHaveLength(6);
    expect(stderr.replace(/(?<=gradients, ).+(?= on this machine)/, '...')).toMatchInlineSnapshot(`
      "grad-cam is left out: it needs a network with a convolutional layer, found none.
      guided-grad-cam is left out: it needs a network with a convolutional layer,
      found none.
      ig-smoothgrad is left out: it would take 2,500 gradients a map, 96 % of the
      work; --methods paper,ig-smoothgrad asks for it.
      Cost: 30 maps, 515 gradients, ... on this machine.
      The demo shows failing methods on purpose and exits with 0; \`run\` would have exited with 3.
      "
    `);
  });
});

describe('figure', () => {
  beforeAll(async () => {
    await call(['run', ...GIVEN, '--pictures', '2', '--out', 'finished'], cwd);
  });

  test('draws chosen figures of a finished run elsewhere', async () => {
    const argv = [
      'figure',
      'finished',
      '--methods',
      'gradient',
      '--input',
      '2',
      '--views',
      'abs',
      '--out',
      'drawn',
    ];
    const { code, stdout } = await call([...argv, '--scale', '1', '--json'], cwd);
    expect(code).toBe(0);
    const { files } = JSON.parse(stdout);
    expect(files).toContain('drawn/cascade-abs-2.png');
    expect((await readdir(join(cwd, 'drawn'))).map((name) => `drawn/${name}`).sort()).toEqual(
      [...files].sort(),
    );
    expect((await sharp(join(cwd, 'drawn', 'cascade-abs-2.png')).metadata()).format).toBe('png');
  });

  test.each([
    [
      ['--methods', 'grad'],
      '--methods: expected some of gradient, input, found grad. Did you mean gradient?',
    ],
    [['--input', '3'], '--input: expected some of 1, 2, found 3.'],
    [['--views', 'both'], '--views: expected some of abs, signed, found both.'],
    [['--scale', '0'], '--scale: expected a number above 0, at most 10, found 0.'],
  ])('refuses %j', async (options, message) => {
    const { code, stderr } = await call(['figure', 'finished', ...options], cwd);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `saliency-sanity: ${message}\n` });
  });

  test.each([
    ['{', 'expected a JSON document, found text that is none, or cut off.'],
    ['null', 'expected a report of schema saliency-sanity/report@1, found null.'],
    ['{}', 'expected a report of schema saliency-sanity/report@1, found nothing at schema.'],
    ['{"schema":"saliency-sanity/report@1","version":7}', 'found 7 at version.'],
  ])('refuses a report.json that is %s', async (text, message) => {
    await mkdir(join(cwd, 'broken'), { recursive: true });
    await writeFile(join(cwd, 'broken', 'report.json'), text);
    const { code, stderr } = await call(['figure', 'broken'], cwd);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('explain', () => {
  test('leaves out what does not fit and ends with 3', async () => {
    const line = ['explain', '--model', 'flat', '--inputs', 'inputs.npy', '--methods', 'grad-cam,gradient'];
    const { code, stdout, stderr } = await call([...line, '--out', 'some', '--limit', '1'], cwd);
    expect(code).toBe(3);
    expect(stdout).toContain('1 map each of gradient,');
    expect(stderr).toContain('grad-cam is left out: it needs');
  });

  test('writes signed maps as float32 and a picture of each', async () => {
    const { code, stdout } = await call(
      ['explain', ...GIVEN.slice(0, 6), '--out', 'maps', '--limit', '3'],
      cwd,
    );
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Written to maps: 3 maps each of gradient, input, as .npy and .png, with index.json\n',
    });
    const { shape, values } = await readNpy(join(cwd, 'maps', 'gradient.npy'));
    expect(shape).toEqual([3, 12, 12, 1]);
    expect(Math.min(...values)).toBeLessThan(0);
    expect((await readdir(join(cwd, 'maps'))).sort()).toEqual(
      [
        ...['gradient', 'input'].flatMap((name) => [
          ...[0, 1, 2].map((i) => `${name}-${i}.png`),
          `${name}.npy`,
        ]),
        'index.json',
      ].sort(),
    );
    // The control returns what the model saw.
    const seen = await readNpy(join(cwd, 'maps', 'input.npy'));
    const given = await readNpy(join(cwd, 'inputs.npy'));
    expect(seen.values).toEqual(given.values.slice(0, seen.values.length));
  });

  test('writes an index of maps, pictures and inputs, in the order that was given', async () => {
    const labels = [2, 2, 0, 2, 1, 0];
    await writeFile(join(cwd, 'six-labels.json'), JSON.stringify(labels));
    const argv = ['explain', ...GIVEN.slice(0, 6), '--labels', 'six-labels.json', '--target', 'label'];
    expect((await call([...argv, '--out', 'labelled'], cwd)).code).toBe(0);
    const index = JSON.parse(await readFile(join(cwd, 'labelled', 'index.json'), 'utf8'));
    expect(index).toMatchObject({
      schema: 'saliency-sanity/maps@1',
      model: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      inputShape: [12, 12, 1],
      maps: [
        { method: 'gradient', file: 'gradient.npy', shape: [6, 12, 12, 1] },
        { method: 'input', file: 'input.npy', shape: [6, 12, 12, 1] },
      ],
    });
    const given = await readNpy(join(cwd, 'inputs.npy'));
    const seen = await readNpy(join(cwd, 'labelled', 'input.npy'));
    expect(seen.values).toEqual(given.values);
    for (const [at, input] of index.inputs.entries()) {
      expect(input).toMatchObject({
        index: at,
        id: `inputs.npy[${at}]`,
        label: labels[at],
        explained: labels[at],
      });
      expect(input.pictures).toEqual({ gradient: `gradient-${at}.png`, input: `input-${at}.png` });
      for (const file of Object.values<string>(input.pictures)) {
        expect(existsSync(join(cwd, 'labelled', file)), file).toBe(true);
      }
    }
  });

  test('chooses evenly over labels, and keeps the order of what it chose', async () => {
    const argv = ['explain', ...GIVEN.slice(0, 6), '--labels', 'six-labels.json', '--limit', '4', '--json'];
    const { stdout } = await call([...argv, '--out', 'chosen'], cwd);
    const ids = JSON.parse(stdout).inputs.map(({ id }: { id: string }) => id);
    expect(ids).toEqual([0, 1, 2, 4].map((row) => `inputs.npy[${row}]`));
  });

  test('--json names inputs, classes and files', async () => {
    const { stdout } = await call(
      ['explain', ...GIVEN.slice(0, 6), '--out', 'maps', '--limit', '1', '--json'],
      cwd,
    );
    const { inputs, files } = JSON.parse(stdout);
    expect(inputs).toHaveLength(1);
    expect(inputs[0].target).toBe(inputs[0].predicted);
    for (const file of files) expect(existsSync(join(cwd, file)), file).toBe(true);
  });
});

describe('randomize', () => {
  test('writes a model whose layers are random from the output to the stage, and the same again for a seed', async () => {
    const argv = ['randomize', 'model', '--stage', 'dense', '--seed', '3', '--draw', '1', '--json', '--out'];
    const { code, stdout } = await call([...argv, 'random'], cwd);
    expect(code).toBe(0);
    const { files, ...facts } = JSON.parse(stdout);
    expect(facts).toEqual({ stage: 'dense', layers: ['dense'], coverage: 1203 / 1243 });
    for (const file of files) expect(existsSync(join(cwd, file)), file).toBe(true);
    await call([...argv, 'again'], cwd);
    const [trained, random, again] = await Promise.all(
      ['model', 'random', 'again'].map((name) => loadModel(join(cwd, name))),
    );
    expect(random.trained.get('conv/kernel')).toEqual(trained.trained.get('conv/kernel'));
    expect(random.trained.get('dense/kernel')).not.toEqual(trained.trained.get('dense/kernel'));
    expect(again.sha256).toBe(random.sha256);
  });

  test('does not overwrite the trained model', async () => {
    const before = await readFile(join(cwd, 'model', 'weights.bin'));
    const { code } = await call(['randomize', 'model', '--stage', 'full', '--out', './model'], cwd);
    expect(code).toBe(2);
    expect(await readFile(join(cwd, 'model', 'weights.bin'))).toEqual(before);
  });
});

describe('compare', () => {
  test('gives a score per pair and metric, null where there is none', async () => {
    const map = [1, 2, 3, 4];
    await writeFile(join(cwd, 'a.npy'), encodeNpy([3, 4], Float32Array.from([...map, ...map, ...map])));
    await writeFile(
      join(cwd, 'b.npy'),
      encodeNpy([3, 4], Float32Array.from([...map, 4, 3, 2, 1, 5, 5, 5, 5])),
    );
    const argv = ['compare', 'a.npy', 'b.npy', '--metrics', 'spearman-signed,ssim'];
    const { code, stdout, stderr } = await call([...argv, '--json'], cwd);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      scores: { 'spearman-signed': [1, -1, null], ssim: [null, null, null] },
    });
    expect((await call(argv, cwd)).stdout).toMatchInlineSnapshot(`
      "3 pairs of maps

      metric           mean lowest highest undefined
      spearman-signed 0.000 -1.000   1.000         1
      ssim                -      -       -         3

      ssim is left out: the maps have no rows and columns.
      "
    `);
  });
});

describe('compare', () => {
  test('compares float64 files in float64, whatever their offset and size', async () => {
    const wide = (values: number[]) => {
      const data = Buffer.from(Float64Array.from(values).buffer);
      const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (1, ${values.length}), }`.padEnd(117);
      const prefix = Buffer.from(`\x93NUMPY\x01\x00v\x00${header}\n`, 'latin1');
      return Buffer.concat([prefix, data]);
    };
    const a = [1, 4, 2, 8, 5, 7].map((value) => 1e6 + value * 1e-3);
    const b = [1, 4, 8, 2, 5, 7].map((value) => value * 1e-50);
    await writeFile(join(cwd, 'wide-a.npy'), wide(a));
    await writeFile(join(cwd, 'wide-b.npy'), wide(b));
    const argv = ['compare', 'wide-a.npy', 'wide-b.npy', '--metrics', 'spearman-signed,pearson', '--json'];
    const { scores } = JSON.parse((await call(argv, cwd)).stdout);
    expect(scores['spearman-signed'][0]).toBeCloseTo(1 - (6 * 32) / (6 * 35), 12);
    expect(scores.pearson[0]).toBeCloseTo(1 - 36 / 37.5, 6);
  });
});

describe('inspect', () => {
  test('lists layers from output to input with what becomes of them', async () => {
    expect((await call(['inspect', 'model'], cwd)).stdout).toMatchInlineSnapshot(`
      "model: input [12, 12, 1], 3 logits, 1,243 parameters

      From output to input, as a cascade randomises them:

      layer kind   output      parameters  random new values (own)
      dense Dense  [3]              1,203  96.8 % VarianceScaling scale 1, mode fanAvg, distribution uniform; Zeros
      conv  Conv2D [10, 10, 4]         40 100.0 % VarianceScaling scale 1, mode fanAvg, distribution uniform; Zeros
      "
    `);
    const { stdout } = await call(['inspect', 'model', '--json', '--initializer', 'permutation'], cwd);
    const { order, randomization, parameters } = JSON.parse(stdout);
    expect({ order, parameters }).toEqual({ order: ['dense', 'conv'], parameters: 1243 });
    expect(Object.keys(randomization)).toHaveLength(4);
  });
});

describe('methods', () => {
  test('lists every method and set', async () => {
    const { stdout } = await call(['methods', '--json'], cwd);
    const { methods, sets } = JSON.parse(stdout);
    const names = methods.map(({ name }: { name: string }) => name);
    expect(names).toContain('integrated-gradients');
    for (const members of Object.values(sets))
      for (const name of members as string[]) expect(names).toContain(name);
    const { stdout: text } = await call(['methods'], cwd);
    const begins = (name: string) => text.split('\n').some((line) => line.startsWith(`${name} `));
    for (const name of names) expect(begins(name), name).toBe(true);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});
