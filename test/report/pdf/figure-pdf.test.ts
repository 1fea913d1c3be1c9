import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cascadePages } from '../../../src/report/figures/cascade-figure.ts';
import { curvesPages } from '../../../src/report/figures/curves-figure.ts';
import { pdfColour } from '../../../src/report/pdf/colour.ts';
import { figurePdf } from '../../../src/report/pdf/figure-pdf.ts';
import { transformsOf } from '../../../src/report/pdf/transform.ts';
import { examplePictures, exampleReport } from '../example.ts';
import { onlyPage } from '../only-page.ts';

const report = exampleReport();
const made = new Date('2025-01-02T03:04:05Z');

/** The PDF's text with its packed streams unpacked. */
function unpacked(pdf: Uint8Array): string {
  const text = Buffer.from(pdf).toString('latin1');
  return text.replace(/stream\n([\s\S]*?)\nendstream/g, (whole, packed: string) => {
    try {
      return inflateSync(Buffer.from(packed, 'latin1')).toString('latin1');
    } catch {
      return whole;
    }
  });
}

const document = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">${content}</svg>`;

describe('figurePdf', () => {
  it('is one page of the figure, 96 units to the inch, with its fonts inside', async () => {
    const pdf = unpacked(await figurePdf(document('<text x="9" y="9" font-size="8">words</text>'), made));
    expect(pdf).toMatch(/^%PDF-/);
    expect(pdf).toContain('/MediaBox [0 0 150 75]');
    expect(pdf).toMatch(/\/FontFile2/);
    expect(pdf).toMatch(/\/BaseFont \/\w+\+DejaVuSans/);
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
  });

  it('keeps maps as pictures and curves as lines', async () => {
    const maps = await onlyPage(
      cascadePages(report, examplePictures(report, 8), {
        order: 'cascade',
        view: 'abs',
        input: 0,
      }),
    );
    const pictures = unpacked(await figurePdf(maps!, made)).match(/\/Subtype \/Image/g)!;
    expect(pictures.length).toBeGreaterThanOrEqual(1 + report.checks.length * 5);
    const curves = unpacked(await figurePdf(await onlyPage(curvesPages(report, 'cascade')), made));
    expect(curves).not.toContain('/Subtype /Image');
    expect(curves.match(/\bl$/gm)!.length).toBeGreaterThan(50);
  });

  it('paints what inherits none with none', async () => {
    const inherited = unpacked(
      await figurePdf(
        document('<g fill="none"><path d="M0 0H9V9"/><path d="M1 1H5" stroke="#ff0000"/></g>'),
        made,
      ),
    );
    expect(inherited).not.toMatch(/^f\*?$/m);
    expect(inherited).toMatch(/^S$/m);
  });

  it('is the same file for the same figure', async () => {
    const svg = await onlyPage(curvesPages(report, 'cascade'));
    expect(Buffer.from(await figurePdf(svg, made)).equals(Buffer.from(await figurePdf(svg, made)))).toBe(
      true,
    );
  });

  it('refuses what it would lose', () => {
    expect(() => figurePdf(document('<circle r="4"/>'), made)).toThrow('cannot hold: circle');
    expect(() => figurePdf(document('<g transform="skewX(3)"/>'), made)).toThrow('cannot hold: skewX');
    expect(() => figurePdf(document('<rect width="1" height="1" fill="plaid"/>'), made)).toThrow(
      'cannot hold: plaid',
    );
  });
});

it.each([
  ['#abc', [170, 187, 204]],
  ['#102030', [16, 32, 48]],
  ['rgb(1,2,3)', [1, 2, 3]],
  ['none', null],
  [undefined, null],
])('reads the colour %s', (text, expected) => {
  expect(pdfColour(text)).toEqual(expected);
});

it.each([
  ['translate(3,4)', [1, 1], [4, 5]],
  ['scale(2)', [1, 3], [2, 6]],
  ['rotate(90)', [1, 0], [0, 1]],
  ['rotate(90 1 1)', [2, 1], [1, 2]],
  ['translate(10,0) rotate(-90)', [1, 0], [10, -1]],
])('%s takes %j to %j', (attribute, from, to) => {
  const [x, y] = transformsOf(attribute).reduceRight(
    ([x, y], [a, b, c, d, e, f]) => [a * x + c * y + e, b * x + d * y + f],
    from as number[],
  );
  expect(x).toBeCloseTo(to[0]);
  expect(y).toBeCloseTo(to[1]);
});
