import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import type { Progress } from '../../src/harness/measure/progress.ts';
import type { Report } from '../../src/results/report.ts';
import { runChecks } from '../../src/run-checks.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';

const config: Config = {
  model: smallNetwork(),
  inputs: { values: blobs(20), shape: [12, 12, 1] },
  methods: ['gradient', 'input', 'fresh-noise'],
  metrics: ['spearman-abs', 'spearman-signed'],
  threads: 1,
  decide: true,
};

describe('a run that stops when it is decided', () => {
  const folder = mkdtempSync(join(tmpdir(), 'decide-'));
  const out = join(folder, 'out');
  let report: Report;
  beforeAll(async () => {
    report = await runChecks({ ...config, out });
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const check = (method: string, { checks } = report) => checks.find((each) => each.method === method)!;

  test('looks with all inputs and draws that there are', () => {
    expect(report.plan).toMatchObject({ decide: true, limit: 64, draws: 12 });
    expect(report.plan.looks).toEqual([
      { inputs: 8, draws: 3 },
      { inputs: 16, draws: 4 },
      { inputs: 20, draws: 6 },
      { inputs: 20, draws: 12 },
    ]);
    expect(report.looks).toMatchObject({
      plan: report.plan.looks,
      taken: 1,
      fixed: { inputs: 20, draws: 5 },
    });
    expect(report.looks!.confidence).toBeCloseTo(0.9875, 12);
  });

  test('lets methods leave when their verdicts stand', () => {
    expect(check('input')).toMatchObject({ status: 'failed', inputs: 8, draws: 3, stopped: 'decided' });
    // Its own noise is all there is in its maps: no number of them would decide it.
    const { status, stopped, prospect } = check('fresh-noise');
    expect({ status, stopped }).toEqual({ status: 'inconclusive', stopped: 'futile' });
    expect(prospect).toBeLessThan(0.3);
    for (const { stages, draws, inputs } of report.checks) {
      // Gates alone are measured, and what was not is absent.
      expect(stages.map(({ name }) => name)).toEqual(['output', 'conv1']);
      for (const { scores } of stages)
        for (const score of Object.values(scores))
          expect(score!.count + score!.undefined).toBe(draws! * inputs!);
    }
  });

  test('counts the maps that were judged, and those of all stages', () => {
    const maps = (method: string) => check(method).inputs! * (1 + 2 * check(method).draws!);
    expect(report.looks!.maps).toBe(maps('gradient') + maps('input') + maps('fresh-noise'));
    expect(report.looks!.fixed.maps).toBe(3 * 20 * (1 + 4 * 5));
  });

  test('judges a look as a run of that size at its confidence', async () => {
    const { decide: _, ...fixed } = config;
    const same = await runChecks({ ...fixed, quick: true, limit: 8, draws: 3, confidence: 0.9875 });
    const { gates, status, stages, references } = check('input', same);
    expect(check('input')).toMatchObject({ gates, status, references });
    expect(check('input').stages.map(({ scores }) => scores)).toEqual(stages.map(({ scores }) => scores));
  });

  test('takes further looks where other gates leave more open', async () => {
    const gates = [{ stage: 'full', metric: 'spearman-abs', maximum: 0 }];
    const stricter = await runChecks({ ...config, gates });
    expect(stricter.checks.every(({ stopped }) => stopped !== 'plan')).toBe(true);
  });
});

describe('a condition whose gates are decided', () => {
  const { decide: _, ...fixed } = config;
  const one: Config = {
    ...fixed,
    methods: ['guided-backprop'],
    // One that lies near what is retained, and one that the first look decides.
    gates: [
      { stage: 'output', metric: 'spearman-abs', maximum: 0.9 },
      { stage: 'full', metric: 'spearman-abs', maximum: 0.95 },
    ],
  };
  const folder = mkdtempSync(join(tmpdir(), 'decide-'));
  const out = join(folder, 'out');
  const seen: Progress[] = [];
  let report: Report;
  beforeAll(async () => {
    report = await runChecks({ ...one, decide: true, out }, { onProgress: (each) => seen.push(each) });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is measured no further, and keeps the numbers that it was decided with', async () => {
    const [check] = report.checks;
    expect(check).toMatchObject({ inputs: 20, draws: 6 });
    const cells = check.stages.map(({ scores }) => scores['spearman-abs']!);
    expect(cells.map(({ count, undefined: none }) => count + none)).toEqual([20 * 6, 8 * 3]);
    const { confidence } = report.looks!;
    const same = await runChecks({ ...one, quick: true, limit: 8, draws: 3, confidence });
    const { decidedWith, ...gate } = check.gates[1];
    expect(decidedWith).toEqual({ inputs: 8, draws: 3 });
    expect(gate).toEqual(same.checks[0].gates[1]);
    expect(check.stages[1].scores).toEqual(same.checks[0].stages[1].scores);
    expect(check.gates[0].decidedWith).toBeUndefined();
    // The null is measured at the stage that was left.
    const nulls = [check, same.checks[0]].map(({ references }) => references['spearman-abs']!.null);
    expect(nulls[0]).toBe(nulls[1]);
  });

  test('is counted as far as it went, with the derivative beside it', () => {
    expect(report.looks!.maps).toBe(2 * (20 + 20 * 6 + 8 * 3));
  });

  test('is shown with what is left of the look, and at the end of a look nothing', () => {
    const looks = [1, 2, 3].map((look) =>
      seen.filter(({ label }) => label.startsWith(`look ${look} of 4, `)),
    );
    for (const shown of looks) {
      expect(shown[0].done / shown[0].total).toBeLessThan(0.9);
      expect(shown.at(-1)!.done / shown.at(-1)!.total).toBeGreaterThan(0.9);
    }
  });

  test('is left again by a run that goes on from any place', async () => {
    const journal = join(out, 'journal');
    const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
    const found = ({ looks, checks }: Report) => ({ looks, checks });
    for (const share of [0.1, 0.5, 0.9, 1]) {
      const begun = lines.slice(0, Math.max(2, Math.floor(share * lines.length)));
      writeFileSync(journal, `${begun.join('\n')}\n`);
      const resumed = await runChecks({ ...one, decide: true, out, resume: true });
      expect(found(resumed), `${share}`).toEqual(found(report));
    }
  });
});

test('a check that is left stays as it was while another one of the method goes on', async () => {
  const gate = (check: string, stage: string, maximum: number) => ({
    ...{ check, stage, maximum },
    metric: 'spearman-abs',
  });
  const { checks } = await runChecks({
    ...config,
    ...{ methods: ['guided-backprop'], checks: ['cascade', 'bottom-up'] },
    gates: [gate('cascade', 'output', 0.5), gate('bottom-up', 'input', 0.6)],
  });
  expect(checks.map(({ stopped, inputs, draws }) => ({ stopped, inputs, draws }))).toEqual([
    { stopped: 'futile', inputs: 8, draws: 3 },
    { stopped: 'futile', inputs: 20, draws: 6 },
  ]);
});

test('a check in which no gate tells goes on where one may yet pass, and says of no stage that it cannot tell', async () => {
  const found = async (maximum: number) => {
    const gates = [{ stage: 'full', metric: 'spearman-abs', maximum }];
    const { checks } = await runChecks({ ...config, methods: ['gradient'], gates });
    const { status, reason, stopped, inputs, explanation } = checks[0];
    return { end: [status, reason, stopped, inputs], explanation };
  };
  // 57 % (18 to 95 %) at the first look.
  expect((await found(0.8)).end).toEqual(['passed', null, 'decided', 16]);
  const wide = await found(0.5);
  expect(wide.end).toEqual(['inconclusive', 'not-telling', 'futile', 8]);
  expect(wide.explanation).toContain(
    "is the network's own derivative: whether this stage can tell on this network is not decided. More images or draws may show",
  );
  const above = await found(0.1);
  expect(above.end).toEqual(['inconclusive', 'not-telling', 'decided', 8]);
  expect(above.explanation).toContain(
    "is the network's own derivative: this stage cannot tell on this network.",
  );
});

test('more draws than the last look takes are not left out in silence', async () => {
  const { notices } = await runChecks({ ...config, methods: ['input'], draws: 20 });
  expect(notices.filter(({ code }) => code === 'looks')).toMatchInlineSnapshot(`
    [
      {
        "code": "looks",
        "message": "20 inputs x 20 draws are more than the last look takes, 20 x 12: a run without --decide takes them all",
      },
    ]
  `);
  const { notices: usual } = await runChecks({ ...config, methods: ['input'] });
  expect(usual.map(({ code }) => code)).not.toContain('looks');
});

test('with one draw a look is as good as any', async () => {
  const { checks, looks } = await runChecks({ ...config, draws: 1 });
  expect(looks).toMatchObject({ taken: 1 });
  expect(new Set(checks.map(({ reason }) => reason))).toEqual(new Set(['one-draw']));
});

test('a look has the first of the inputs that a check changes', async () => {
  const of = (inputs: number, decide: boolean) =>
    runChecks({
      ...config,
      ...{ decide, checks: ['input-shift', 'attack'], methods: ['gradient'], draws: 3, limit: inputs },
      ...{ attackSteps: 5, pictures: 0 },
    });
  const looks = await of(20, true);
  const taken = looks.checks.find(({ check }) => check === 'attack')!.inputs!;
  const { checks } = await of(taken, false);
  for (const [c, { stages, order }] of looks.checks.entries()) {
    for (const [s, { name, scores }] of stages.entries()) {
      const whole = checks[c].stages[s].scores['spearman-abs']!.mean!;
      if (looks.checks[c].inputs !== taken) continue;
      expect(Math.abs(scores['spearman-abs']!.mean! - whole), `${order} ${name}`).toBeLessThan(0.02);
    }
  }
});
