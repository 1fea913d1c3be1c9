import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { textOutline, textWidth } from '../../../src/report/figures/font.ts';
import { rasterise } from '../../../src/report/figures/rasterise.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const document = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">${content}</svg>`;

/** Columns of the picture that hold ink, as first and last. */
async function inkSpan(svg: string): Promise<[number, number]> {
  const { data, info } = await sharp(await rasterise(svg, 1))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const inked = Array.from({ length: info.width }, (_each, column) =>
    Array.from({ length: info.height }, (_row, row) => data[row * info.width + column]).some(
      (grey) => grey < 128,
    ),
  );
  return [inked.indexOf(true), inked.lastIndexOf(true)];
}

describe('rasterise', () => {
  it('draws text where no fonts are installed', async () => {
    const jiti = path('../../../node_modules/jiti/lib/jiti-cli.mjs');
    const env = { ...process.env, FONTCONFIG_FILE: path('no-fonts/fonts.conf') };
    const { stdout } = await promisify(execFile)(process.execPath, [jiti, path('no-fonts/render.ts')], {
      env,
    });
    const { plain, outlined } = JSON.parse(stdout);
    // The control: without fonts sharp draws nothing, or empty boxes; the outlined text is the one of the next test.
    expect(Math.abs(plain - outlined)).toBeGreaterThan(2);
    const here = await sharp(await rasterise(EXAMPLE, 1))
      .greyscale()
      .stats();
    expect(outlined).toBeCloseTo(here.channels[0].mean, 6);
    expect(outlined).toBeLessThan(245);
  });

  it.each([
    ['start', 100, (from: number) => expect(from).toBeGreaterThanOrEqual(100)],
    ['end', 100, (_from: number, to: number) => expect(to).toBeLessThanOrEqual(100)],
    ['middle', 100, (from: number, to: number) => expect((from + to) / 2).toBeCloseTo(100, -1)],
  ])('keeps the anchor "%s"', async (anchor, x, check) => {
    const [from, to] = await inkSpan(
      document(`<text x="${x}" y="25" font-size="16" text-anchor="${anchor}">anchor</text>`),
    );
    check(from, to);
    expect(to - from).toBeCloseTo(textWidth('anchor', 16), -1);
  });

  it('keeps transforms and colours', async () => {
    const svg = document('<text transform="translate(60,20)" font-size="10px" fill="#ff0000">■■■</text>');
    const [from] = await inkSpan(svg);
    expect(from).toBeGreaterThanOrEqual(60);
    const { channels } = await sharp(await rasterise(svg, 1)).stats();
    expect(channels[0].min).toBe(255);
    expect(channels[1].min).toBe(0);
  });

  it('places the same text at every place of its own', async () => {
    const at = (x: number) => `<text transform="translate(10,20)" x="${x}" font-size="10">same</text>`;
    const [from, to] = await inkSpan(document(at(0) + at(100)));
    expect(from).toBeGreaterThanOrEqual(10);
    expect(from).toBeLessThan(15);
    expect(to - from).toBeCloseTo(100 + textWidth('same', 10), -1);
  });
});

const EXAMPLE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="40"><rect width="240" height="40" fill="#fff"/>' +
  '<text x="10" y="30" font-size="24" fill="#000">guided-backprop</text></svg>';

describe('textOutline', () => {
  it('is null for characters that the font lacks', () => {
    expect(textOutline('層', 10, 'normal')).toBeNull();
    expect(textOutline('a', 10, 'bold')).toMatch(/^M/);
  });

  it('never holds a number that is not finite', () => {
    for (let i = 0; i < 200; i++) {
      expect(textOutline('+ Mixed_9c/b…nv2d_9a_3x3', 5 + i / 7, 'normal')).not.toMatch(/NaN|Infinity|e/);
    }
  });
});
