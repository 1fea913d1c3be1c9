import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePairs } from '../../src/statistics/pairs.ts';

function listed(flat: Int32Array): [number, number][] {
  return Array.from({ length: flat.length / 2 }, (_, pair) => [flat[2 * pair], flat[2 * pair + 1]]);
}

function eligible(classes: readonly number[]): number {
  let different = 0;
  for (let i = 0; i < classes.length; i++) {
    for (let j = 0; j < i; j++) if (classes[i] !== classes[j]) different++;
  }
  return different || (classes.length * (classes.length - 1)) / 2;
}

const classLists = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 });

describe('choosePairs', () => {
  it('takes distinct pairs of different images, of different classes where there are any', () => {
    fc.assert(
      fc.property(classLists, fc.integer(), (classes, seed) => {
        const pairs = listed(choosePairs(classes, seed));
        const mixed = new Set(classes).size > 1;
        for (const [i, j] of pairs) {
          expect(i).not.toBe(j);
          if (mixed) expect(classes[i]).not.toBe(classes[j]);
        }
        expect(new Set(pairs.map(([i, j]) => `${Math.min(i, j)} ${Math.max(i, j)}`)).size).toBe(pairs.length);
      }),
      { seed: 1 },
    );
  });

  it('takes at least the minimum, or all', () => {
    fc.assert(
      fc.property(classLists, fc.integer(), fc.integer({ min: 1, max: 300 }), (classes, seed, minimum) => {
        const { length } = listed(choosePairs(classes, seed, minimum));
        expect(length).toBeGreaterThanOrEqual(Math.min(minimum, eligible(classes)));
      }),
      { seed: 2 },
    );
  });

  it('takes 200 to 232 pairs of 32 images of ten classes, every image in about as many', () => {
    const classes = Array.from({ length: 32 }, (_, image) => image % 10);
    const pairs = choosePairs(classes, 3);
    expect(pairs.length / 2).toBeGreaterThanOrEqual(200);
    expect(pairs.length / 2).toBeLessThanOrEqual(232);
    const counts = classes.map((_, image) => pairs.filter((p) => p === image).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(9);
    expect(Math.max(...counts)).toBeLessThanOrEqual(16);
  });

  it('gives every image a partner, however many images there are', () => {
    const classes = Array.from({ length: 500 }, (_, image) => (image < 480 ? 0 : image));
    const pairs = choosePairs(classes, 3);
    expect(new Set(pairs).size).toBe(500);
  });

  it('takes pairs of one class where there is only one', () => {
    expect(listed(choosePairs([4, 4, 4], 0))).toHaveLength(3);
  });

  it('finds no pair in fewer than two images', () => {
    expect(choosePairs([], 0)).toHaveLength(0);
    expect(choosePairs([1], 0)).toHaveLength(0);
  });

  it('repeats itself for the same seed only', () => {
    const classes = Array.from({ length: 40 }, (_, image) => image % 3);
    expect(choosePairs(classes, 5)).toEqual(choosePairs(classes, 5));
    expect(choosePairs(classes, 5)).not.toEqual(choosePairs(classes, 6));
  });
});
