import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachFigures, drawFailures } from '../../src/vitest/failure-figures.ts';
import { exampleReport } from '../report/example.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saliency-figures-'));
});
afterAll(() => rm(folder, { recursive: true }));

const example = exampleReport();
const report = { ...example, plan: { ...example.plan, pictures: 0 } };
const [check] = report.checks;
const later = () => performance.now() + 1e9;

describe('drawFailures', () => {
  test('draws figures of the checks as files', async () => {
    const drafts = join(folder, 'drawn');
    const figures = (await drawFailures([check], report, { out: folder, drafts, until: later() })).get(
      check,
    )!;
    expect(figures.missing).toBeNull();
    expect(figures.files.map(({ name }) => `${name}.png`)).toEqual(await readdir(join(drafts, '0')));
    expect(figures.files.length).toBeGreaterThan(0);
  });

  test('draws nothing once the time is over, and says so', async () => {
    const places = { out: folder, drafts: join(folder, 'late'), until: performance.now() };
    expect((await drawFailures([check], report, places)).get(check)).toEqual({
      files: [],
      missing: 'the time for the run was over',
    });
  });

  test('says why a figure cannot be drawn', async () => {
    const withMaps = { ...report, plan: { ...report.plan, pictures: 1 } };
    const places = { out: join(folder, 'nowhere'), drafts: join(folder, 'none'), until: later() };
    const figures = (await drawFailures([check], withMaps, places)).get(check)!;
    expect(figures.missing).toContain('nowhere');
  });
});

describe('attachFigures', () => {
  const files = [{ name: 'curves-cascade', path: '/a.png' }];
  const context = (annotate: (text: string, file: object) => Promise<void>) =>
    ({ annotate }) as unknown as TestContext;

  test('attaches every file', async () => {
    const attached: object[] = [];
    const keep = async (text: string, file: object) => {
      attached.push({ text, ...file });
    };
    expect(await attachFigures({ files, missing: null }, 'gradient', context(keep))).toBeNull();
    expect(attached).toEqual([
      { text: 'gradient: curves-cascade', contentType: 'image/png', path: '/a.png' },
    ]);
  });

  test('says what is missing, and never throws', async () => {
    const full = async () => {
      throw new Error('no space left on device');
    };
    const attach = (missing: string | null) => attachFigures({ files, missing }, 'gradient', context(full));
    expect(await attach(null)).toBe('Some figures are missing: no space left on device.');
    expect(await attach('the time for the run was over')).toBe(
      'Some figures are missing: the time for the run was over.',
    );
  });
});
