import { expect, test } from 'vitest';
import { planRun } from '../../../src/harness/prepare/plan-run.ts';
import { runCost } from '../../../src/harness/prepare/run-cost.ts';
import { measureSpeed } from '../../../src/harness/prepare/speed.ts';
import { openSubject } from '../../../src/harness/prepare/subject.ts';
import { findMetric } from '../../../src/similarity/registry.ts';
import { blobs, smallNetwork } from '../../attribution/small-network.ts';

const COUNT = 4;

test('what a run takes follows from its plan and the speed of its passes', async () => {
  const config = {
    model: smallNetwork(),
    inputs: { values: blobs(COUNT), shape: [12, 12, 1] },
    methods: ['gradient', 'guided-backprop', { name: 'smoothgrad', draws: 40 }, 'input'],
    batch: 8,
    draws: 3,
    threads: 1,
  };
  const subject = await openSubject(config, { cwd: '.' });
  const plan = planRun(config, subject);
  // A clock that goes on by a second whenever it is read: every measured stretch takes one.
  let now = 0;
  const clock = () => {
    now += 1000;
    return now;
  };
  const speed = await measureSpeed(subject, [findMetric('spearman-abs')], clock);
  // Two batches of eight; four pairs of maps.
  expect(speed.pass('gradient gradient')).toBe(1 / 16);
  expect(speed.pass('gradient guided')).toBe(1 / 16);
  expect(speed.pass('logits')).toBe(1 / 16);
  expect(speed.comparison).toBe(1 / 8);

  const cost = runCost(subject, plan, speed, {
    training: { work: 160, networks: 2, each: 80, examples: 8 },
  });
  // Five stages and three draws, and twice the trained model.
  const inputs = COUNT * (4 * 3 + 2);
  expect(cost).toEqual({
    maps: 4 * inputs,
    gradients: 42 * inputs,
    forwards: 0,
    training: 160,
    networks: 2,
    seconds: (42 * inputs + 160) / 16 + (4 * inputs) / 8,
    largest: { method: 'smoothgrad', gradients: 40, forwards: 0, share: 1 - 2 / 42 },
  });
  await subject.dispose();
});

test('a run of methods that ask for nothing is timed by the logits', async () => {
  const inputs = { values: blobs(COUNT), shape: [12, 12, 1] };
  const config = { model: smallNetwork(), inputs, methods: 'controls', threads: 1 };
  const subject = await openSubject(config, { cwd: '.' });
  const speed = await measureSpeed(subject, []);
  expect(speed.pass('logits')).toBeGreaterThan(0);
  await subject.dispose();
});
