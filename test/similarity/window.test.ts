import { describe, expect, test } from 'vitest';
import { gaussianTaps, uniformTaps, windowMeans } from '../../src/similarity/window.ts';
import { generated } from './planes-of.ts';

test('Gaussian taps are symmetric, sum to 1 and fall off as exp(-x^2 / 2 sigma^2)', () => {
  const taps = gaussianTaps(1.5, 5);
  expect(taps).toHaveLength(11);
  expect(taps.reduce((sum, tap) => sum + tap, 0)).toBeCloseTo(1, 15);
  for (let i = 0; i <= 5; i++) {
    expect(taps[5 + i]).toBe(taps[5 - i]);
    expect(taps[5 + i] / taps[5]).toBeCloseTo(Math.exp(-(i ** 2) / 4.5), 14);
  }
});

describe.each([
  ['Gaussian of 11', gaussianTaps(1.5, 5)],
  ['uniform of 11', uniformTaps(11)],
  ['uniform of 7', uniformTaps(7)],
  ['uniform of 1', uniformTaps(1)],
])('%s: the mean over every window inside', (_, taps) => {
  const size = taps.length;

  test.each([
    [size, size],
    [size + 1, size + 1],
    [size, size + 6],
    [size + 3, size + 6],
    [size + 4, size + 1],
  ])('a plane of %d x %d', (height, width) => {
    const plane = generated(8, height * width);
    const expected: number[] = [];
    for (let y = 0; y + size <= height; y++) {
      for (let x = 0; x + size <= width; x++) {
        let sum = 0;
        for (let v = 0; v < size; v++) {
          for (let u = 0; u < size; u++) sum += taps[v] * taps[u] * plane[(y + v) * width + x + u];
        }
        expected.push(sum);
      }
    }
    const found = windowMeans(plane, height, width, taps);
    expect(found).toHaveLength(expected.length);
    for (const [i, mean] of expected.entries()) expect(found[i]).toBeCloseTo(mean, 14);
  });
});
