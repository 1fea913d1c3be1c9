import { describe, expect, test } from 'vitest';
import { Stream } from '../../src/randomize/stream.ts';

const take = (stream: Stream, count: number, draw: (s: Stream) => number) =>
  Float64Array.from({ length: count }, () => draw(stream));

describe('streams', () => {
  test('of the same address are the same, of different addresses are not', () => {
    const words = (...address: (string | number)[]) =>
      Array.from(take(new Stream(...address), 8, (s) => s.word()));
    expect(words('weights', 0, 1, 'conv1')).toEqual(words('weights', 0, 1, 'conv1'));
    expect(words('weights', 0, 1, 'conv1')).not.toEqual(words('weights', 0, 1, 'conv2'));
    expect(words('weights', 0, 1, 'conv1')).not.toEqual(words('weights', 1, 0, 'conv1'));
    expect(words('ab', 'c')).not.toEqual(words('a', 'bc'));
  });

  test('give standard normal numbers', () => {
    const values = take(new Stream('normal'), 200_000, (s) => s.normal());
    const moment = (power: number) => values.reduce((sum, v) => sum + v ** power, 0) / values.length;
    expect(moment(1)).toBeCloseTo(0, 2);
    expect(moment(2)).toBeCloseTo(1, 1.7);
    expect(moment(3)).toBeCloseTo(0, 1.3);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.08);
  });

  test('give uniform numbers inside (0, 1)', () => {
    const values = take(new Stream('uniform'), 100_000, (s) => s.uniform());
    expect(Math.min(...values.subarray(0, 50_000))).toBeGreaterThan(0);
    expect(values.reduce((a, b) => a + b, 0) / values.length).toBeCloseTo(0.5, 2);
    const tenths = Array.from(
      { length: 10 },
      (_, k) => values.filter((v) => Math.floor(v * 10) === k).length,
    );
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  test('shuffle to a permutation', () => {
    const sorted = Int32Array.from({ length: 50 }, (_, i) => i);
    const shuffled = new Stream('shuffle').shuffle(sorted.slice());
    expect(shuffled).not.toEqual(sorted);
    expect(shuffled.slice().sort()).toEqual(sorted);
  });

  test('of neighbouring addresses do not correlate', () => {
    const a = take(new Stream('weights', 0, 0, 'a'), 20_000, (s) => s.normal());
    const b = take(new Stream('weights', 0, 0, 'b'), 20_000, (s) => s.normal());
    const product = a.reduce((sum, v, i) => sum + v * b[i], 0) / a.length;
    expect(Math.abs(product)).toBeLessThan(0.03);
  });
});
