import { describe, expect, test } from 'vitest';
import { findCheck } from '../../src/checks/registry.ts';
import type { Config } from '../../src/config/config.ts';
import { gatedStages } from '../../src/harness/measure/gated-stages.ts';
import { runChecks } from '../../src/run-checks.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';

const groups = ['d', 'c', 'b', 'a'].map((name) => ({ name, members: [name] }));
const gate = (order: 'cascade' | 'bottom-up', stage: string) => ({
  ...{ order, stage },
  ...{ metric: 'ssim', maximum: 0.5 },
});

describe('gatedStages', () => {
  test.each([
    ['cascade', [gate('cascade', 'output'), gate('cascade', 'full')], ['d', 'a']],
    ['cascade', [gate('cascade', 'c')], ['c']],
    ['cascade', [gate('cascade', 'full'), gate('bottom-up', 'c')], ['a']],
    ['bottom-up', [gate('bottom-up', 'full')], ['d']],
    // Curves have their ends where no gate stands.
    ['independent', [gate('cascade', 'full')], ['d', 'a']],
  ] as const)('%s with %j', (order, gates, expected) => {
    expect(
      gatedStages(order, findCheck(order).conditions({ groups, allGroups: groups, methods: [] }), gates).map(
        ({ name }) => name,
      ),
    ).toEqual(expected);
  });
});

describe('a quick run', () => {
  const config: Config = {
    model: smallNetwork(),
    inputs: { values: blobs(12), shape: [12, 12, 1] },
    methods: ['gradient', 'input-x-gradient'],
    metrics: ['spearman-abs'],
    threads: 1,
    pictures: 1,
  };

  test('has 8 inputs, 3 draws, the stages that carry gates, and says so', async () => {
    const report = await runChecks({ ...config, quick: true });
    expect(report.plan).toMatchObject({ quick: true, limit: 8, draws: 3 });
    expect(report.inputs).toHaveLength(8);
    const [check] = report.checks;
    expect(check.stages.map(({ name }) => name)).toEqual(['output', 'conv1']);
    expect(report.notices).toMatchInlineSnapshot(`
      [
        {
          "code": "inputs",
          "message": "8 of 12 inputs are used",
        },
        {
          "code": "quick",
          "message": "a quick run, of few inputs and draws and only the stages that carry gates: decide with one without --quick",
        },
      ]
    `);
    // Verdicts and their evidence are those of a whole run of as many inputs and draws.
    const whole = await runChecks({ ...config, limit: 8, draws: 3 });
    const judged = ({ checks }: typeof report) =>
      checks.map(({ status, gates, references }) => ({ status, gates, references }));
    expect(judged(report)).toEqual(judged(whole));
    expect(whole.cost!.maps).toBe(2 * 8 * (3 * 4 + 2));
    expect(report.cost!.maps).toBe(2 * 8 * (3 * 2 + 2));
  });

  test('has no null where no stage has all layers random', async () => {
    const gates = [{ stage: 'fc1', metric: 'spearman-abs' }];
    const { checks } = await runChecks({ ...config, gates, quick: true });
    expect(checks[0].stages.map(({ name }) => name)).toEqual(['fc1']);
    expect(checks[0].references['spearman-abs']?.null).toBeNull();
  });
});
