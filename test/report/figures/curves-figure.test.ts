import { describe, expect, it } from 'vitest';
import {
  curveGates,
  curvePoints,
  curveReferences,
  referenceZones,
  sideBySide,
} from '../../../src/report/figures/curve-points.ts';
import { curvesPages } from '../../../src/report/figures/curves-figure.ts';
import { scoreRange } from '../../../src/report/figures/curves-panel.ts';
import { MOST_METHODS, methodMarks } from '../../../src/report/figures/method-marks.ts';
import { oneLine, truncate } from '../../../src/report/wording/text-layout.ts';
import { exampleReport, METHODS } from '../example.ts';
import { HOSTILE, hostileReport } from '../hostile.ts';
import { onlyPage } from '../only-page.ts';
import { textsOf } from '../svg.ts';
import { overlaps, textBoxes } from '../text-boxes.ts';

it('contains a panel per metric, every stage and every method', async () => {
  const texts = textsOf(await onlyPage(curvesPages(exampleReport(), 'cascade')));
  const panels = ['Abs Spearman', 'Signed Spearman', 'SSIM'];
  expect(texts).toEqual(expect.arrayContaining([...panels, ...METHODS]));
  for (const label of ['trained', 'output', '+ fc1', '+ conv2', '+ conv1 (all)', 'null', 'floor']) {
    expect(texts.filter((text) => text === label)).toHaveLength(3);
  }
});

it('says that stages were not measured that lie between others', async () => {
  const report = exampleReport();
  const checks = report.checks.map((check) => ({
    ...check,
    stages: check.stages.filter((_, at, { length }) => at % (length - 1) === 0),
  }));
  const groups = report.checks[0].stages.map(({ name, layers }) => ({ name, layers }));
  const gates = { ...report, checks, plan: { ...report.plan, groups, quick: true } };
  const said = 'Stages without gates lie between and were not measured.';
  const textOf = async (one: typeof report) => textsOf(await onlyPage(curvesPages(one, 'cascade'))).join(' ');
  expect(await textOf(gates)).toContain(said);
  expect(await textOf(report)).not.toContain(said);
});

it('takes hostile names as data', async () => {
  const texts = textsOf(await onlyPage(curvesPages(hostileReport(), 'cascade')));
  expect(texts.some((text) => text.includes(oneLine(HOSTILE).slice(0, 20)))).toBe(true);
  expect(truncate(oneLine(HOSTILE), 20)).toContain('<img');
});

it('is null without a defined score', async () => {
  const report = exampleReport();
  const checks = report.checks.map((check) => ({
    ...check,
    stages: check.stages.map((stage) => ({ ...stage, scores: { ssim: null } })),
  }));
  expect(await curvesPages({ ...report, checks }, 'cascade')).toEqual([]);
  expect(await curvesPages(report, 'bottom-up')).toEqual([]);
});

it('starts at the ceiling and leaves undefined stages out', () => {
  const [check] = exampleReport().checks;
  const stages = check.stages.map((stage, index) =>
    index === 1 ? { ...stage, scores: { ssim: null } } : stage,
  );
  const points = curvePoints([{ ...check, stages }], 'ssim');
  expect(points.map((point) => point.place)).toEqual([0, 1, 3, 4]);
  expect(points[0]).toMatchObject({ mean: 1, low: null });
});

it('keeps the references of every method inside their zones', () => {
  const zones = referenceZones(4);
  const references = curveReferences(exampleReport().checks, 'ssim', zones);
  expect(references).toHaveLength(8);
  for (const { kind, place } of references) {
    const from = zones.start + (kind === 'null' ? 0 : zones.width);
    expect(place).toBeGreaterThan(from);
    expect(place).toBeLessThan(from + zones.width);
  }
});

it('says floor, null and ceiling of a single method beside its panel, apart where they are near', async () => {
  const report = exampleReport({ methods: ['gradient'] });
  const checks = report.checks.map((check) => ({
    ...check,
    references: { ssim: { ceiling: 1, floor: 0.031, null: 0.033 } },
  }));
  const svg = await onlyPage(curvesPages({ ...report, checks }, 'cascade', { metrics: ['ssim'] }));
  expect(textsOf(svg)).toEqual(expect.arrayContaining(['ceiling 1.00', 'null .03', 'floor .03']));
  expect(overlaps(textBoxes(svg))).toEqual([]);
});

it('draws the gates of every method at its stages', async () => {
  const report = exampleReport();
  const [gradient] = report.checks;
  const bars = curveGates([gradient], [gradient], 'ssim');
  // Ceiling 1, floor .02, half of the way.
  expect(bars.map(({ value }) => value)).toEqual([0.51, 0.51]);
  expect(bars.map(({ from, to }) => Math.round((from + to) / 2))).toEqual([1, 4]);
  expect(curveGates([{ ...gradient, stages: gradient.stages.slice(1) }], [gradient], 'ssim')).toHaveLength(1);
  const svg = await onlyPage(curvesPages(report, 'cascade'));
  expect(svg.match(/aria-label="from: /g)).toHaveLength(METHODS.length * 2 * 3);
  expect(textsOf(svg)).toContain('gate: the most that passes');
});

describe('more than six methods', () => {
  const methods = Array.from({ length: 20 }, (_each, at) => `method-${at}`);
  const some = (count: number) => exampleReport({ methods: methods.slice(0, count) });
  const metrics = ['ssim'];

  it('are divided over panels of one figure up to nine', async () => {
    const texts = textsOf(await onlyPage(curvesPages(some(6), 'cascade', { metrics })));
    expect(texts.filter((text) => text === 'SSIM')).toHaveLength(1);
    const pages = await curvesPages(some(8), 'cascade', { metrics });
    expect(pages).toHaveLength(1);
    expect(textsOf(pages[0]).filter((text) => text === 'SSIM')).toHaveLength(2);
    expect(textsOf(pages[0]).filter((text) => methods.includes(text))).toEqual(methods.slice(0, 8));
  });

  it('are divided over pages beyond that, with one range of scores', async () => {
    const pages = await curvesPages(some(20), 'cascade', { metrics });
    expect(pages).toHaveLength(3);
    const named = pages.map((svg) => textsOf(svg).filter((text) => methods.includes(text)));
    expect(named.flat()).toEqual(methods);
    for (const names of named) expect(names.length).toBeLessThanOrEqual(9);
    const ranges = pages.map((svg) => textsOf(svg).filter((text) => /^−?\d\.\d$/.test(text)));
    for (const range of ranges) expect(new Set(range)).toEqual(new Set(ranges[0]));
  });

  it('never share a colour or a shape in a figure', () => {
    const marks = methodMarks(methods.slice(0, MOST_METHODS));
    expect(new Set(marks.map(({ colour }) => colour)).size).toBe(MOST_METHODS);
    expect(new Set(marks.map(({ shape }) => shape)).size).toBe(MOST_METHODS);
    expect(() => methodMarks(methods)).toThrow('at most 9 methods');
  });
});

it('has one range of scores in all its panels', async () => {
  const report = exampleReport();
  const checks = report.checks.map((check) => ({
    ...check,
    stages: check.stages.map((stage) => {
      const { ssim } = stage.scores;
      return { ...stage, scores: { ...stage.scores, ssim: { ...ssim!, mean: -0.4 } } };
    }),
  }));
  const texts = textsOf(await onlyPage(curvesPages({ ...report, checks }, 'cascade')));
  for (const label of ['−0.4', '−0.2', '0.0', '0.6', '1.0']) {
    expect(texts.filter((text) => text === label)).toHaveLength(3);
  }
});

it('is as wide as it is asked to be', async () => {
  for (const columns of [1, 2, 3]) {
    const width = { value: 700, unit: 'px' as const };
    const svg = await onlyPage(curvesPages(exampleReport(), 'cascade', { width, columns }));
    expect(Math.abs(Number(svg.match(/width="([\d.]+)"/)![1]) - 700)).toBeLessThanOrEqual(2);
  }
});

it('cuts bands at the ends of its range, and marks where', async () => {
  const report = exampleReport();
  const checks = report.checks.map((check, at) => ({
    ...check,
    stages: check.stages.map((stage, index) => {
      const { ssim } = stage.scores;
      const wide = at === 0 && index === 2 ? { low: -7, high: 9 } : {};
      return { ...stage, scores: { ssim: { ...ssim!, ...wide } } };
    }),
  }));
  const svg = await onlyPage(curvesPages({ ...report, checks }, 'cascade'));
  expect(textsOf(svg)).not.toContain('−1.0');
  const marks = [
    ...svg.matchAll(/aria-label="place: (\d); value: ([^;]*); method: gradient; shape: (triangle-\w+)/g),
  ];
  expect(marks.map(([, ...facts]) => facts)).toEqual([
    ['3', '−0.2', 'triangle-down'],
    ['3', '1.0', 'triangle-up'],
  ]);
  expect(textsOf(svg).join(' ')).toContain('Triangles: they go on beyond the axis.');
  const low = exampleReport({ methods: ['gradient', 'fresh-noise'] });
  const plain = await onlyPage(curvesPages(low, 'cascade'));
  expect(textsOf(plain).join(' ')).not.toContain('Triangles');
});

it('shows a range of scores with everything in it but the widest intervals', () => {
  const panel = (mean: number, low: number) => ({
    title: '',
    points: [{ method: '', place: 1, mean, low, high: 0.9 }],
    references: [],
    gates: [],
    levels: [],
  });
  expect(scoreRange([panel(0.5, 0.1)])).toEqual([0, 1]);
  expect(scoreRange([panel(0.5, -0.05)])).toEqual([-0.2, 1]);
  expect(scoreRange([panel(0.5, -3)])).toEqual([-0.2, 1]);
  expect(scoreRange([panel(-0.35, -3)])[0]).toBeCloseTo(-0.6, 12);
  expect(scoreRange([panel(-1, -3)])).toEqual([-1, 1]);
});

it('joins no stages that are not built on each other', async () => {
  const report = exampleReport();
  const independent = {
    ...report,
    checks: report.checks.map((check) => ({ ...check, order: 'independent' })),
  };
  const lines = (svg: string) => svg.match(/aria-roledescription="line mark"/g)?.length ?? 0;
  expect(lines(await onlyPage(curvesPages(report, 'cascade')))).toBeGreaterThan(0);
  const alone = await onlyPage(curvesPages(independent, 'independent'));
  expect(lines(alone)).toBe(0);
  expect(alone).toContain('aria-roledescription="rule mark"');
});

it('draws methods side by side where no line joins the stages, each under its gate', () => {
  const { checks } = exampleReport();
  const methods = checks.map(({ method }) => oneLine(method));
  const points = sideBySide(curvePoints(checks, 'ssim'), methods, 4);
  const at = points.map(({ place }) => place);
  expect(new Set(at).size).toBe(at.length);
  const bars = curveGates(checks, checks, 'ssim');
  expect(bars.length).toBeGreaterThan(0);
  for (const { method, from, to } of bars) {
    const middle = (from + to) / 2;
    expect(points.some((each) => each.method === method && Math.abs(each.place - middle) < 1e-9)).toBe(true);
  }
});
