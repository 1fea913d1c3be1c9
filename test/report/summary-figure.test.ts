import { expect, it } from 'vitest';
import { summaryFigure } from '../../src/report/summary-figure.ts';
import { oneLine } from '../../src/report/text-layout.ts';
import { exampleReport } from './example.ts';
import { HOSTILE, hostileReport } from './hostile.ts';
import { textsOf } from './svg.ts';

it('contains a panel per gate and a line per method with its verdict', async () => {
  const texts = textsOf((await summaryFigure(exampleReport(), 'cascade'))!);
  for (const stage of ['output', 'full']) expect(texts.filter((text) => text === stage)).toHaveLength(3);
  expect(texts).toContain('gradient (passed)');
  expect(texts).toContain('guided-backprop (failed)');
});

it('draws the gates of chosen metrics', async () => {
  const texts = textsOf((await summaryFigure(exampleReport(), 'cascade', { metrics: ['ssim'] }))!);
  expect(texts.filter((text) => text === 'SSIM')).toHaveLength(2);
  expect(texts).not.toContain('Spearman, abs maps');
});

it('takes hostile names as data', async () => {
  const texts = textsOf((await summaryFigure(hostileReport(), 'cascade'))!);
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
  expect(textsOf((await summaryFigure(some, 'cascade'))!)).not.toContain('SSIM');
  expect(await summaryFigure({ ...report, checks: undefinedGates('all') }, 'cascade')).toBeNull();
  expect(await summaryFigure(report, 'bottom-up')).toBeNull();
});
