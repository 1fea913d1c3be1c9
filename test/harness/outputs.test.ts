import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { explain } from '../../src/explain.ts';
import { Stream } from '../../src/randomize/stream.ts';
import { reportMarkdown } from '../../src/report/reporters/markdown.ts';
import { reportTerminal } from '../../src/report/reporters/terminal-text.ts';
import type { Report } from '../../src/results/report.ts';
import { REPORT_SCHEMA } from '../../src/results/report-schema.ts';
import { runChecks } from '../../src/run-checks.ts';
import { blobs } from '../attribution/small-network.ts';
import { refusal } from '../model/networks.ts';

const COUNT = 12;
const images = blobs(COUNT);
const batch = tf.tensor(images, [COUNT, 12, 12, 1]);
const FEATURES = 6 * 10 * 10;

type Activation = 'sigmoid' | 'softmax' | 'linear';

/** A convolution and a dense layer whose output u is `heads[u]` times one logit, which is 0 for the middle image. */
function network(heads: readonly number[], activation: Activation): layers.LayersModel {
  const L = layers.layers;
  const made = layers.sequential({
    name: 'twins',
    layers: [
      L.conv2d({ inputShape: [12, 12, 1], filters: 6, kernelSize: 3, activation: 'relu', name: 'conv' }),
      L.flatten({ name: 'flat' }),
      L.dense({ units: heads.length, activation, name: 'dense' }),
    ],
  });
  const stream = new Stream('twins');
  const numbers = (count: number) => Array.from({ length: count }, () => stream.uniform() - 0.5);
  const [conv, , dense] = made.layers;
  conv.setWeights([tf.tensor(numbers(54), [3, 3, 1, 6]), tf.zeros([6])]);
  const kernel = numbers(FEATURES);
  const set = (bias: number) =>
    dense.setWeights([
      tf.tensor(
        kernel.flatMap((k) => heads.map((h) => h * k)),
        [FEATURES, heads.length],
      ),
      tf.tensor(heads.map((h) => h * bias)),
    ]);
  set(0);
  const features = layers.model({
    inputs: made.inputs,
    outputs: made.layers[1].output as layers.SymbolicTensor,
  });
  const logits = tf
    .matMul(features.predict(batch) as tf.Tensor2D, tf.tensor2d(kernel, [FEATURES, 1]))
    .dataSync();
  const sorted = [...logits].sort((a, b) => a - b);
  set(-(sorted[COUNT / 2 - 1] + sorted[COUNT / 2]) / 2);
  return made;
}

/** Where an input stood before it was chosen. */
const placeOf = (id: string) => Number(/\d+/.exec(id));

const outputsOf = (made: layers.LayersModel) => [...(made.predict(batch) as tf.Tensor).dataSync()];

const settings = {
  methods: ['gradient', 'input-x-gradient', 'grad-cam', 'input'],
  metrics: ['spearman-abs', 'spearman-signed'],
  draws: 4,
  threads: 1,
  pictures: 0,
};
const config = (
  model: layers.LayersModel,
  labels?: readonly (number | null)[],
  more: Partial<Config> = {},
): Config => ({
  ...{ ...settings, model, labels, inputs: { values: images, shape: [12, 12, 1] } },
  ...more,
});

const verdicts = ({ checks }: Report) => checks.map(({ method, status }) => [method, status]);

describe('one sigmoid output', () => {
  const sigmoid = network([1], 'sigmoid');
  const softmax = network([-0.5, 0.5], 'softmax');
  const probability = outputsOf(sigmoid);
  const labels = probability.map((p) => (p > 0.5 ? 1 : 0));

  it('has the verdicts, classes and probabilities of two softmax outputs that are the same function', async () => {
    expect(labels.filter((label) => label === 1)).toHaveLength(COUNT / 2);
    const [one, two] = [await runChecks(config(sigmoid, labels)), await runChecks(config(softmax, labels))];
    expect(verdicts(one)).toEqual(verdicts(two));
    expect(new Set(one.checks.map(({ status }) => status)).size).toBeGreaterThan(1);
    expect(one.model).toMatchObject({ output: 'binary', classes: 2 });
    expect(one.accuracy).toMatchObject({ correct: COUNT, count: COUNT, chance: 0.5, finding: 'sound' });
    for (const [i, input] of one.inputs.entries()) {
      expect(input.predicted).toBe(two.inputs[i].predicted);
      expect(input.probability).toBeCloseTo(two.inputs[i].probability!, 5);
      const own = probability[placeOf(input.id)];
      expect(input.probability).toBeCloseTo(Math.max(own, 1 - own), 5);
    }
    expect(REPORT_SCHEMA.parse(one).accuracy).toEqual(one.accuracy);
  });

  it('is explained by maps of the same order, of either class', async () => {
    for (const target of ['predicted', 'label'] as const) {
      const answers = target === 'label' ? labels.map((label) => 1 - label) : labels;
      const of = (model: layers.LayersModel) =>
        explain(config(model, answers, { target, methods: ['gradient', 'grad-cam'] }));
      const [one, two] = [await of(sigmoid), await of(softmax)];
      expect(one.targets).toEqual(one.inputs.ids.map((id) => answers[placeOf(id)]));
      expect(two.targets).toEqual(one.targets);
      for (const method of ['gradient', 'grad-cam']) {
        const values = two.maps[method].values;
        const most = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
        const apart = one.maps[method].values.map((value, i) => Math.abs(value - 2 * values[i]) / most);
        expect(Math.max(...apart)).toBeLessThan(1e-4);
      }
    }
  });

  it('learns labels', async () => {
    const data = { values: images, labels };
    const training = { data, permutations: 1, epochs: 2, cache: false as const, network: 'trained' as const };
    const report = await runChecks(
      config(sigmoid, labels, { orders: ['labels'], methods: ['gradient'], training }),
    );
    expect(report.training!.map(({ epochs }) => epochs)).toEqual([2, 2]);
  });
});

describe('a single linear output', () => {
  const regression = network([1], 'linear');

  it('is explained as a number: no class, no probability, no accuracy', async () => {
    const report = await runChecks(config(regression, Array(COUNT).fill(5), { methods: ['gradient'] }));
    expect(report.model).toMatchObject({ output: 'regression', classes: 1 });
    expect(report.accuracy).toBeNull();
    const values = outputsOf(regression);
    for (const [i, input] of report.inputs.entries()) {
      expect(Object.keys(input)).toEqual(['id', 'sha256', 'label', 'value']);
      expect(input.value).toBeCloseTo(values[i], 5);
      expect(input.label).toBeNull();
    }
    expect(report.notices.map(({ message }) => message)).toContain(
      'labels are left aside: the model gives a number, it has no classes',
    );
    REPORT_SCHEMA.parse(report);
    expect(reportTerminal(report)).not.toContain('Accuracy');
    expect(reportMarkdown(report)).not.toContain('Accuracy');
    expect((await explain(config(regression))).predicted).toEqual([]);
    expect(
      await refusal(() => explain(config(regression, undefined, { classNames: ['a'] }))),
    ).toMatchInlineSnapshot(
      `"option classNames: expected a classifier, whose classes have names, found a model that gives a number."`,
    );
  });

  it('has no labels to learn', async () => {
    const training = { data: { values: images, labels: Array(COUNT).fill(0) } };
    const run = () => runChecks(config(regression, undefined, { orders: ['labels'], training }));
    expect(await refusal(run)).toMatchInlineSnapshot(
      `"twins: expected a classifier, where networks are trained on labels, found a single output that is a number (a regression)."`,
    );
  });
});

describe('several sigmoid outputs', () => {
  it('are explained at the most probable, with its own probability', async () => {
    const several = network([1, -2, 0.25], 'sigmoid');
    const outputs = outputsOf(several);
    const report = await runChecks(config(several, undefined, { methods: ['gradient'] }));
    expect(report.model.output).toBe('multi-label');
    for (const [i, { predicted, probability }] of report.inputs.entries()) {
      const own = outputs.slice(3 * i, 3 * i + 3);
      expect(predicted).toBe(own.indexOf(Math.max(...own)));
      expect(probability).toBeCloseTo(Math.max(...own), 5);
    }
  });
});

describe('a network that cannot be told from one that was never trained', () => {
  it('is no ground for a verdict, whatever its maps do', async () => {
    const made = network([1], 'sigmoid');
    const labels = outputsOf(made).map((p) => (p > 0.5 ? 1 : 0));
    // Four inputs of two classes: all right is one in sixteen.
    const few = labels.map((label, i) => (i < 4 ? label : null));
    const report = await runChecks(config(made, few));
    expect(new Set(report.checks.map(({ status, reason }) => `${status} ${reason}`))).toEqual(
      new Set(['inconclusive untrained']),
    );
    expect(report.accuracy).toMatchObject({ correct: 4, count: 4, wouldTell: 5 });
    expect(report.accuracy!.p).toBeCloseTo(1 / 16, 12);
    expect(report.checks[0].explanation).toContain('5 labelled inputs would tell');
    expect(reportTerminal(report)).toContain('Accuracy: 4 of 4 inputs are classified as labelled');
    expect(reportMarkdown(report)).toContain('Accuracy: 4 of 4 inputs');
  });
});
