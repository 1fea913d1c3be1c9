import { describe, expect, it } from 'vitest';
import { pageHeight } from '../../../src/report/figures/figure-page.ts';
import { summaryPages } from '../../../src/report/figures/summary-figure.ts';
import { sizeOf } from '../../../src/report/figures/vega-picture.ts';
import { oneLine } from '../../../src/report/wording/text-layout.ts';
import type { DepthResult } from '../../../src/results/report.ts';
import { exampleReport } from '../example.ts';
import { HOSTILE, hostileReport } from '../hostile.ts';
import { onlyPage } from '../only-page.ts';
import { textsOf } from '../svg.ts';

function deep(place: number | null, metric = 'ssim', earliest: number | null = place): DepthResult {
  const none = { retained: null, low: null, high: null };
  return { metric, maximum: 0.5, stage: place === null ? null : 'fc1', place, earliest, stages: 10, ...none };
}

it('contains a panel per gate and a line per method with its verdict', async () => {
  const texts = textsOf(await onlyPage(summaryPages(exampleReport(), 'cascade')));
  for (const stage of ['output', 'full']) expect(texts.filter((text) => text === stage)).toHaveLength(3);
  // A name, the verdict on the method and the number of the gate, in every panel of the first column.
  expect(texts.filter((text) => text === 'guided-backprop')).toHaveLength(2);
  expect(texts.filter((text) => text === 'failed')).toHaveLength(4);
  expect(texts).toEqual(expect.arrayContaining(['gate passed', 'gate failed', 'gate not decided']));
  expect(texts).toContain('gate: the most that passes');
  expect(texts).not.toContain('goes on beyond the axis');
});

it('draws the gates of chosen metrics', async () => {
  const texts = textsOf(await onlyPage(summaryPages(exampleReport(), 'cascade', { metrics: ['ssim'] })));
  expect(texts.filter((text) => text === 'SSIM')).toHaveLength(2);
  expect(texts).not.toContain('Abs Spearman');
});

it('takes hostile names as data', async () => {
  const texts = textsOf(await onlyPage(summaryPages(hostileReport(), 'cascade')));
  expect(texts.some((text) => text.startsWith(oneLine(HOSTILE).slice(0, 8)))).toBe(true);
});

it('leaves undefined gates out, and is null without any', async () => {
  const report = exampleReport();
  const undefinedGates = (of: string) =>
    report.checks.map((check) => ({
      ...check,
      gates: check.gates.map((gate) =>
        gate.metric === of || of === 'all'
          ? { ...gate, status: 'undefined' as const, retained: null, low: null, high: null }
          : gate,
      ),
    }));
  const some = { ...report, checks: undefinedGates('ssim') };
  expect(textsOf(await onlyPage(summaryPages(some, 'cascade')))).not.toContain('SSIM');
  expect(await summaryPages({ ...report, checks: undefinedGates('all') }, 'cascade')).toEqual([]);
  expect(await summaryPages(report, 'bottom-up')).toEqual([]);
});

describe('what lies beyond the axis', () => {
  const gates = [
    { retained: -0.9, low: -1.4, high: -0.6, status: 'passed' as const },
    { retained: -0.2, low: -0.8, high: 0.4, status: 'passed' as const },
    { retained: 2.5, low: 0.2, high: 11, status: 'open' as const },
    { retained: 0.3, low: 0.2, high: 0.4, status: 'passed' as const },
  ];
  const report = exampleReport();
  const checks = report.checks.map((check, at) => ({
    ...check,
    gates: [{ stage: 'output', metric: 'ssim', maximum: 0.4, ...gates[at] }],
  }));

  it('is marked at the end where it goes on, in the colour of the gate, with its number', async () => {
    const svg = await onlyPage(summaryPages({ ...report, checks }, 'cascade'));
    const ends = [...svg.matchAll(/aria-label="end: ([^;]*); row: (\d); hue: ([^;]*); size: (\d+)/g)];
    expect(ends.map(([, ...facts]) => facts)).toEqual([
      ['−0.5', '0', '#00664b', '75'],
      ['−0.5', '1', '#00664b', '38'],
      ['1.5', '2', '#7a5c00', '75'],
    ]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['−.90', '−.20', '>2', 'goes on beyond the axis']));
    // Values that are not on the axis have no other mark.
    expect(svg.match(/aria-label="retained: /g)).toHaveLength(2);
  });

  it('leaves the gate where it is', async () => {
    const svg = await onlyPage(summaryPages({ ...report, checks }, 'cascade'));
    expect(svg.match(/stroke-dasharray="4,3"/g)).toHaveLength(1);
    expect(svg).toContain('aria-label="at: 0.4"');
  });
});

it('explains the dash of a value that is not known', async () => {
  const report = exampleReport();
  const unknown = { retained: -0.6, low: -11, high: 9, status: 'open' } as const;
  const [first, ...rest] = report.checks;
  const checks = [{ ...first, gates: first.gates.map((gate) => ({ ...gate, ...unknown })) }, ...rest];
  const note = '–: not known.';
  const text = async (shown: typeof report) =>
    textsOf(await onlyPage(summaryPages(shown, 'cascade'))).join(' ');
  expect(await text({ ...report, checks })).toContain(note);
  expect(await text(report)).not.toContain(note);
});

it('draws the gate of every panel', async () => {
  const svg = await onlyPage(summaryPages(exampleReport(), 'cascade'));
  expect(svg.match(/stroke-dasharray="4,3"/g)).toHaveLength(6);
});

it('gives a mark the colour of its gate, whatever the verdict on the method is', async () => {
  const report = exampleReport({ methods: ['guided-backprop'] });
  const svg = await onlyPage(summaryPages(report, 'cascade', { metrics: ['spearman-signed'] }));
  const marks = [...svg.matchAll(/aria-label="retained: [^"]*colour: (#\w+)/g)].map(([, colour]) => colour);
  expect(report.checks[0].status).toBe('failed');
  expect(marks).toEqual(['#a8301c', '#00664b']);
});

it('shows an undefined gate as a dash', async () => {
  const report = exampleReport();
  const checks = report.checks.map((check, at) => ({
    ...check,
    gates: check.gates.map((gate) =>
      at === 0 ? { ...gate, status: 'undefined' as const, retained: null, low: null, high: null } : gate,
    ),
  }));
  const texts = textsOf(await onlyPage(summaryPages({ ...report, checks }, 'cascade')));
  expect(texts.filter((text) => text === '–')).toHaveLength(6);
});

it('divides many methods over pages, each with all their gates', async () => {
  const methods = Array.from({ length: 120 }, (_each, at) => `method-${at}`);
  const pages = await summaryPages(exampleReport({ methods }), 'cascade', { metrics: ['ssim'] });
  const names = pages.map((svg) => new Set(textsOf(svg).filter((text) => methods.includes(text))));
  expect(pages.length).toBeGreaterThan(2);
  expect(names.flatMap((page) => [...page])).toEqual(methods);
  for (const [at, svg] of pages.entries()) {
    expect(sizeOf(svg).height).toBeLessThanOrEqual(pageHeight(sizeOf(svg).width));
    expect(textsOf(svg).join(' ')).toContain(`Page ${at + 1} of ${pages.length}.`);
  }
});

it('has how deep a method looks behind its verdict, and explains the signs that occur in it', async () => {
  const report = exampleReport();
  const found = [[deep(1), deep(1, 'hog')], [deep(3), deep(5, 'hog')], [deep(null, 'ssim', null)], []];
  const checks = report.checks.map((check, at) => ({ ...check, depth: found[at] }));
  const texts = textsOf(await onlyPage(summaryPages({ ...report, checks }, 'cascade')));
  expect(texts).toEqual(expect.arrayContaining(['passed 1/10', 'failed 3–5/10', 'inconclusive']));
  expect(texts.join(' ')).toContain('below the gate; 3–5: metrics differ, or not decided before.');
});

it('marks a gate that cannot tell by a shape of its own', async () => {
  const report = exampleReport();
  const [first, ...rest] = report.checks;
  const silent = first.gates.map((gate) => ({ ...gate, status: 'not-telling' as const }));
  const svg = await onlyPage(
    summaryPages({ ...report, checks: [{ ...first, gates: silent }, ...rest] }, 'cascade'),
  );
  expect(textsOf(svg)).toContain('gate cannot tell here');
  expect(svg).toContain('shape: cross');
});

it('has no panel that is empty by halves where methods with signs and without are gated on different planes', async () => {
  const report = exampleReport();
  const [signed, unsigned] = report.checks;
  const gates = (check: typeof signed, metric: string) =>
    check.gates.filter((gate) => gate.metric === metric);
  const checks = [
    { ...signed, gates: gates(signed, 'spearman-signed') },
    { ...unsigned, gates: gates(unsigned, 'spearman-abs') },
  ];
  const texts = textsOf(await onlyPage(summaryPages({ ...report, checks }, 'cascade')));
  expect(texts.filter((text) => text === 'Signed Spearman, ° Abs Spearman')).toHaveLength(2);
  expect(texts.filter((text) => /^[−.\d]+°$/.test(text))).toHaveLength(2);
});

it('has a row for every stage where methods have stages of their own', async () => {
  const report = exampleReport();
  const [first, second] = report.checks;
  const own = (check: typeof first, stages: readonly string[]) => ({
    ...check,
    gates: stages.map((stage) => ({ ...check.gates[0], stage })),
  });
  const checks = [own(first, ['draws 25', 'draws 100']), own(second, ['layer conv1']), own(second, [])];
  const texts = textsOf(await onlyPage(summaryPages({ ...report, checks }, 'cascade')));
  for (const row of [
    `${first.method}, draws 25`,
    `${first.method}, draws 100`,
    `${second.method}, layer conv1`,
  ]) {
    expect(texts).toContain(row);
  }
  expect(texts.filter((text) => text === 'Abs Spearman')).toHaveLength(1);
});
