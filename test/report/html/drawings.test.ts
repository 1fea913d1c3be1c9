import { toHtml } from 'hast-util-to-html';
import { describe, expect, it } from 'vitest';
import { curve } from '../../../src/report/html/curve.ts';
import { scoreRange } from '../../../src/report/html/curve-scale.ts';
import { placeOf } from '../../../src/report/html/gate-scale.ts';
import { gateStrip } from '../../../src/report/html/strip.ts';
import { exampleReport } from '../example.ts';

const [check] = exampleReport().checks;
const [gate] = check.gates;
const drawn = (changes: Partial<typeof gate>) =>
  toHtml(gateStrip({ ...check, gates: [{ ...gate, ...changes }] }));

describe('the strip of gates', () => {
  it('has one scale from -.2 to 1.2', () => {
    expect([-0.2, 0.5, 1.2].map(placeOf).map(({ percent }) => percent)).toEqual([0, 50, 100]);
  });

  it('marks what lies beyond its ends', () => {
    expect(placeOf(-11.08)).toEqual({ percent: 0, beyond: 'left' });
    expect(placeOf(9.86)).toEqual({ percent: 100, beyond: 'right' });
    expect(drawn({ retained: 0.1, low: 0, high: 0.2 })).not.toContain('class="arrow"');
    expect(drawn({ retained: 0.1, low: -11.08, high: 9.86 }).match(/class="arrow"/g)).toHaveLength(2);
    expect(drawn({ retained: 5, low: null, high: null })).toContain('class="arrow"');
  });

  it('tells gates apart without colour', () => {
    const statuses = ['passed', 'failed', 'not-telling', 'open', 'undefined'] as const;
    const signs = statuses.map((status) => />([✓✗≈?∅])</.exec(drawn({ status }))?.[1]);
    expect(new Set(signs).size).toBe(5);
    const shapes = statuses.slice(0, 3).map((status) => /class="mark"[^>]*/.exec(drawn({ status }))?.[0]);
    expect(new Set(shapes).size).toBe(3);
  });

  it('draws nothing of what is undefined', () => {
    const html = drawn({ status: 'undefined', retained: null, low: null, high: null });
    expect(html).not.toMatch(/class="(mark|reach|arrow)"/);
    expect(html).not.toContain('NaN');
  });
});

describe('the curve', () => {
  it('has a point for the trained network and every stage, the references and the gates', () => {
    const html = toHtml(curve(check, 'spearman-abs', scoreRange([check]))!);
    expect(html.match(/class="mean"/g)).toHaveLength(1 + check.stages.length);
    expect(html.match(/class="level/g)).toHaveLength(3);
    expect(html.match(/class="allowed"/g)).toHaveLength(2);
    expect(html.length).toBeLessThan(4000);
    expect(html).not.toContain('NaN');
  });

  it('labels references apart that lie together', () => {
    const references = { 'spearman-abs': { ceiling: 1, floor: 0.99, null: 0.995 } };
    const html = toHtml(curve({ ...check, references }, 'spearman-abs', { low: 0, high: 1 })!);
    const heights = [...html.matchAll(/y="([\d.]+)">(?:ceiling|floor|null)</g)].map(([, y]) => Number(y));
    expect(heights).toHaveLength(3);
    const sorted = heights.toSorted((a, b) => a - b);
    for (const [at, y] of sorted.slice(1).entries()) expect(y - sorted[at]).toBeGreaterThanOrEqual(11);
  });

  it('labels as many of many stages as have room', () => {
    const long = exampleReport({ stages: Array.from({ length: 40 }, (_each, at) => `layer_${at}`) })
      .checks[0];
    const html = toHtml(curve(long, 'ssim', { low: 0, high: 1 })!);
    expect(html.match(/class="tick"/g)).toHaveLength(41);
    const labels = html.match(/>[^<]*layer_\d+</g)?.length ?? 0;
    expect(labels).toBeGreaterThan(1);
    expect(labels).toBeLessThan(8);
  });

  it('is null where no score is defined', () => {
    expect(curve(check, 'hog', { low: 0, high: 1 })).toBeNull();
  });
});

it('gives all curves the range of the scores, in fifths', () => {
  expect(scoreRange([check])).toEqual({ low: 0, high: 1 });
  const references = { ssim: { ceiling: 1, floor: -0.31, null: 0 } };
  expect(scoreRange([{ ...check, references }])).toEqual({ low: -0.4, high: 1 });
});
