import { describe, expect, test } from 'vitest';
import { Stream } from '../../src/randomize/stream.ts';
import { largestFirst, smallestFirst } from '../../src/similarity/largest-first.ts';

const stream = new Stream('order', 1);
const planes: Readonly<Record<string, Float64Array>> = {
  'one value': Float64Array.of(3),
  'equal values': Float64Array.of(2, 2, 2, 2),
  'zeros of both signs': Float64Array.of(0, -0, 1, -0, 0, -1),
  'few values': Float64Array.from({ length: 500 }, () => stream.below(7) - 3),
  'float32 values of a large plane': Float64Array.from({ length: 5000 }, () => Math.fround(stream.normal())),
  extremes: Float64Array.of(Number.MAX_VALUE, -Infinity, Number.MIN_VALUE, Infinity, -Number.MAX_VALUE, 0),
};
const indices = (length: number) => Array.from({ length }, (_, i) => i);

describe.each(Object.entries(planes))('%s', (_, plane) => {
  test('come largest first, equal ones in their own order', () => {
    const expected = indices(plane.length).sort((a, b) => plane[b] - plane[a] || a - b);
    expect([...largestFirst(plane)]).toEqual(expected);
  });

  test('come smallest first, equal ones in their own order', () => {
    const expected = indices(plane.length).sort((a, b) => plane[a] - plane[b] || a - b);
    expect([...smallestFirst(plane)]).toEqual(expected);
  });
});
