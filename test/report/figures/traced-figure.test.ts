import { expect, test } from 'vitest';
import { curvesPages } from '../../../src/report/figures/curves-figure.ts';
import { drawFigures } from '../../../src/report/figures/draw-figures.ts';
import { pageHeight } from '../../../src/report/figures/figure-page.ts';
import { sizeOf } from '../../../src/report/figures/vega-picture.ts';
import type { CurveResult, Report } from '../../../src/results/report.ts';
import { exampleReport } from '../example.ts';
import { HOSTILE } from '../hostile.ts';
import { textsOf } from '../svg.ts';

const line = (stage: string, curve: string, mean: readonly (number | null)[]): CurveResult => {
  const around = (by: number) => mean.map((value) => (value === null ? null : value + by));
  return { stage, curve, x: [0, 0.5, 1], mean, low: around(-0.1), high: around(0.1) };
};

/** As many methods as are wanted, with the curves of removed pixels. */
function traced(methods: number, curves: readonly CurveResult[]): Report {
  const report = exampleReport();
  const [check] = report.checks;
  const checks = Array.from({ length: methods }, (_, at) => ({
    ...{ ...check, method: `method-${at + 1}`, order: 'faithfulness', check: 'faithfulness' },
    curves,
  }));
  return { ...report, checks };
}

const CURVES = [
  line('all', 'deletion', [1, 0.4, 0.1]),
  line('all', 'insertion', [0.1, 0.8, 1]),
  line('all', 'random-deletion', [1, 0.7, 0.1]),
  line('all', 'most-relevant-first', [12, 3, null]),
  line('black', 'deletion', [1, 0.2, 0.1]),
];

test('a panel for every method in each family that has curves, with what the lines are', async () => {
  const [svg] = await curvesPages(traced(3, CURVES), 'faithfulness');
  const texts = textsOf(svg);
  expect(texts.filter((text) => text === 'method-2')).toHaveLength(2);
  expect(texts).toEqual(
    expect.arrayContaining([
      ...['Probability of the class, by share of pixels gone or put back', 'deletion by a random map'],
      'Logit of the class, by share of pixels gone or put back',
    ]),
  );
  // Three curves of probability in each of three panels, and one of logits, which has two points.
  expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(3 * 4);
});

test('the axis says what goes where that is superpixels', async () => {
  const report = traced(3, CURVES);
  const plan = { ...report.plan, removalBy: 'segments' as const };
  const [svg] = await curvesPages({ ...report, plan }, 'faithfulness');
  expect(textsOf(svg).join(' ')).toContain('by share of superpixels gone or put back');
});

test('a control has the colour of the curve that it stands beside, in every family', async () => {
  const names = ['most-relevant-first', 'least-relevant-first'];
  const logits = [...names, ...names.map((name) => `random-${name}`)].map((name) =>
    line('all', name, [12, 6, 3]),
  );
  const [svg] = await curvesPages(traced(1, [...CURVES.slice(0, 3), ...logits]), 'faithfulness');
  const strokes = [...svg.matchAll(/aria-roledescription="line mark"[^>]*stroke="(#\w+)"/g)].map((m) => m[1]);
  const [most, least] = strokes.slice(3);
  expect(strokes.slice(3)).toEqual([most, least, most, least]);
  expect(strokes.slice(0, 3)).toEqual([most, least, most]);
  expect(most).not.toBe(least);
});

test('a family without curves is left out, and what was not traced has the usual figure', async () => {
  const [svg] = await curvesPages(traced(2, CURVES.slice(0, 3)), 'faithfulness');
  expect(textsOf(svg)).not.toContain('Logit of the class, by share of pixels gone or put back');
  const plain = exampleReport();
  const untraced = plain.checks.map((check) => ({ ...check, order: 'faithfulness' }));
  const [usual] = await curvesPages({ ...plain, checks: untraced }, 'faithfulness');
  expect(textsOf(usual)).toContain('Abs Spearman');
});

test('the condition that is asked for is drawn', async () => {
  const report = traced(1, CURVES);
  const [svg] = await curvesPages(report, 'faithfulness', { stages: ['black'] });
  expect(textsOf(svg).join(' ')).toContain('replaced (black)');
  const [figure] = await drawFigures(report, null, { kinds: ['curves'] });
  expect(figure.name).toBe('curves-faithfulness');
});

test('many methods go on further pages, none higher than a page, and a width is kept', async () => {
  const pages = await curvesPages(traced(13, CURVES), 'faithfulness', { width: { value: 170, unit: 'mm' } });
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages) {
    const { width, height } = sizeOf(page);
    expect(height).toBeLessThanOrEqual(pageHeight(width));
    expect(width).toBeCloseTo((170 / 25.4) * 96, -1);
  }
  expect(pages[0]).toMatch(/^<svg[^>]* width="1(69|70)[.\d]*mm"/);
  expect(textsOf(pages[0]).join(' ')).toContain(`Page 1 of ${pages.length}.`);
});

test('hostile names stay data', async () => {
  const report = traced(1, CURVES);
  const checks = report.checks.map((check) => ({ ...check, method: HOSTILE }));
  const [svg] = await curvesPages({ ...report, checks }, 'faithfulness');
  expect(svg).not.toContain('<script');
});
