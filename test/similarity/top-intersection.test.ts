import { expect, test } from 'vitest';
import { topIntersection } from '../../src/similarity/top-intersection.ts';

test('is told of as many values as have one among their largest 2 %', () => {
  const plane = (width: number) => ({ height: 1, width, spatial: false });
  expect(topIntersection.inapplicable(plane(50))).toBeNull();
  expect(topIntersection.inapplicable(plane(49))).toBe('2 % of 49 values are less than one');
});
