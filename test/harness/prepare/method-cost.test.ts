import { expect, test } from 'vitest';
import { createMethod } from '../../../src/attribution/registry.ts';
import { costliest } from '../../../src/harness/prepare/method-cost.ts';
import { smallModel } from '../../attribution/small-network.ts';

const model = smallModel();
const found = (...methods: (string | [string, object])[]) => {
  const made = methods.map((each) =>
    typeof each === 'string' ? createMethod(each) : createMethod(each[0], { ...each[1] }),
  );
  const costly = costliest(made, model);
  return costly && [costly.method.name, costly.gradients, costly.share];
};

test.each([
  [
    ['gradient', 'ig-smoothgrad'],
    ['ig-smoothgrad', 2500, 2500 / 2501],
  ],
  [
    ['gradient', 'smoothgrad'],
    ['smoothgrad', 50, 50 / 51],
  ],
  // What two methods share is neither's own.
  [['gradient', 'smoothgrad', 'vargrad'], null],
  [['ig-smoothgrad'], null],
  [['gradient', 'guided-backprop'], null],
  [['constant', 'input'], null],
  [['gradient', 'input'], null],
  [
    ['smoothgrad', 'input'],
    ['smoothgrad', 50, 1],
  ],
])('of %j: %j', (methods, expected) => {
  expect(found(...methods)).toEqual(expected);
});

test('settings count', () => {
  expect(found('gradient', 'grad-cam', ['ig-smoothgrad', { draws: 1, steps: 1 }])).toBeNull();
});
