import { expect, test } from 'vitest';
import { CHECKS } from '../../../src/checks/registry.ts';
import { OPTIONS } from '../../../src/config/options/list.ts';
import { unreadOptions } from '../../../src/harness/prepare/unread-options.ts';

const told = (config: object, checks: string) => unreadOptions(config, checks).map(({ message }) => message);

test('says which options no check of a run asks for', () => {
  const config = { model: 'm', attackStrength: 4, replica: ['r'], training: { data: 'train' }, draws: 3 };
  expect([told(config, 'cascade'), told(config, 'attack,labels')]).toMatchInlineSnapshot(`
    [
      [
        "replica is left aside: no check of this run asks for it, retraining does",
        "attackStrength is left aside: no check of this run asks for it, attack does",
        "the training data is left aside: no check of this run has networks trained",
      ],
      [
        "replica is left aside: no check of this run asks for it, retraining does",
      ],
    ]
  `);
});

test('says nothing where a check of the run asks for them, and of networks that are trained instead of the given one', () => {
  const config = { attackSteps: 5, removalBy: 'segments', replica: ['r'], regions: 'masks' };
  expect(told(config, 'all')).toEqual([]);
  expect(
    told({ ...config, training: { data: 'train' } }, 'attack,faithfulness,retraining,localisation'),
  ).toEqual([]);
  expect(told({ training: { data: 'train', network: 'trained' } }, 'cascade')).toEqual([]);
});

test('what checks say that they read are options', () => {
  for (const key of CHECKS.flatMap(({ reads = [] }) => reads)) expect(Object.keys(OPTIONS)).toContain(key);
});
