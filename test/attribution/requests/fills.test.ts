import { describe, expect, test } from 'vitest';
import { type Fill, replacement } from '../../../src/attribution/requests/fills.ts';
import { seededNoise } from '../../../src/randomize/noise-source.ts';
import { Stream } from '../../../src/randomize/stream.ts';

const SHAPE = [7, 6, 2];
const SIZE = 7 * 6 * 2;
const stream = new Stream('fills');
const values = Float32Array.from({ length: 2 * SIZE }, () => stream.uniform());
const baseline = new Float32Array(SIZE).fill(-1);
const inputs = { count: 2, shape: SHAPE, values, baseline };
const question = { inputs, targets: Int32Array.of(0, 0), noise: seededNoise(1, ['a', 'b']) };

function filled(fill: Fill, image = 1, of = question): Float32Array {
  const out = new Float32Array(of.inputs.values.length / of.inputs.count);
  replacement(fill, of)(image, out);
  return out;
}

const channel = (image: number, k: number) =>
  Array.from({ length: 42 }, (_, p) => values[image * SIZE + 2 * p + k]);
const meanOf = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;

describe('what stands in the place of removed pixels', () => {
  test('black is the baseline', () => {
    expect(filled('black')).toEqual(baseline);
  });

  test('mean is that of the channel over the input itself', () => {
    const out = filled('mean');
    for (const k of [0, 1]) {
      expect(out[k]).toBeCloseTo(meanOf(channel(1, k)), 6);
      expect(new Set(out.filter((_, i) => i % 2 === k)).size).toBe(1);
    }
  });

  test('blur is a Gaussian of 1/20 of each side, reflected at the border', () => {
    // Written out in two dimensions, from the definition.
    const [down, across] = [7 / 20, 6 / 20];
    const [rows, columns] = [down, across].map((sd) => Math.floor(4 * sd + 0.5));
    const reflect = (i: number, n: number) => (i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i);
    const out = filled('blur');
    for (const [row, col, k] of [
      [0, 0, 0],
      [3, 2, 1],
      [6, 5, 0],
      [1, 5, 1],
    ]) {
      let sum = 0;
      let total = 0;
      for (let dr = -rows; dr <= rows; dr++) {
        for (let dc = -columns; dc <= columns; dc++) {
          const weight = Math.exp(-((dr / down) ** 2 + (dc / across) ** 2) / 2);
          sum += weight * values[SIZE + (reflect(row + dr, 7) * 6 + reflect(col + dc, 6)) * 2 + k];
          total += weight;
        }
      }
      expect(out[(row * 6 + col) * 2 + k]).toBeCloseTo(sum / total, 6);
    }
  });

  test('noise has the moments of the channel, stays in the range of all inputs and repeats itself', () => {
    const out = filled('noise');
    expect(out).toEqual(filled('noise'));
    expect(out).not.toEqual(filled('noise', 0));
    expect(Math.max(...out)).toBeLessThanOrEqual(Math.max(...values));
    expect(Math.min(...out)).toBeGreaterThanOrEqual(Math.min(...values));
    // 42 values of an SD of about .29: their mean is within .15 of the channel's by three standard errors.
    for (const k of [0, 1]) {
      expect(
        Math.abs(meanOf(Array.from(out).filter((_, i) => i % 2 === k)) - meanOf(channel(1, k))),
      ).toBeLessThan(0.15);
    }
  });

  test('without rows and columns blur is the mean', () => {
    const table = {
      ...question,
      inputs: { count: 1, shape: [4], values: Float32Array.of(1, 2, 3, 6), baseline },
    };
    expect(filled('blur', 0, table)).toEqual(Float32Array.of(3, 3, 3, 3));
  });
});
