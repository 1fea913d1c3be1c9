import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../../src/checks/profiles.ts';
import { CHECK_NAMES, findCheck } from '../../../src/checks/registry.ts';
import type { Config } from '../../../src/config/config.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { selectChecks } from '../../../src/harness/prepare/select-checks.ts';
import { reportCard } from '../../../src/report/wording/report-card.ts';
import { planChecks, runChecks } from '../../../src/run-checks.ts';
import { blobs, smallNetwork } from '../../attribution/small-network.ts';

const config = (rest: Partial<Config>): Config => ({
  ...{ model: smallNetwork(), inputs: { values: blobs(6), shape: [12, 12, 1] } },
  ...{ methods: ['gradient'], draws: 2, threads: 1, pictures: 1, metrics: ['spearman-abs'] },
  ...rest,
});
const ordersOf = async (rest: Partial<Config>) => [
  ...new Set((await planChecks(config(rest))).map(({ order }) => order)),
];
const regions = Array.from({ length: 6 }, () =>
  Uint8Array.from({ length: 144 }, (_, at) => (at % 12 < 6 && at < 72 ? 1 : 0)),
);

describe('profiles', () => {
  test('are of checks that there are, and ask about stages and numbers that they have', () => {
    for (const { checks, gates } of PROFILES) {
      for (const name of checks ?? []) expect(CHECK_NAMES).toContain(name);
      for (const { check, metric } of gates) {
        expect(checks).toContain(check);
        if (metric === undefined) continue;
        expect(findCheck(check).own?.quantities.map(({ name }) => name)).toContain(metric);
      }
    }
  });

  test('stand for their checks, in the order of all; what is named is named', () => {
    expect(selectChecks('quick').map(({ name }) => name)).toEqual([
      ...['cascade', 'class-sensitivity', 'input-shift', 'localisation'],
    ]);
    expect(selectChecks('all').map(({ name }) => name)).toEqual(CHECK_NAMES);
    expect(selectChecks('entropy,quick,cascade').filter(({ profile }) => profile === null)).toEqual([
      { name: 'entropy', profile: null },
      { name: 'cascade', profile: null },
    ]);
  });

  test('a name that is none is told with those that there are', () => {
    expect(() => parseConfig({ ...config({}), checks: 'aruns' })).toThrowErrorMatchingInlineSnapshot(
      `[InputError: checks[0]: expected one of cascade, bottom-up, independent, labels, class-sensitivity, input-shift, settings, smooth-cascade, entropy, localisation, faithfulness, retraining, roar, kar, attack, quick, arun, all, found "aruns". Did you mean arun?]`,
    );
  });
});

test('what does not fit is left out of a profile, what is named is an error', async () => {
  expect(await ordersOf({ checks: 'quick' })).toEqual(['cascade', 'class-sensitivity', 'input-shift']);
  await expect(planChecks(config({ checks: 'quick,localisation' }))).rejects.toThrow('region of');
  const all = await ordersOf({ checks: 'all' });
  for (const name of ['labels', 'retraining', 'localisation']) expect(all).not.toContain(name);
  for (const name of ['cascade', 'bottom-up', 'faithfulness']) expect(all).toContain(name);
});

test('training data is no use to a network that cannot be trained: a profile goes without', async () => {
  const model = 'fixtures/onnx/tabular-dynamo-20.onnx';
  const values = Float32Array.from({ length: 6 * 9 }, (_, at) => Math.sin(at * at));
  const labels = [0, 1, 2, 3, 4, 0];
  const given = { model, inputs: { values, shape: [9], labels }, training: { data: { values, labels } } };
  const all = await ordersOf({ ...given, checks: 'all' });
  for (const name of ['labels', 'retraining', 'roar', 'kar']) expect(all).not.toContain(name);
  expect(all).toContain('attack');
  const { plan, notices } = await runChecks(config({ ...given, checks: 'retraining', replica: model }));
  expect(plan.training).toBeUndefined();
  expect(notices.map(({ message }) => message)).toContain(
    'no networks are trained from other seeds: it needs a network that can be trained here',
  );
});

test('what costs more than all the rest is left out of all, unless it is named', async () => {
  // Fifty noisy copies of every input: more than all that is left beside it.
  const methods = [{ name: 'smoothgrad', draws: 100 }];
  expect(await ordersOf({ checks: 'all', methods })).not.toContain('smooth-cascade');
  expect(await ordersOf({ checks: 'all,smooth-cascade', methods })).toContain('smooth-cascade');
});

test('the four questions of Arun et al., those that cannot be put told with their reasons', async () => {
  const report = await runChecks(
    config({
      checks: 'arun',
      inputs: { values: blobs(6), shape: [12, 12, 1], regions },
      replica: smallNetwork(),
    }),
  );
  const { profile, gates } = report.plan;
  expect(profile?.criteria.map(({ name, stages }) => [name, stages])).toEqual([
    ['utility', null],
    ['sensitivity', null],
    ['repeatability', []],
    ['reproducibility', ['replica-1', 'reproducibility']],
  ]);
  expect(gates.filter(({ order }) => order === 'localisation')).toEqual([
    { order: 'localisation', stage: 'region', metric: 'auprc-beyond-control', minimum: 0 },
  ]);
  expect(report.notices.flatMap(({ code, message }) => (code === 'check-skipped' ? [message] : []))).toEqual([
    'repeatability of arun is left out: it needs a network that can be trained here, and training data: --train-data',
  ]);
  const card = reportCard(report)!;
  expect(card.columns.map(({ name }) => name)).toEqual(profile!.criteria.map(({ name }) => name));
  const [{ cells }] = card.rows;
  // The same network again has the same maps.
  expect(cells.map(({ word }) => word).slice(2)).toEqual(['not measured', 'passed']);
});
