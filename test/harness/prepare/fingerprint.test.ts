import { expect, test } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import { fingerprint } from '../../../src/harness/prepare/fingerprint.ts';
import type { Subject } from '../../../src/harness/prepare/subject.ts';
import { type Plan, planPart } from '../../../src/plan/plan.ts';
import { exampleReport } from '../../report/example.ts';

const training = { data: 'train', labels: null, epochs: 3 } as unknown as Plan['training'];
const plan: Plan = { ...exampleReport().plan, title: 'mine', training };
const subject = {
  model: { sha256: 'aa' },
  inputs: { sha256: ['bb', 'cc'], labels: [0, null] },
  engine: { operators: 'blocked' },
  networks: [],
} as unknown as Subject;
const config: Config = { model: 'm', inputs: 'i' };

const whole = fingerprint(plan, subject, config, 'dd');
const withPlan = (changed: object) =>
  fingerprint({ ...plan, ...changed } as unknown as Plan, subject, config, 'dd');

test('is of what decides the scores, and of nothing else of the plan', () => {
  const deciding = Object.keys(planPart(plan, ['scores']));
  const outcomes = Object.keys(plan).map((key) => [key, withPlan({ [key]: 'another' }) !== whole]);
  expect(outcomes).toEqual(Object.keys(plan).map((key) => [key, deciding.includes(key)]));
  for (const key of ['threads', 'device', 'model', 'inputs', 'pictures', 'batch', 'gates', 'confidence']) {
    expect(deciding).not.toContain(key);
  }
});

test('knows what networks learn by its hash, wherever it lies', () => {
  expect(withPlan({ training: { ...training, data: 'elsewhere', labels: 'x' } })).toBe(whole);
  expect(withPlan({ training: { ...training, epochs: 4 } })).not.toBe(whole);
  expect(fingerprint(plan, subject, config, 'ee')).not.toBe(whole);
});

test('is of the content of model, inputs, labels and methods', () => {
  const other = (part: object) =>
    fingerprint(plan, { ...subject, ...part } as unknown as Subject, config, 'dd');
  expect(other({ engine: { operators: 'public' } })).toBe(whole);
  expect(other({ model: { sha256: 'ab' } })).not.toBe(whole);
  expect(other({ inputs: { ...subject.inputs, sha256: ['bb', 'cd'] } })).not.toBe(whole);
  expect(other({ inputs: { ...subject.inputs, labels: [0, 1] } })).not.toBe(whole);
  const explain = () => new Float32Array(1);
  const custom = { ...config, methods: [{ name: 'mine', explain }] };
  expect(fingerprint(plan, subject, custom, 'dd')).not.toBe(whole);
});

test('tells networks apart that were given beside the model, wherever they lie', () => {
  const beside = (...hashes: string[]) => {
    const networks = hashes.map((sha256) => ({ model: { sha256 } }));
    return fingerprint(plan, { ...subject, networks } as unknown as Subject, config, 'dd');
  };
  expect(beside()).toBe(whole);
  expect(beside('ee')).not.toBe(whole);
  expect(beside('ee', 'ff')).not.toBe(beside('ff', 'ee'));
});
