import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import { VariantLab } from '../../../src/harness/measure/variant-lab.ts';
import { planRun } from '../../../src/harness/prepare/plan-run.ts';
import { openSubject, type Subject } from '../../../src/harness/prepare/subject.ts';
import { blobs, smallNetwork } from '../../attribution/small-network.ts';

const config: Config = {
  model: smallNetwork(),
  inputs: { values: blobs(40), shape: [12, 12, 1] },
  ...{ methods: ['gradient'], metrics: ['spearman-abs'], limit: 40, threads: 1 },
};

let subject: Subject;
let lab: VariantLab;
beforeAll(async () => {
  subject = await openSubject(config, { cwd: '.' });
  lab = new VariantLab(subject, planRun(config, subject), null);
});
afterAll(async () => {
  await lab.dispose();
  await subject.dispose();
});

test('a lab answers as the trained model, and as one of other weights', async () => {
  const { inputs, logits } = lab.facts;
  expect(await lab.logits(inputs)).toEqual(logits);
  const layers = subject.model.layers.map(({ name }) => name);
  const { weights, coverage } = await lab.randomised(layers, 0).made();
  expect(coverage).toBe(1);
  expect(await lab.logits(inputs, { weights })).not.toEqual(logits);
});

test('a choice depends on purpose, draw and content of the input, and every value is as likely', () => {
  const draws = Array.from({ length: 100 }, (_, draw) => draw);
  const choices = (purpose: string) =>
    draws.flatMap((draw) => Array.from({ length: 40 }, (_, input) => lab.choice(4, purpose, draw, input)));
  const all = choices('class');
  expect(choices('class')).toEqual(all);
  expect(choices('other')).not.toEqual(all);
  // 4000 choices among 4: 1000 each, with an SD of 27.
  for (const value of [0, 1, 2, 3]) {
    expect(Math.abs(all.filter((one) => one === value).length - 1000)).toBeLessThan(120);
  }
});

test('a network that nobody has had trained is a fault of the check', async () => {
  await expect(lab.trained('permutation 1').made()).rejects.toThrow(/nobody has had it trained/);
});
