import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeLine } from '../../src/harness/measure/line-text.ts';
import { writeReport } from '../../src/report/files/write.ts';
import { examplePictures, exampleReport } from '../report/example.ts';
import { call } from './call.ts';

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'figure-'));
  const report = exampleReport({ methods: ['gradient', 'guided-backprop'] });
  const results = { report, pictures: examplePictures(report, 8), scores: [] };
  await writeReport(join(cwd, 'run'), results, { kinds: [] });
});
afterAll(() => rm(cwd, { recursive: true }));

const figure = (...options: string[]) => call(['figure', 'run', ...options], cwd);

test('draws a figure for a paper: sized, untitled, all inputs, in three formats', async () => {
  const paper = ['--kinds', 'maps', '--views', 'signed', '--together', '--stages', 'output,full'];
  const look = [
    '--width',
    '120mm',
    '--no-title',
    '--overlay',
    '--normalise',
    'row',
    '--signed-colours',
    'teal-brown',
  ];
  const { code, stdout } = await figure('--out', 'paper', '--formats', 'svg,png,pdf', ...paper, ...look);
  expect(code).toBe(0);
  const files = ['cascade-signed-1-2.pdf', 'cascade-signed-1-2.png', 'cascade-signed-1-2.svg'];
  expect((await readdir(join(cwd, 'paper'))).sort()).toEqual(files);
  expect(stdout.trim().split('\n').sort()).toEqual(files.map((name) => join('paper', name)));
  const { width, density } = await sharp(join(cwd, 'paper', files[1])).metadata();
  expect(density).toBe(300);
  expect(width! / 300).toBeCloseTo(120 / 25.4, 1);
  const svg = await readFile(join(cwd, 'paper', files[2]), 'utf8');
  expect(svg).toContain('<text');
  expect(svg).not.toContain('Signed maps, cascade');
  expect((await readFile(join(cwd, 'paper', files[0]))).subarray(0, 5).toString()).toBe('%PDF-');
});

test('draws curves of one metric and stage, and the summary', async () => {
  const { code } = await figure('--out', 'curves', '--kinds', 'curves,summary', '--metrics', 'ssim');
  expect(code).toBe(0);
  const svg = await readFile(join(cwd, 'curves', 'curves-cascade.svg'), 'utf8');
  expect(svg).toContain('>SSIM<');
  expect(svg).not.toContain('Spearman');
  expect(await readdir(join(cwd, 'curves'))).toHaveLength(4);
});

test.each([
  [['--width', '170'], '--width: expected a width of 40 to 2000mm or 150 to 10000px, like 170mm, found 170.'],
  [['--width', '9mm'], '--width: expected a width of 40 to 2000mm or 150 to 10000px, like 170mm, found 9mm.'],
  [['--dpi', '0'], '--dpi: expected a number from 1 to 2400, found 0.'],
  [['--columns', '1.5'], '--columns: expected a whole number from 1 to 20, found 1.5.'],
  [['--kinds', 'map'], '--kinds: expected some of maps, curves, summary, card, found map.'],
  [['--formats', 'gif'], '--formats: expected some of svg, png, pdf, found gif.'],
  [
    ['--abs-colours', 'jet'],
    '--abs-colours: expected one of inferno, magma, viridis, cividis, grey, found jet.',
  ],
  [['--normalise', 'map,row'], '--normalise: expected one of map, row, found map,row.'],
  [['--stages', 'conv9'], '--stages: expected some of output, fc1, conv2, full, found conv9.'],
])('refuses %j and writes nothing', async (options, message) => {
  const { code, stderr } = await figure('--out', 'refused', ...options);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(await readdir(cwd)).not.toContain('refused');
});

test('draws what the journal of a run says that was stopped, without its maps', async () => {
  const lines = (await readFile(new URL('../harness/lines.ndjson', import.meta.url), 'utf8'))
    .trim()
    .split('\n');
  const folder = join(cwd, 'stopped');
  await mkdir(folder);
  // A line more was cut off.
  const journal = lines.map((line) => writeLine(JSON.parse(line), 'a'.repeat(64))).join('');
  await writeFile(join(folder, 'journal'), `${journal}0123abcd aaaa`);
  const { code, stdout, stderr } = await call(['figure', 'stopped', '--formats', 'svg'], cwd);
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('the run has not ended');
  expect(stdout.trim().split('\n').sort()).toEqual([
    'stopped/figures/curves-cascade.svg',
    'stopped/figures/summary-cascade.svg',
  ]);
});

test('takes a title, and says which figures take several pages', async () => {
  const many = exampleReport({ methods: Array.from({ length: 24 }, (_each, at) => `method-${at}`) });
  const results = { report: many, pictures: examplePictures(many, 4), scores: [] };
  await writeReport(join(cwd, 'many'), results, { kinds: [] });
  const options = ['--title', "LeNet, '98", '--kinds', 'maps', '--views', 'abs', '--input', '2'];
  const argv = ['figure', 'many', '--out', 'pages', '--formats', 'svg', ...options];
  const { code, stdout, stderr } = await call(argv, cwd);
  expect(code).toBe(0);
  const names = (await readdir(join(cwd, 'pages'))).sort();
  expect(names.length).toBeGreaterThan(1);
  expect(names[0]).toBe('cascade-abs-2-page-1.svg');
  expect(stdout.trim().split('\n')).toEqual(names.map((name) => join('pages', name)));
  expect(stderr).toContain('cascade-abs-2 does not fit on one page: it is drawn as cascade-abs-2-page-1, ');
  for (const name of names) expect(stderr).toContain(name.replace('.svg', ''));
  const svg = await readFile(join(cwd, 'pages', names[1]), 'utf8');
  expect(svg).toContain(">LeNet, '98</text>");
  const { notices } = JSON.parse((await call([...argv, '--json'], cwd)).stdout);
  expect(notices).toHaveLength(1);
});

test('draws with the title that the run was given, where the command gives none', async () => {
  const report = exampleReport({ methods: ['gradient'] });
  const titled = { ...report, plan: { ...report.plan, title: 'Drawn digits' } };
  const results = { report: titled, pictures: examplePictures(report, 4), scores: [] };
  await writeReport(join(cwd, 'titled'), results, { kinds: [] });
  const drawn = async (out: string, ...more: string[]) => {
    await call(['figure', 'titled', '--kinds', 'summary', '--formats', 'svg', '--out', out, ...more], cwd);
    return readFile(join(cwd, out, 'summary-cascade.svg'), 'utf8');
  };
  expect(await drawn('run-title')).toContain('>Drawn digits</text>');
  expect(await drawn('own-title', '--title', 'Other')).toContain('>Other</text>');
  expect(await drawn('no-title', '--no-title')).not.toContain('Drawn digits');
});
