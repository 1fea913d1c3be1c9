import { expect, test } from 'vitest';
import { batchPlaces } from '../../../src/attribution/reuse/batch-places.ts';

test('parts of whole batches are numbered as one', () => {
  const whole = batchPlaces([{ first: 0, count: 10 }], 6, 4);
  expect([...whole]).toEqual(Array.from({ length: 15 }, (_, i) => [4 * i, i]));
  const parts = [
    { first: 0, count: 4 },
    { first: 4, count: 6 },
  ];
  expect(batchPlaces(parts, 6, 4)).toEqual(whole);
});

test('no batch reaches over the end of a part', () => {
  const parts = [
    { first: 0, count: 1 },
    { first: 1, count: 2 },
  ];
  expect([...batchPlaces(parts, 3, 2)]).toEqual([
    [0, 0],
    [2, 1],
    [3, 2],
    [5, 3],
    [7, 4],
  ]);
});
