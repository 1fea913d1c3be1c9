import { describe, expect, test } from 'vitest';
import { windows } from '../../../src/attribution/requests/masks.ts';

/** The pixels that each window replaces, as rows of `#`. */
function drawn(shape: [number, number], patch: number, stride: number): string[] {
  const masks = windows(shape, { patch, stride });
  return Array.from({ length: masks.count }, (_, k) => {
    const mask = new Float32Array(shape[0] * shape[1]);
    masks.fill(k, mask);
    const rows = Array.from({ length: shape[0] }, (_, r) => mask.subarray(r * shape[1], (r + 1) * shape[1]));
    return rows.map((row) => Array.from(row, (v) => (v === 1 ? '.' : '#')).join('')).join(' ');
  });
}

describe('windows', () => {
  test('begin at every stride until the border is reached, the last ones cut at it', () => {
    expect(drawn([3, 4], 2, 2)).toEqual([
      '##.. ##.. ....',
      '..## ..## ....',
      '.... .... ##..',
      '.... .... ..##',
    ]);
    expect(drawn([2, 5], 2, 2)).toEqual(['##... ##...', '..##. ..##.', '....# ....#']);
  });

  test('that are larger than the input are one', () => {
    expect(drawn([2, 3], 9, 1)).toEqual(['### ###']);
  });

  test('go by a key that holds all that makes them different', () => {
    const keys = [
      windows([4, 4], { patch: 2, stride: 1 }),
      windows([4, 4], { patch: 2, stride: 2 }),
      windows([4, 4], { patch: 3, stride: 1 }),
      windows([4, 5], { patch: 2, stride: 1 }),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
  });
});
