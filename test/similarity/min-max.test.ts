import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minMax, valueRange } from '../../src/similarity/min-max.ts';
import { slowMinMax } from './reference.ts';

test('scales to [0, 1] and leaves its argument alone', () => {
  const values = Float64Array.from([-1, 0, 3, 1]);
  expect(minMax(values)).toEqual(Float64Array.from([0, 0.25, 1, 0.5]));
  expect(values).toEqual(Float64Array.from([-1, 0, 3, 1]));
});

test.each([
  ['constant', [2, 2, 2]],
  ['zero of both signs', [0, -0, 0]],
  ['NaN first', [Number.NaN, 1, 2]],
  ['NaN last', [1, 2, Number.NaN]],
  ['infinity', [1, Number.POSITIVE_INFINITY]],
  ['infinities that cancel', [Number.NEGATIVE_INFINITY, 1, Number.POSITIVE_INFINITY]],
  ['one value', [1]],
  ['no value', []],
])('%s: undefined', (_, values) => {
  expect(valueRange(Float64Array.from(values))).toBeNull();
  expect(minMax(Float64Array.from(values))).toBeNull();
});

test('equals the formula for any two different float32 values or more', () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(float, { minLength: 2 }), (values) => {
      fc.pre(new Set(values.map((v) => v + 0)).size > 1);
      expect(Array.from(minMax(Float64Array.from(values))!)).toEqual(slowMinMax(values));
    }),
  );
});
