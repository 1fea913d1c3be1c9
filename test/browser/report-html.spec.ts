import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/report/html/report-html.ts';
import { oneLine } from '../../src/report/wording/text-layout.ts';
import type { Pictures } from '../../src/results/pictures.ts';
import { examplePictures, exampleReport, METHODS } from '../report/example.ts';
import { HOSTILE, hostileReport } from '../report/hostile.ts';
import { launch } from './chromium.ts';

let browser: Browser;
let folder: string;
let page: Page;
let complaints: string[];
const urls: Record<string, string> = {};

beforeAll(async () => {
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'report-html-'));
  const orders = exampleReport({ orders: ['cascade', 'independent'] });
  const hostile = hostileReport();
  const pages = {
    example: await reportHtml(orders, examplePictures(orders)),
    hostile: await reportHtml(hostile, examplePictures(hostile, 8, 3)),
    attacked: await reportHtml(exampleReport(), withInputs(examplePictures(exampleReport()))),
  };
  for (const [name, html] of Object.entries(pages)) {
    await writeFile(join(folder, `${name}.html`), html);
    urls[name] = pathToFileURL(join(folder, `${name}.html`)).href;
  }
});
afterAll(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true });
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(10_000);
  complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(`request of ${request.url()}`);
  });
});
afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

/** Pictures of a check whose maps explain other inputs at every stage. */
function withInputs(pictures: Pictures): Pictures {
  const { values } = pictures.inputs;
  const checks = pictures.checks.map((check) => ({
    ...check,
    inputs: Float32Array.from(
      check.stages.flatMap((_, stage) =>
        Array.from(values, (value, at) => value + 0.01 * stage * ((at % 3) - 1)),
      ),
    ),
  }));
  return { ...pictures, checks };
}

const drawn = () => page.locator('#grid canvas').first().waitFor();
const cell = (row: number, column: number) =>
  page.locator(`#grid tbody tr:nth-child(${row + 1}) td:nth-child(${column + 2})`);
const shot = async (row: number, column: number) =>
  (await cell(row, column).locator('canvas').screenshot()).toString('base64');
const seenColumns = () => page.locator('#grid thead th:visible').allTextContents();

describe('the report in a browser', () => {
  beforeEach(async () => {
    await page.goto(urls.example);
    await drawn();
  });

  it('fills the grid with maps that differ', async () => {
    await expect(seenColumns()).resolves.toEqual([
      ...['method', 'input', 'trained', 'output'],
      ...['+\u00a0fc1', '+\u00a0conv2', '+\u00a0conv1 (all)'],
    ]);
    await expect(page.locator('#grid canvas').count()).resolves.toBe(METHODS.length * 5);
    const pictures = new Set(await Promise.all([1, 2, 3, 4].map((column) => shot(0, column))));
    expect(pictures.size).toBe(4);
    expect(await cell(0, 2).locator('.score').textContent()).toBe('.38');
  });

  it('changes with input, view, methods and order', async () => {
    const before = await shot(0, 1);
    await page.selectOption('#input', '1');
    const other = await shot(0, 1);
    expect(other).not.toBe(before);
    expect(await page.locator('#stage-note').textContent()).toContain('digits/7/b.png, predicted class 9');
    await page.check('input[name=view][value=signed]');
    expect(await shot(0, 1)).not.toBe(other);
    expect(await page.locator('#scale-signed').isVisible()).toBe(true);
    expect(await page.locator('#scale-abs').isVisible()).toBe(false);
    await page.uncheck('input[name=method][value=gradient]');
    const names = await page.locator('#grid tbody th').allTextContents();
    expect(names).toHaveLength(METHODS.length - 1);
    expect(names.some((name) => name.startsWith('gradient'))).toBe(false);
    await page.selectOption('#order', 'independent');
    expect(await page.locator('#grid canvas').count()).toBe((METHODS.length - 1) * 5);
  });

  it('walks the cascade with the slider, by keyboard too', async () => {
    const name = () => page.locator('#stage-name').textContent();
    expect(await name()).toBe('output');
    await page.locator('#stage').focus();
    await page.keyboard.press('ArrowRight');
    expect(await name()).toBe('+\u00a0fc1');
    expect(await page.locator('#stage').getAttribute('aria-valuetext')).toBe('+\u00a0fc1');
    expect(await page.locator('#grid th.now').textContent()).toBe('+\u00a0fc1');
    await page.check('input[name=show][value=one]');
    expect(await seenColumns()).toEqual(['method', 'input', 'trained', '+\u00a0fc1']);
    await page.locator('#stage').focus();
    await page.keyboard.press('End');
    expect(await seenColumns()).toEqual(['method', 'input', 'trained', '+\u00a0conv1 (all)']);
  });

  it('shows scores where the pointer or the focus is', async () => {
    await cell(1, 2).locator('button').hover();
    await expect(page.locator('#tip').innerText()).resolves.toBe(
      'output\nabs Spearman .90\nsigned Spearman .63\nSSIM .82',
    );
    await page.mouse.move(2, 2);
    await page.locator('#tip').waitFor({ state: 'hidden' });
    await page.locator('#grid button').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('#tip').innerText()).toContain('abs Spearman .90');
    await page.keyboard.press('Escape');
    expect(await page.locator('#tip').isVisible()).toBe(false);
  });

  it.each([
    [1280, 900],
    [1024, 700],
  ])('shows the scores of a pair without scrolling on a screen of %d x %d', async (width, height) => {
    const before = page.viewportSize()!;
    await page.setViewportSize({ width, height });
    await cell(0, 2).locator('button').click();
    const scores = (await page.locator('#pair-scores').boundingBox())!;
    const pictures = (await page.locator('.pair').boundingBox())!;
    expect(scores.y + scores.height).toBeLessThan(height);
    expect(scores.x).toBeGreaterThan(pictures.x + pictures.width);
    expect(scores.x + scores.width).toBeLessThan(width);
    expect((await page.locator('#pair-stage').boundingBox())!.width).toBeGreaterThanOrEqual(196);
    await page.click('#pair-close');
    await page.setViewportSize(before);
  });

  it('opens a pair of maps with their difference, and closes', async () => {
    await cell(0, 2).locator('button').focus();
    await page.keyboard.press('Enter');
    const dialog = page.locator('#pair');
    expect(await dialog.isVisible()).toBe(true);
    expect(await page.locator('#pair-title').textContent()).toBe('gradient, output');
    expect(await page.locator('#pair-scores tr').allTextContents()).toEqual([
      'abs Spearman.38',
      'signed Spearman.27',
      'SSIM.40',
    ]);
    const pictures = await Promise.all(
      ['input', 'trained', 'over-trained', 'stage', 'over-stage'].map((id) =>
        page.locator(`#pair-${id}`).screenshot(),
      ),
    );
    expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(5);
    const difference = await page.locator('#pair-difference').screenshot();
    const { channels } = await sharp(difference).stats();
    expect(channels[0].stdev).toBeGreaterThan(5);
    await page.click('#pair-back');
    expect(await page.locator('#pair-title').textContent()).toBe('gradient, trained');
    expect(await page.locator('#pair-back').isDisabled()).toBe(true);
    // A map less itself is one colour, but for its frame.
    const inside = { left: 9, top: 9, width: 99, height: 99 };
    const spread = async () => {
      const picture = await page.locator('#pair-difference').screenshot();
      // Statistics are of a whole picture, so the part is cut out first.
      const part = await sharp(picture).extract(inside).png().toBuffer();
      return (await sharp(part).stats()).channels[0].stdev;
    };
    // The window may still be moving into its place.
    await expect.poll(spread).toBe(0);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#pair-title').textContent()).toBe('gradient, +\u00a0fc1');
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(false);
    await cell(0, 2).locator('button').click();
    await page.click('#pair-close');
    expect(await dialog.isVisible()).toBe(false);
  });

  it.each([
    ['a phone', 360],
    ['a tablet', 768],
    ['a screen', 1920],
  ])('is no wider than %s', async (_name, width) => {
    await page.setViewportSize({ width, height: 800 });
    await page.reload();
    await drawn();
    const needed = await page.evaluate('document.documentElement.scrollWidth');
    expect(needed).toBeLessThanOrEqual(width);
    const shown = await seenColumns();
    expect(shown.length).toBe(width < 700 ? 4 : 7);
  });

  it('has text that stands out in light and dark', async () => {
    const luminances: number[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const faint = await page.evaluate(CONTRASTS);
      expect(faint).toEqual([]);
      const { channels } = await sharp(await page.screenshot()).stats();
      luminances.push(channels[0].mean);
    }
    expect(luminances[0]).toBeGreaterThan(200);
    expect(luminances[1]).toBeLessThan(60);
  });

  it('prints its maps, and neither controls nor hints', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#controls').isVisible()).toBe(false);
    expect(await page.locator('#grid canvas').first().isVisible()).toBe(true);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('shows small maps as squares of whole pixels, larger ones at their own size', async () => {
    const enlarged = `document.querySelector('#grid canvas').clientWidth / document.querySelector('#grid canvas').width`;
    expect(await page.evaluate(enlarged)).toBe(3);
    await page.goto(urls.hostile);
    await drawn();
    expect(await page.evaluate(`document.querySelector('#grid canvas').clientWidth`)).toBe(96);
  });

  it('says so where no method is ticked', async () => {
    for (const method of METHODS) await page.uncheck(`input[name=method][value=${method}]`);
    expect(await page.locator('#nothing').innerText()).toBe(
      'No method is ticked. Tick one above to see its maps.',
    );
    expect(await page.locator('#grid').isVisible()).toBe(false);
    await page.check('input[name=method][value=gradient]');
    expect(await page.locator('#nothing').isVisible()).toBe(false);
    expect(await page.locator('#grid').isVisible()).toBe(true);
  });

  it('explains a term where it is pointed at or focused, until Escape', async () => {
    const tip = page.locator('#tip');
    const words = page.locator('.strip thead .term').first();
    await words.hover();
    expect(await tip.innerText()).toMatch(/^retained similarity\nHow much of a map stays/);
    // The pointer may go over to the box and stay there.
    await tip.hover();
    expect(await tip.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await tip.isVisible()).toBe(false);
    await page.mouse.move(2, 2);
    await page.locator('.cause .term').first().focus();
    await page.keyboard.press('Tab');
    expect(await tip.isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/#term-/);
  });

  it('opens the details that a card leads to', async () => {
    const details = page.locator('#check-2');
    expect(await details.getAttribute('open')).toBeNull();
    await page.locator('#card-2 .more a').last().click();
    expect(await details.getAttribute('open')).toBe('');
    expect(await details.locator('.curve').first().isVisible()).toBe(true);
  });

  it('says of a table that is wider than a phone that it scrolls', async () => {
    await page.locator('#check-1 summary').click();
    const hint = page.locator('#check-1 .hint').last();
    expect(await hint.isVisible()).toBe(false);
    await page.setViewportSize({ width: 375, height: 800 });
    await hint.waitFor({ state: 'visible' });
  });

  it('breaks no word of a table', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    for (const summary of await page.locator('.check > summary').all()) await summary.click();
    expect(await page.evaluate(BROKEN)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has nothing that axe finds in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await axe()).toEqual([]);
    await cell(0, 2).locator('button').click();
    expect(await axe()).toEqual([]);
  });

  it('moves the focus into the dialog and back', async () => {
    const opener = cell(0, 2).locator('button');
    await opener.click();
    expect(await page.evaluate('document.activeElement.id')).toBe('pair-close');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('pair-back');
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe(
      await opener.getAttribute('aria-label'),
    );
  });

  it('prints no heading without what it heads', async () => {
    expect(await page.locator('.paper').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#details').isVisible()).toBe(false);
    expect(await page.locator('.paper').innerText()).toContain('open them before printing');
    const headings = await page.evaluate(KEPT_TOGETHER);
    expect(headings).toEqual([]);
  });

  it('has a name for every control and picture', async () => {
    expect(await page.evaluate(NAMELESS)).toEqual([]);
  });
});

it('shows the input of every stage and what was added to it before its map, and in the dialog', async () => {
  await page.goto(urls.attacked);
  await drawn();
  expect(await cell(0, 1).locator('img').count()).toBe(0);
  expect(await cell(0, 2).locator('img').count()).toBe(2);
  expect(await cell(0, 2).locator('.score').allTextContents()).toEqual([
    'input',
    expect.stringMatching(/^noise × \d+$/),
    expect.stringMatching(/^−?\.?\d+/),
  ]);
  await cell(0, 2).locator('button').click();
  await page.locator('#pair-changed').waitFor();
  expect(await page.locator('#pair-noise').getAttribute('src')).toMatch(/^data:image/);
  await page.locator('#pair-back').click();
  expect(await page.locator('#pair-changed').isVisible()).toBe(false);
});

it('keeps hostile names as text', async () => {
  await page.goto(urls.hostile);
  await drawn();
  expect(await page.locator('#grid tbody tr:nth-child(2) > th').textContent()).toContain(oneLine(HOSTILE));
  await page.locator('#grid tbody tr:nth-child(2) button').nth(1).click();
  expect(await page.locator('#pair-title').textContent()).toContain('<img src=x');
  expect(await page.locator('img[src=x]').count()).toBe(0);
});

it('can be read without its script', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(urls.example);
  expect(await plain.locator('#controls').isVisible()).toBe(false);
  expect(await plain.locator('#maps-loading').isVisible()).toBe(true);
  expect(await plain.locator('.thumb img').count()).toBe(2 * METHODS.length * 4);
  await plain.locator('#check-1 summary').click();
  expect(await plain.locator('#check-1 .curve').first().isVisible()).toBe(true);
  await plain.locator('.cause .term').first().click();
  expect(await plain.evaluate('document.querySelector("dt:target").textContent')).toBe('retained similarity');
  await context.close();
});

it('explains a term where it is touched, and stays there', async () => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 375, height: 800 } });
  const phone = await context.newPage();
  await phone.goto(urls.example);
  await phone.locator('.cause .term').first().tap();
  expect(await phone.locator('#tip').innerText()).toContain('retained similarity');
  expect(phone.url()).not.toContain('#');
  await context.close();
});

it('lets no other script run', async () => {
  await page.goto(urls.example);
  await page.evaluate(`{
    const script = document.createElement('script');
    script.textContent = 'window.intruder = true';
    document.body.append(script);
  }`);
  expect(await page.evaluate('window.intruder')).toBeUndefined();
  expect(complaints.splice(0).join()).toContain('Content Security Policy');
});

/** What axe-core finds against WCAG 2.2 A and AA and its best practices. */
async function axe(): Promise<string[]> {
  // In a world of its own, past the page's policy.
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return page.evaluate(`(async () => {
    ${source};
    const { violations } = await window.axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160)));
  })()`);
}

/** Words of tables and names that stand on two lines. */
const BROKEN = `(() => {
  const broken = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest('table, h4, .thumb') || node.parentElement.closest('dialog')) continue;
    for (const { 0: word, index } of node.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
    }
  }
  return broken;
})()`;

/** Headings that a page may end with. */
const KEPT_TOGETHER = `[...document.querySelectorAll('h1, h2, h3, h4, caption, thead, #stage-note')]
  .filter((element) => element.checkVisibility())
  .filter((element) => getComputedStyle(element).breakAfter !== 'avoid')
  .map((element) => element.outerHTML.slice(0, 80))`;

/** Texts of the page whose contrast with the ground is below 4.5 (WCAG 2.2, 1.4.3). */
const CONTRASTS = `(() => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const luminance = (text) => {
    const [r, g, b] = parts(text).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = luminance(getComputedStyle(document.body).backgroundColor);
  const faint = [];
  for (const element of document.querySelectorAll('h1, h2, h3, p, td, th, caption, legend, span, a, summary, dt, dd, text')) {
    if (!element.textContent.trim() || element.closest('#tip, dialog')) continue;
    const style = getComputedStyle(element);
    const own = luminance(element.tagName === 'text' ? style.fill : style.color);
    const contrast = (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
    if (contrast < 4.5) faint.push(element.tagName + ' ' + element.textContent.slice(0, 20) + ' ' + contrast.toFixed(1));
  }
  return faint;
})()`;

/** Controls and pictures without a name that a screen reader could say. */
const NAMELESS = `[...document.querySelectorAll('input, select, button, canvas, img, svg, dialog')]
  .filter((element) => !element.closest('button[aria-label]') || element.tagName === 'BUTTON')
  .filter((element) => !element.closest('dialog') && !element.closest('[aria-hidden]') && !element.matches('svg svg'))
  .filter((element) => !(element.getAttribute('aria-label') || element.alt || element.labels?.length || element.textContent.trim()))
  .map((element) => element.outerHTML.slice(0, 80))`;
