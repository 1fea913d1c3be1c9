import { expect, test } from 'vitest';
import { retainedBars } from '../../../src/report/reporters/retained-bars.ts';
import type { CheckResult } from '../../../src/results/report.ts';

function checkWith(method: string, ...retained: (number | null)[]): CheckResult {
  const gates = retained.map((value, i) => ({
    ...{ stage: `s${i}`, metric: 'ssim', maximum: 0.5, retained: value },
    ...{ low: null, high: null, status: 'open' as const },
  }));
  const base = { order: 'cascade', status: 'failed' as const, reason: null, explanation: '' };
  return { ...base, method, gates, references: {}, stages: [] };
}

test('a bar for the gate that is nearest to failing, cut to the scale', () => {
  const bars = retainedBars([
    checkWith('none', 0),
    checkWith('quarter', 0.25, 0.1),
    checkWith('half', null, 0.5),
    checkWith('beyond', 1.3),
    checkWith('below', -0.2),
    checkWith('undefined', null, Number.NaN),
    checkWith('no-gates'),
  ]);
  expect(`\n${bars}\n`).toMatchInlineSnapshot(`
    "
    none       ····················│····················  .00 SSIM, s0: failed
    quarter    ██████████··········│····················  .25 SSIM, s0: failed
    half       ████████████████████│····················  .50 SSIM, s1: failed
    beyond     ████████████████████│████████████████████  1.30 SSIM, s0: failed
    below      ····················│····················  −.20 SSIM, s0: failed
    undefined  ·········································  failed
    no-gates   ·········································  failed
    "
  `);
});
