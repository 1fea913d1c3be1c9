import { describe, expect, test } from 'vitest';
import { boundingBox, regionOfBoxes, regionOfMask, sizeOf } from '../../../src/similarity/region/region.ts';

describe('regions', () => {
  test('a mask has the box around all of it', () => {
    const region = regionOfMask([0, 0, 0, 0, 9, 0, 0, 0, 1], 3, 3);
    expect(region.boxes).toEqual([[1, 1, 3, 3]]);
    expect(sizeOf(region)).toBe(2);
  });

  test('boxes hold the pixels whose middle lies in them, and may reach beyond the image', () => {
    const { inside } = regionOfBoxes([[-1, 0.6, 1.4, 2.5]], 3, 4);
    expect([...inside]).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('several boxes are their union', () => {
    const region = regionOfBoxes(
      [
        [0, 0, 2, 2],
        [1, 1, 3, 3],
      ],
      3,
      3,
    );
    expect([...region.inside]).toEqual([1, 1, 0, 1, 1, 1, 0, 1, 1]);
    expect(boundingBox(region.inside, 3)).toEqual([0, 0, 3, 3]);
  });

  test('nothing has no box', () => {
    expect(regionOfMask([0, 0, 0, 0], 2, 2).boxes).toEqual([]);
  });
});
