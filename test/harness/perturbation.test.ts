import { expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import type { Line } from '../../src/harness/conclude/conclude.ts';
import { memoryJournal } from '../../src/harness/measure/journal.ts';
import { planRun } from '../../src/harness/prepare/plan-run.ts';
import { openSubject } from '../../src/harness/prepare/subject.ts';
import { meterOf, run } from '../../src/harness/run.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';

const grid = { segmentation: 'grid', segments: 6 } as const;
const config: Config = {
  model: smallNetwork(),
  inputs: { values: blobs(4), shape: [12, 12, 1] },
  methods: [
    'score-cam',
    { name: 'feature-ablation', segments: 9 },
    { name: 'lime', samples: 12, ...grid },
    { name: 'kernel-shap', samples: 12, ...grid },
    { name: 'rise', samples: 10, cells: 3 },
    { name: 'mask-perturbation', steps: 3 },
  ],
  draws: 2,
  batch: 2,
  threads: 1,
  pictures: 0,
};

async function work(reuse: boolean, chunk?: number) {
  const whole = { ...config, reuse };
  const subject = await openSubject(whole, { cwd: '.' });
  const plan = planRun(whole, subject);
  const journal = memoryJournal();
  const meter = meterOf(subject, plan, journal);
  const commands = { run: 'test', checks: [] };
  const { lines, report } = await run({
    ...{ subject, plan, journal, meter, commands },
    startedAt: new Date(0),
    chunk,
  });
  const { methods } = subject;
  await subject.dispose();
  return { lines, report, methods };
}

const scoresOf = (lines: readonly Line[]) =>
  new Map(
    lines.flatMap((line) =>
      line.kind === 'measurement'
        ? Object.entries(line.scores).flatMap(([metric, values]) =>
            values.map((value, i) => {
              const { method, condition, draw, first } = line;
              return [[method, condition, draw, metric, first + i].join(' '), value] as const;
            }),
          )
        : [],
    ),
  );

const shared = await work(true);

/** Ranks of maps that are nearly flat turn over by rounding. */
const ROUNDING = 1e-4;

test.each([
  ['computed anew at every stage', () => work(false)],
  ['chunk by chunk', () => work(true, 2)],
])(
  'masks and noise are those of the input, whatever the weights: %s scores are the same',
  async (_, other) => {
    const [a, b] = [scoresOf(shared.lines), scoresOf((await other()).lines)];
    expect(b.size).toBe(a.size);
    expect([...a.values()].filter((score) => score !== null).length).toBeGreaterThan(300);
    for (const [key, score] of a) {
      expect(b.get(key) === null, key).toBe(score === null);
      expect(Math.abs((b.get(key) ?? 0) - (score ?? 0)), key).toBeLessThan(ROUNDING);
    }
  },
);

test('a method with random masks has a ceiling below 1, one without has 1', () => {
  const ceiling = (method: string) =>
    shared.report.checks.find((check) => check.method === method)!.references['spearman-signed']!.ceiling!;
  for (const method of ['score-cam', 'feature-ablation']) expect(ceiling(method)).toBe(1);
  for (const method of ['lime', 'kernel-shap', 'rise']) expect(ceiling(method)).toBeLessThan(0.999);
});

test('the plan has the settings, and the layer that was read', () => {
  expect(shared.report.plan.methods['score-cam']).toMatchObject({
    layer: 'conv2',
    relu: true,
    fill: 'black',
  });
  expect(shared.report.plan.methods.lime).toMatchObject({ samples: 12, segmentation: 'grid', penalty: 1 });
});
