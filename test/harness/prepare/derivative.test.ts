import { expect, test } from 'vitest';
import { customMethod } from '../../../src/attribution/custom-method.ts';
import { createMethod } from '../../../src/attribution/registry.ts';
import { withDerivative } from '../../../src/harness/prepare/derivative.ts';

const own = (name: string) => customMethod({ name, explain: () => new Float32Array(1) });
const namesOf = (...methods: Parameters<typeof withDerivative>[0]) => {
  const { measured, derivative } = withDerivative(methods);
  return { measured: measured.map(({ name }) => name), derivative };
};

test('is measured behind the methods asked for, unless it is one of them', () => {
  const [gradient, smoothgrad] = [createMethod('gradient'), createMethod('smoothgrad')];
  expect(namesOf(smoothgrad)).toEqual({ measured: ['smoothgrad', 'gradient'], derivative: 'gradient' });
  expect(namesOf(gradient, smoothgrad)).toEqual({
    measured: ['gradient', 'smoothgrad'],
    derivative: 'gradient',
  });
});

test('takes another name where a method of the user has its own', () => {
  const name = 'derivative (gradient)';
  expect(namesOf(own('gradient'))).toEqual({ measured: ['gradient', name], derivative: name });
  expect(namesOf(own('gradient'), own(name)).derivative).toBe(`derivative (${name})`);
});
