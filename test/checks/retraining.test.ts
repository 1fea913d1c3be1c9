import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { modelFromLayers } from '../../src/model/layers-model.ts';
import type { Model } from '../../src/model/model.ts';
import { randomize } from '../../src/randomize/randomize.ts';
import type { CheckResult, Report } from '../../src/results/report.ts';
import { REPORT_SCHEMA } from '../../src/results/report-schema.ts';
import { runChecks } from '../../src/run-checks.ts';
import { smallModel } from '../attribution/small-network.ts';
import { plainNetwork, quadrants, SIDE, trainedOn, training } from './quadrants.ts';

const held = quadrants(16, 3);
const METHODS = ['gradient', 'input-x-gradient', 'edge-detector', 'fresh-noise'];

let config: Config;
let model: Model;
let wide: Model;
let report: Report;
beforeAll(async () => {
  model = await trainedOn(plainNetwork(), 1);
  wide = await trainedOn(plainNetwork(20), 2, 'wide');
  config = {
    model,
    inputs: { ...held, labels: [...held.labels], shape: [SIDE, SIDE, 1] },
    ...{ checks: ['retraining'], methods: METHODS, metrics: ['spearman-abs'], threads: 1, pictures: 1 },
  };
  report = await runChecks({ ...config, training, replica: [model, wide] });
}, 60_000);

const checkOf = ({ checks }: Report, method: string): CheckResult =>
  checks.find((one) => one.method === method)!;
const verdictOf = (of: Report, method: string) => {
  const { status, reason } = checkOf(of, method);
  return reason === null ? status : `${status} ${reason}`;
};

test('a replica that is the model itself is told', () => {
  const told = report.notices.filter(({ message }) => message.includes('the model itself'));
  expect(told.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^replica-1 \(.+\): it is the model itself, with the same weights/),
  ]);
});

describe('retraining', () => {
  test.each([
    ['gradient', 'passed'],
    ['input-x-gradient', 'passed'],
    ['fresh-noise', 'failed not-reproducible'],
  ])('%s: %s', (method, verdict) => {
    expect(verdictOf(report, method), checkOf(report, method).explanation).toBe(verdict);
  });

  test('says what is retained, of which networks', () => {
    const sentences = METHODS.map((method) =>
      checkOf(report, method)
        .explanation.replace(/ Reproduce: .*/, '')
        .replace(/−?(\d*\.)?\d+( %)? \([^)]*\)|[−\d.]*\.\d+/g, '#'),
    );
    expect([sentences[0], sentences[3]]).toMatchInlineSnapshot(`
      [
        "Retains # of its abs Spearman similarity in networks trained from other seeds; more than 0 % passes. Retains # of its abs Spearman similarity in the network replica-1; more than 0 % passes. Retains # of its abs Spearman similarity in the network replica-2; more than 0 % passes.",
        "On the trained model abs Spearman is # between two maps of the same image and # between maps of different images: a map that does not reproduce itself can show nothing. A method that draws random numbers reproduces itself where they are seeded, or where it averages over more of them. On this network gradient and input-x-gradient pass this check.",
      ]
    `);
  });

  test('networks of the true labels are trained to the accuracy of the model', () => {
    expect(report.training?.map(({ labels }) => labels)).toEqual(['seed 1', 'seed 2', 'seed 3']);
    expect(report.plan.training).toMatchObject({ permutations: 0, seeds: 3 });
    for (const { accuracy, required } of report.training ?? []) {
      expect(required).toBeGreaterThan(0.95);
      expect(accuracy).toBeGreaterThanOrEqual(required!);
    }
  });

  test('inputs to which a network gives another class are left out, and are not called undefined', () => {
    const [{ scores }] = checkOf(report, 'gradient').stages;
    expect(scores['spearman-abs']).toMatchObject({ count: 47, undefined: 0 });
  });

  test('the same network given as another one retains all', () => {
    const { stages } = checkOf(report, 'gradient');
    const same = stages.find(({ name }) => name === 'replica-1')!;
    expect(same.scores['spearman-abs']?.mean).toBe(1);
    expect(same.retained['spearman-abs']?.mean).toBeCloseTo(1, 12);
    expect(same.logitShift).toBe(0);
  });

  test('a network gets the noise that the model got', async () => {
    const methods = [{ name: 'smoothgrad', draws: 3 }];
    const { checks } = await runChecks({ ...config, methods, replica: model, pictures: 0 });
    expect(checks[0].references['spearman-abs']?.ceiling).toBeLessThan(0.999);
    expect(checks[0].stages[0].scores['spearman-abs']?.mean).toBe(1);
  });

  test('a report has the form of its schema', () => {
    expect(REPORT_SCHEMA.safeParse(report).error).toBeUndefined();
    expect(report.plan.replica).toEqual(['quadrants', 'wide']);
    expect(report.networks).toEqual([
      { name: 'replica-1', source: 'quadrants', sha256: model.sha256 },
      { name: 'replica-2', source: 'wide', sha256: wide.sha256 },
    ]);
  });
});

describe('what keeps it from being judged', () => {
  const few = { methods: ['gradient'], pictures: 0 };
  const sentence = async (settings: Partial<Config>) => {
    const [{ status, reason, explanation }] = (await runChecks({ ...config, ...few, ...settings })).checks;
    return [status, reason, explanation.replace(/ No method of this run.*| Reproduce: .*/s, '')];
  };

  test('networks that do not learn the data as well', async () => {
    const found = await sentence({ training: { ...training, epochs: 1, rate: 0.0001 } });
    expect(found).toMatchInlineSnapshot(`
      [
        "inconclusive",
        "network-worse",
        "In networks trained from other seeds, a network knows 33 % of the training data, not the 98 % that would make it as good as the model: its maps may differ because it has learnt less.",
      ]
    `);
  });

  test('a given network that is clearly wrong more often', async () => {
    const other = modelFromLayers(plainNetwork(5), 'untrained');
    const { weights } = randomize(other, { stage: 'full', seed: 3 });
    const poor = { ...other, trained: weights };
    expect(await sentence({ replica: poor })).toMatchInlineSnapshot(`
      [
        "inconclusive",
        "network-worse",
        "In the network replica-1, 10 of 16 labelled inputs are answered wrongly that the model has right, and 0 the other way round: its maps may differ because it has learnt less.",
      ]
    `);
    const inputs = { values: held.values, shape: [SIDE, SIDE, 1] };
    expect(await sentence({ replica: poor, inputs })).toMatchInlineSnapshot(`
      [
        "inconclusive",
        "undecided",
        "Retains 17 % (at most 34 %) of its abs Spearman similarity in the network replica-1; more than 0 % passes. About 8 images would decide (now 6 images that are compared).",
      ]
    `);
    expect(await sentence({ replica: poor, inputs, limit: 6 })).toMatchInlineSnapshot(`
      [
        "inconclusive",
        "few-in-common",
        "In the network replica-1, 3 inputs get the explained class from both networks; it takes 5 to compare.",
      ]
    `);
  });
});

test('a network of the true labels that was trained stands in the place of the model, and is the measure of others', async () => {
  const given = { methods: ['gradient'], pictures: 0 };
  const trained = { ...training, network: 'trained' as const, seeds: 2 };
  const report = await runChecks({ ...config, ...given, training: trained });
  const [truth, ...others] = report.training!;
  expect([truth, ...others].map(({ labels }) => labels)).toEqual(['true', 'seed 1', 'seed 2']);
  for (const { required } of others) expect(required).toBeCloseTo(truth.accuracy - 0.02, 12);
  expect(report.checks[0].stages[0].scores['spearman-abs']!.mean).toBeLessThan(0.9);
});

test('in looks, and of gated stages alone, it is judged as well', async () => {
  const given = { methods: ['gradient', 'fresh-noise'], pictures: 1, replica: wide };
  for (const settings of [{ decide: true, limit: 16 }, { quick: true }]) {
    const { checks } = await runChecks({ ...config, ...given, ...settings });
    // Eight maps of 64 pixels do not always show that noise does not repeat itself.
    expect(checks.map(({ reason }) => reason)).toEqual([null, 'not-reproducible']);
  }
});

test('the same scores on the eager engine', async () => {
  const scoresOf = ({ checks }: Report) =>
    checks.flatMap(({ stages }) => stages.map(({ scores }) => scores['spearman-abs']?.mean ?? Number.NaN));
  const given = { methods: ['gradient', 'input-x-gradient'], replica: wide, pictures: 0 };
  const compiled = scoresOf(await runChecks({ ...config, ...given }));
  const eager = scoresOf(await runChecks({ ...config, ...given, engine: 'eager', backend: 'cpu' }));
  expect(compiled).toHaveLength(2);
  for (const [i, score] of compiled.entries()) expect(Math.abs(eager[i] - score)).toBeLessThan(1e-5);
});

test('a method that does not fit another network is left out there, with a notice', async () => {
  const { checks, notices } = await runChecks({
    ...{ ...config, model: await trainedOn(convolutional(), 1), replica: model },
    ...{ methods: ['gradient', 'grad-cam'], pictures: 0 },
  });
  expect(checks.map(({ method, status, reason }) => [method, status, reason])).toMatchInlineSnapshot(`
    [
      [
        "gradient",
        "failed",
        "gate-missed",
      ],
      [
        "grad-cam",
        "inconclusive",
        "not-applicable",
      ],
    ]
  `);
  expect(notices).toMatchInlineSnapshot(`
    [
      {
        "code": "method-skipped",
        "message": "replica-1 (quadrants): grad-cam is left out: it needs a network with a convolutional layer, found none",
      },
    ]
  `);
});

test('bad input', async () => {
  const said = (wrong: Partial<Config>) =>
    runChecks({ ...config, ...wrong }).then(
      () => 'accepted',
      (error: Error) => error.message,
    );
  expect([
    await said({}),
    await said({ replica: smallModel() }),
    await said({ replica: threeClasses() }),
    await said({ replica: { ...wide, tokens: {} as NonNullable<Model['tokens']> } }),
    await said({ replica: 'src/checks' }),
    await said({ replica: ['src/missing'] }),
    await said({ replica: 3 as never }),
  ]).toMatchInlineSnapshot(`
    [
      "check retraining: expected networks to compare with, found none. Give --train-data, so that they are trained, or a network with the same inputs and classes: --replica.",
      "replica small network: expected inputs of [8, 8, 1] and 4 classes, as the model has, found inputs of [12, 12, 1] and 4 classes.",
      "replica three classes: expected inputs of [8, 8, 1] and 4 classes, as the model has, found inputs of [8, 8, 1] and 3 classes.",
      "replica wide: expected a network whose maps can be compared with the model's, found one of texts, which the model is not. Leave --replica out, or give another one.",
      "src/checks: expected an .onnx file or a model.json or a folder that contains one, found a folder without model.onnx or model.json.",
      "src/missing: expected an .onnx file or a model.json or a folder that contains one, found no such file or folder.",
      "replica: expected paths of models, or models that are already loaded, found 3.",
    ]
  `);
});

const convolutional = () =>
  tfl.sequential({
    layers: [
      tfl.layers.conv2d({
        inputShape: [SIDE, SIDE, 1],
        filters: 4,
        kernelSize: 3,
        activation: 'relu',
        name: 'conv',
      }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 4, name: 'output' }),
    ],
  });

const threeClasses = () =>
  modelFromLayers(
    tfl.sequential({
      layers: [
        tfl.layers.flatten({ inputShape: [SIDE, SIDE, 1] }),
        tfl.layers.dense({ units: 3, name: 'output' }),
      ],
    }),
    'three classes',
  );
