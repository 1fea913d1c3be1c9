import { beforeAll, expect, test } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import type { CheckResult, Report } from '../../../src/results/report.ts';
import { runChecks } from '../../../src/run-checks.ts';
import { plainNetwork, quadrants, SIDE, trainedOn, training } from '../quadrants.ts';

const held = quadrants(24, 3);

let config: Config;
let report: Report;
beforeAll(async () => {
  config = {
    model: await trainedOn(plainNetwork(), 1),
    inputs: { ...held, labels: [...held.labels], shape: [SIDE, SIDE, 1] },
    ...{ checks: ['roar', 'kar'], methods: ['input', 'gradient', 'fresh-noise'] },
    ...{ metrics: ['spearman-abs'], threads: 1, pictures: 1, training: { ...training, epochs: 20 } },
  };
  const t = performance.now();
  report = await runChecks(config, {
    onStart: (s) => console.log(s.cost, s.left),
    onProgress: (p) => {
      (globalThis as any).last = p;
    },
  });
  console.log(performance.now() - t, (globalThis as any).last);
}, 60_000);

test('shows', () => {
  for (const c of report.checks)
    console.log(
      c.method,
      c.check,
      c.status,
      c.reason,
      c.explanation,
      JSON.stringify(c.gates),
      JSON.stringify(c.stages.map((s) => [s.name, s.scores])),
      JSON.stringify(c.curves),
    );
  console.log(report.notices);
});
