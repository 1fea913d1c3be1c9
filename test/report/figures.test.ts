import { describe, expect, it } from 'vitest';
import { cascadePages } from '../../src/report/figures/cascade-figure.ts';
import { curvesPages } from '../../src/report/figures/curves-figure.ts';
import { pageHeight } from '../../src/report/figures/figure-page.ts';
import type { FigureWidth } from '../../src/report/figures/figure-width.ts';
import { summaryPages } from '../../src/report/figures/summary-figure.ts';
import { sizeOf } from '../../src/report/figures/vega-picture.ts';
import { examplePictures, exampleReport } from './example.ts';
import { textsOf } from './svg.ts';
import { outside, overlaps, textBoxes } from './text-boxes.ts';

const NAMES = [
  'gradient',
  'smoothgrad',
  'smoothgrad-squared',
  'vargrad',
  'input-x-gradient',
  'integrated-gradients',
  'ig-smoothgrad',
  'guided-backprop',
  'deconvnet',
  'grad-cam',
  'guided-grad-cam',
  'occlusion',
  'lrp-epsilon',
  'lrp-alpha1-beta0',
  'deep-taylor',
  'pattern-net',
  'my-own-method',
];
const stagesOf = (count: number) =>
  Array.from({ length: count }, (_each, at) =>
    at === 0 ? 'output' : at === count - 1 ? 'full' : `block${at}/conv2d_${at}`,
  );

const WIDTHS: readonly (FigureWidth | undefined)[] = [
  undefined,
  { value: 170, unit: 'mm' },
  { value: 85, unit: 'mm' },
];
const CASES = [
  [1, 3],
  [8, 4],
  [17, 3],
  [4, 24],
].flatMap(([methods, stages]) => WIDTHS.map((width) => [methods, stages, width] as const));

async function allFigures(methods: number, stages: number, width: FigureWidth | undefined) {
  const report = exampleReport({ methods: NAMES.slice(0, methods), stages: stagesOf(stages) });
  const cascade = { width, order: 'cascade', view: 'abs' as const, input: [0, 1] };
  return {
    curves: await curvesPages(report, 'cascade', { width }),
    summary: await summaryPages(report, 'cascade', { width }),
    maps: await cascadePages(report, examplePictures(report, 4), cascade),
  };
}

describe.each(CASES)('figures of %d methods and %d stages, width %o', (methods, stages, width) => {
  it('keep their texts apart, inside, with true minus signs, on pages of A4, with all methods', async () => {
    const figures = await allFigures(methods, stages, width);
    for (const [kind, pages] of Object.entries(figures)) {
      expect(pages.length, kind).toBeGreaterThan(0);
      for (const svg of pages) {
        const boxes = textBoxes(svg);
        expect(boxes.length, kind).toBeGreaterThan(5);
        expect(overlaps(boxes), kind).toEqual([]);
        expect(outside(svg), kind).toEqual([]);
        const { width: wide, height } = sizeOf(svg);
        expect(height, kind).toBeLessThanOrEqual(pageHeight(wide) + 1);
        if (width) expect(Math.abs(wide - (width.value / 25.4) * 96), kind).toBeLessThan(3);
        for (const text of textsOf(svg)) expect(text, kind).not.toMatch(/^-[\d.]|\s-[\d.]/);
        expect(svg, kind).not.toContain('<tspan');
      }
      const texts = pages.flatMap(textsOf).join(' ').replaceAll('- ', '-');
      if (methods > 1) for (const name of NAMES.slice(0, methods)) expect(texts, kind).toContain(name);
    }
  });
});

it('texts that cover each other would be found, whatever way they are turned', () => {
  const text = (content: string, place: string) => `<text font-size="10" ${place}>${content}</text>`;
  const found = (...texts: string[]) => overlaps(textBoxes(`<svg>${texts.join('')}</svg>`));
  expect(found(text('one', 'x="0" y="10"'), text('two', 'x="5" y="12"'))).toEqual(['one | two']);
  expect(found(text('one', 'x="0" y="10"'), text('two', 'x="30" y="12"'))).toEqual([]);
  const turned = 'transform="translate(0,10) rotate(-45)"';
  expect(found(text('a longer one', turned), text('two', 'x="30" y="-20"'))).toEqual(['a longer one | two']);
  expect(found(text('a longer one', turned), text('two', 'x="30" y="5"'))).toEqual([]);
});

describe('titles', () => {
  const model = 'a-network-of-residual-blocks-with-squeeze-and-excitation-trained-on-a-folder-of-photographs';
  const report = { ...exampleReport(), model: { ...exampleReport().model, source: `models/${model}` } };
  const width = { value: 85, unit: 'mm' as const };
  const cascade = { order: 'cascade', view: 'abs' as const, input: 0, width };
  const draw = {
    curves: (title?: string | null) => curvesPages(report, 'cascade', { width, title }),
    summary: (title?: string | null) => summaryPages(report, 'cascade', { width, title }),
    maps: (title?: string | null) => cascadePages(report, examplePictures(report, 4), { ...cascade, title }),
  };

  it.each(Object.entries(draw))('of %s keep all their words on a narrow figure', async (_kind, pages) => {
    const [svg] = await pages();
    const text = textsOf(svg).join('');
    expect(text.replaceAll(' ', '')).toContain(`cascade:${model}`);
    expect(text).not.toContain('…');
  });

  it.each(Object.entries(draw))('of %s are what was asked for, or none', async (_kind, pages) => {
    const title = 'LeNet on drawn digits';
    const [named] = await pages(title);
    const [bare] = await pages(null);
    expect(textsOf(named)).toContain(title);
    expect(textsOf(named).join('')).not.toContain(model);
    expect(textsOf(bare).join('')).not.toContain('cascade:');
  });
});
