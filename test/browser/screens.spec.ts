import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportHtml } from '../../src/report/html/report-html.ts';
import { examplePictures, exampleReport } from '../report/example.ts';
import { launch } from './chromium.ts';

const SCREENS = fileURLToPath(new URL('./screens/', import.meta.url));
/** Screens are compared at a quarter of their size, where the rendering of single glyphs no longer counts. */
const SHRINK = 4;
/** Mean difference of grey levels, 0 to 255: another browser version stays below 1, a lost panel is above 5. */
const TOLERANCE = 2.5;

let browser: Browser;
let folder: string;
let url: string;

beforeAll(async () => {
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'report-screens-'));
  const report = exampleReport({ orders: ['cascade', 'independent'] });
  const environment = { node: 'v20.20.2', platform: 'linux x64' };
  await writeFile(
    join(folder, 'report.html'),
    await reportHtml(report, examplePictures(report), environment),
  );
  url = pathToFileURL(join(folder, 'report.html')).href;
});
afterAll(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true });
});

test.each([
  { name: 'desktop-light', width: 1280, height: 900, scheme: 'light', at: null },
  { name: 'desktop-grid', width: 1280, height: 900, scheme: 'light', at: '#grid' },
  { name: 'phone-dark', width: 390, height: 844, scheme: 'dark', at: null },
  { name: 'desktop-cards', width: 1280, height: 900, scheme: 'light', at: '#verdicts-passed' },
  { name: 'phone-grid', width: 390, height: 844, scheme: 'dark', at: '#grid' },
] as const)('$name looks as it did', async ({ name, width, height, scheme, at }) => {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  await page.goto(url);
  await page.locator('#grid canvas').first().waitFor();
  if (at) await page.locator(at).scrollIntoViewIfNeeded();
  const shot = await page.screenshot();
  await page.close();

  const stored = join(SCREENS, `${name}.png`);
  if (!existsSync(stored) && !process.env.CI) {
    await mkdir(SCREENS, { recursive: true });
    await writeFile(stored, shot);
  }
  const difference = await meanDifference(stored, shot);
  if (difference >= TOLERANCE) await writeFile(join(SCREENS, `${name}-changed.png`), shot);
  expect(difference, `look at ${name}-changed.png`).toBeLessThan(TOLERANCE);
});

test('a page without its grid does not look as it did', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
  await page.goto(url);
  await page.locator('#grid canvas').first().waitFor();
  await page.locator('#grid').scrollIntoViewIfNeeded();
  await page.locator('#grid').evaluate((grid) => {
    (grid as unknown as { style: { visibility: string } }).style.visibility = 'hidden';
  });
  const shot = await page.screenshot();
  await page.close();
  expect(await meanDifference(join(SCREENS, 'desktop-grid.png'), shot)).toBeGreaterThan(TOLERANCE);
});

async function meanDifference(stored: string, shot: Buffer): Promise<number> {
  const { width = 1, height = 1 } = await sharp(stored).metadata();
  const grey = async (image: string | Buffer) =>
    sharp(image)
      .resize(Math.round(width / SHRINK), Math.round(height / SHRINK), { fit: 'fill' })
      .grayscale()
      .raw()
      .toBuffer();
  const [a, b] = await Promise.all([grey(stored), grey(shot)]);
  return a.reduce((sum, level, i) => sum + Math.abs(level - b[i]), 0) / a.length;
}
