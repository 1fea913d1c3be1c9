import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWholeFile } from '../../../src/disk/whole-file.ts';
import { drawFigures } from '../../../src/report/figures/draw-figures.ts';
import { readPictures } from '../../../src/report/files/pictures-store.ts';
import { writeReport } from '../../../src/report/files/write.ts';
import type { Notice } from '../../../src/results/report.ts';
import { examplePictures, exampleReport } from '../example.ts';

const report = exampleReport({ methods: ['gradient', 'guided-backprop'], stages: ['output', 'full'] });
const pictures = examplePictures(report, 8);
const scores = [
  { method: 'm', order: 'cascade', stage: 'full', draw: 0, image: 'a', metric: 'ssim', score: 1 },
];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeReport', () => {
  it('writes every file of a run and returns the paths', async () => {
    const out = join(folder, 'new', 'run');
    const paths = await writeReport(out, { report, pictures, scores }, { inputs: [0], scale: 1 });
    expect(paths.map((path) => relative(out, path)).sort()).toEqual([
      'figures/cascade-abs-1.png',
      'figures/cascade-abs-1.svg',
      'figures/cascade-signed-1.png',
      'figures/cascade-signed-1.svg',
      'figures/curves-cascade.png',
      'figures/curves-cascade.svg',
      'figures/summary-cascade.png',
      'figures/summary-cascade.svg',
      'junit.xml',
      'maps/check-1.npy',
      'maps/check-2.npy',
      'maps/index.json',
      'maps/inputs.npy',
      'report.html',
      'report.json',
      'report.md',
      'scores.ndjson',
    ]);
    const present = await readdir(out, { recursive: true, withFileTypes: true });
    expect(present.filter((entry) => entry.isFile())).toHaveLength(paths.length);
    expect(JSON.parse(await readFile(join(out, 'report.json'), 'utf8'))).toEqual(report);
    expect(await readPictures(out)).toEqual(pictures);
  });

  it('deletes figures and maps of an earlier run, and nothing else', async () => {
    const earlier = exampleReport({ methods: ['gradient', 'grad-cam', 'lime'], stages: ['output', 'full'] });
    const all = { report: earlier, pictures: examplePictures(earlier, 8), scores };
    await writeReport(folder, all, { inputs: [0, 1], scale: 1 });
    const own = ['figures/curves-mine.png', 'figures/cascade.png', 'maps/mine.npy'];
    for (const name of own) await writeFile(join(folder, name), 'mine');
    const stale = ['figures/curves-cascade-page-2.png', 'figures/card.pdf', 'figures/labels-abs-1-2.svg'];
    for (const name of stale) await writeFile(join(folder, name), 'old');
    const written = await writeReport(folder, { report, pictures, scores }, { inputs: [0], scale: 1 });
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const found = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(found.sort()).toEqual([...written, ...own.map((name) => join(folder, name))].sort());
  });

  it('overwrites what an earlier run left, and needs no pictures', async () => {
    await writeFile(join(folder, 'report.json'), 'old');
    const paths = await writeReport(folder, { report, pictures: null, scores }, { scale: 1 });
    expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')).version).toBe(report.version);
    expect(paths.filter((path) => path.includes('maps'))).toEqual([]);
    expect(paths.filter((path) => path.endsWith('.png'))).toHaveLength(2);
  });
});

describe('what cannot be drawn', () => {
  // Maps without scores, so that every figure of maps breaks off.
  const [first, second] = pictures.checks;
  const torn = {
    ...pictures,
    checks: [{ ...first, scores: null as unknown as typeof first.scores }, second],
  };

  it('costs a notice, not the verdicts, and says so in every file', async () => {
    await writeFile(join(folder, 'report.html'), 'of an earlier run');
    const notices: Notice[] = [];
    const written = { report, pictures: torn, scores };
    const paths = await writeReport(folder, written, { inputs: [0], scale: 1 }, (one) => notices.push(one));
    expect(notices.map(({ code, message }) => `${code}: ${message.split(':')[0]}`)).toEqual([
      'not-drawn: report.html could not be drawn',
      'not-drawn: figure cascade-abs-1 could not be drawn',
      'not-drawn: figure cascade-signed-1 could not be drawn',
    ]);
    const present = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(present.filter((entry) => entry.isFile())).toHaveLength(paths.length);
    expect(paths.map((path) => relative(folder, path))).toContain('figures/summary-cascade.png');
    const kept = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
    expect(kept).toEqual({ ...report, notices: [...report.notices, ...notices] });
    expect(await readFile(join(folder, 'report.md'), 'utf8')).toContain(
      'figure cascade-abs-1 could not be drawn',
    );
  });

  it('is an error where nobody is told', async () => {
    await expect(drawFigures(report, torn, { kinds: ['maps'] })).rejects.toThrow();
  });
});

it('refuses a folder that is a file, or below one', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'kept');
  for (const place of [file, join(file, 'sub')]) {
    await expect(writeReport(place, { report, pictures: null, scores })).rejects.toThrow(
      /that can be written/,
    );
  }
  expect(await readFile(file, 'utf8')).toBe('kept');
});

describe('writeWholeFile', () => {
  it('leaves the old file and no draft when its content breaks off', async () => {
    const path = join(folder, 'scores.ndjson');
    await writeFile(path, 'old');
    async function* broken() {
      yield 'new';
      throw new Error('broken off');
    }
    await expect(writeWholeFile(path, broken())).rejects.toThrow('broken off');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['scores.ndjson']);
  });
});

describe('drawFigures', () => {
  it('draws the chosen inputs, views and methods', async () => {
    const options = { inputs: [1, 99], views: ['signed' as const], methods: ['gradient'], scale: 1 };
    const figures = await drawFigures(report, pictures, options);
    expect(figures.map((figure) => figure.name)).toEqual([
      'curves-cascade',
      'summary-cascade',
      'cascade-signed-2',
    ]);
    expect(figures[2].svg).not.toContain('guided-backprop');
  });

  it('draws several inputs into one figure, sized on paper at 300 dpi', async () => {
    const width = { value: 85, unit: 'mm' as const };
    const options = { kinds: ['maps' as const], views: ['abs' as const], together: true, width };
    const [figure, ...others] = await drawFigures(report, pictures, options);
    expect(others).toEqual([]);
    expect(figure.name).toBe('cascade-abs-1-2');
    expect(figure.svg).toMatch(/<svg[^>]* width="85(\.\d+)?mm"/);
    const metadata = await sharp(figure.png).metadata();
    expect(metadata.density).toBe(300);
    expect(metadata.width! / 300).toBeCloseTo(85 / 25.4, 1);
  });

  it.each([
    [{ width: { value: 500, unit: 'px' as const } }, 500],
    [{ width: { value: 500, unit: 'px' as const }, scale: 2 }, 1000],
    [{ width: { value: 127, unit: 'mm' as const }, dpi: 100 }, 500],
  ])('has as many pixels as %o asks for', async (options, expected) => {
    const figures = await drawFigures(report, pictures, { ...options, inputs: [0], views: ['abs'] });
    expect(figures).toHaveLength(3);
    for (const { png } of figures) {
      expect(Math.abs((await sharp(png).metadata()).width! - expected)).toBeLessThanOrEqual(4);
    }
  });
});
