import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permutedLabels } from '../../../src/randomize/training/label-noise.ts';

const labels = Int32Array.from({ length: 1000 }, (_, i) => i % 10);
const count = (values: Int32Array) =>
  Array.from({ length: 10 }, (_, c) => values.filter((v) => v === c).length);
const changed = (values: Int32Array) => values.filter((value, i) => value !== labels[i]).length;

describe('permuted labels', () => {
  it('are as many of each class as before, and nine tenths of them others', () => {
    const before = labels.slice();
    const permuted = permutedLabels(labels, { seed: 3 });
    expect(labels).toEqual(before);
    expect(count(permuted)).toEqual(count(labels));
    expect(changed(permuted)).toBeGreaterThan(860);
    expect(changed(permuted)).toBeLessThan(940);
  });

  it('follow from seed and permutation', () => {
    const [a, again, b, c] = [
      permutedLabels(labels, { seed: 3 }),
      permutedLabels(labels, { seed: 3, permutation: 0, share: 1 }),
      permutedLabels(labels, { seed: 3, permutation: 1 }),
      permutedLabels(labels, { seed: 4 }),
    ];
    expect(again).toEqual(a);
    // Unrelated labels of ten classes agree at one place in ten.
    for (const [x, y] of [
      [a, b],
      [a, c],
      [b, c],
    ]) {
      const same = x.filter((value, i) => value === y[i]).length;
      expect(same).toBeGreaterThan(60);
      expect(same).toBeLessThan(140);
    }
  });

  it('are changed in no larger share than asked for', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1, noNaN: true }), fc.nat(), (share, seed) => {
        const permuted = permutedLabels(labels, { seed, share });
        expect(count(permuted)).toEqual(count(labels));
        expect(changed(permuted)).toBeLessThanOrEqual(Math.round(share * 1000));
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it.each([0, -1, 1.1, Number.NaN])('refuse a share of %s', (share) => {
    expect(() => permutedLabels(labels, { seed: 1, share })).toThrow(
      `label noise: expected a share above 0 and up to 1, found ${share}.`,
    );
  });
});
