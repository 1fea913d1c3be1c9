import { expect, it } from 'vitest';
import { curvePoints, curveReferences, referenceZones } from '../../src/report/curve-points.ts';
import { curvesFigure } from '../../src/report/curves-figure.ts';
import { oneLine, truncate } from '../../src/report/text-layout.ts';
import { exampleReport, METHODS } from './example.ts';
import { HOSTILE, hostileReport } from './hostile.ts';
import { textsOf } from './svg.ts';

it('contains a panel per metric, every stage and every method', async () => {
  const texts = textsOf((await curvesFigure(exampleReport(), 'cascade'))!);
  const panels = ['Spearman, abs maps', 'Spearman, signed maps', 'SSIM'];
  expect(texts).toEqual(expect.arrayContaining([...panels, ...METHODS]));
  for (const label of ['trained', 'output', '+ fc1', '+ conv2', '+ conv1 (all)', 'null', 'floor']) {
    expect(texts.filter((text) => text === label)).toHaveLength(3);
  }
});

it('takes hostile names as data', async () => {
  const texts = textsOf((await curvesFigure(hostileReport(), 'cascade'))!);
  expect(texts.some((text) => text.includes(oneLine(HOSTILE).slice(0, 20)))).toBe(true);
  expect(truncate(oneLine(HOSTILE), 20)).toContain('<img');
});

it('is null without a defined score', async () => {
  const report = exampleReport();
  const checks = report.checks.map((check) => ({
    ...check,
    stages: check.stages.map((stage) => ({ ...stage, scores: { ssim: null } })),
  }));
  expect(await curvesFigure({ ...report, checks }, 'cascade')).toBeNull();
  expect(await curvesFigure(report, 'bottom-up')).toBeNull();
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

it('says floor, null and ceiling of a single method as lines', async () => {
  const texts = textsOf((await curvesFigure(exampleReport({ methods: ['gradient'] }), 'cascade'))!);
  for (const kind of ['floor', 'null', 'ceiling']) {
    expect(texts.filter((text) => text === kind)).toHaveLength(3);
  }
});

it('is as wide as it is asked to be', async () => {
  for (const columns of [1, 2, 3]) {
    const width = { value: 700, unit: 'px' as const };
    const svg = (await curvesFigure(exampleReport(), 'cascade', { width, columns }))!;
    expect(Math.abs(Number(svg.match(/width="([\d.]+)"/)![1]) - 700)).toBeLessThanOrEqual(2);
  }
});

it('draws bands no further than a similarity can be', async () => {
  const report = exampleReport();
  const checks = report.checks.map((check) => ({
    ...check,
    stages: check.stages.map((stage) => {
      const { ssim } = stage.scores;
      return { ...stage, scores: { ssim: { ...ssim!, low: -7, high: 9 } } };
    }),
  }));
  const texts = textsOf((await curvesFigure({ ...report, checks }, 'cascade'))!);
  expect(texts).toContain('−1.0');
  expect(texts).not.toContain('−7.0');
});
