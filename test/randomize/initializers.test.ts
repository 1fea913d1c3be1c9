import { describe, expect, test } from 'vitest';
import type { WeightRole } from '../../src/model/model.ts';
import { fans, fromConfig } from '../../src/randomize/initializers.ts';
import { Stream } from '../../src/randomize/stream.ts';

const kernel = { name: 'conv/kernel', shape: [5, 5, 16, 32], role: 'kernel' as WeightRole };
const size = 5 * 5 * 16 * 32;
const [fanIn, fanOut] = [400, 800];

function draw(className: string, config: Record<string, unknown> = {}, spec = kernel): Float32Array {
  const out = new Float32Array(spec.shape.reduce((a, b) => a * b, 1));
  fromConfig({ className, config })!(spec, out, new Stream('test', className));
  return out;
}

const sd = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
const largest = (values: Float32Array) => values.reduce((a, v) => Math.max(a, Math.abs(v)), 0);

describe('variance scaling', () => {
  const avg = (fanIn + fanOut) / 2;
  test.each([
    ['GlorotUniform', Math.sqrt(1 / avg), Math.sqrt(3 / avg)],
    ['GlorotNormal', Math.sqrt(1 / avg), (2 / 0.8796) * Math.sqrt(1 / avg)],
    ['HeUniform', Math.sqrt(2 / fanIn), Math.sqrt(6 / fanIn)],
    ['HeNormal', Math.sqrt(2 / fanIn), (2 / 0.8796) * Math.sqrt(2 / fanIn)],
    ['LeCunUniform', Math.sqrt(1 / fanIn), Math.sqrt(3 / fanIn)],
    ['LeCunNormal', Math.sqrt(1 / fanIn), (2 / 0.8796) * Math.sqrt(1 / fanIn)],
  ])('%s has its SD and its limit', (name, expectedSd, limit) => {
    const values = draw(name);
    expect(Math.abs(sd(values) / expectedSd - 1)).toBeLessThan(0.03);
    expect(largest(values)).toBeLessThanOrEqual(limit * 1.0001);
    expect(largest(values)).toBeGreaterThan(limit * 0.97);
  });

  test('reads scale, mode and distribution of the general form', () => {
    const config = { scale: 2, mode: 'fan_out', distribution: 'untruncated_normal' };
    expect(Math.abs(sd(draw('VarianceScaling', config)) / Math.sqrt(2 / fanOut) - 1)).toBeLessThan(0.03);
  });
});

describe('plain initializers', () => {
  test.each([
    ['Zeros', {}, 0],
    ['Ones', {}, 1],
    ['Constant', { value: 0.25 }, 0.25],
  ])('%s', (name, config, value) => {
    expect(new Set(draw(name, config))).toEqual(new Set([value]));
  });

  test('RandomNormal and TruncatedNormal take mean and stddev, the truncated one ends at two of them', () => {
    expect(sd(draw('RandomNormal', { mean: 0, stddev: 0.3 }))).toBeCloseTo(0.3, 2);
    expect(largest(draw('TruncatedNormal', { mean: 0, stddev: 0.3 }))).toBeLessThanOrEqual(0.6000001);
  });

  test('RandomUniform stays inside its ends', () => {
    const values = draw('RandomUniform', { minval: 1, maxval: 2 });
    expect(values.every((v) => v >= 1 && v <= 2)).toBe(true);
    expect(values.length).toBe(size);
  });

  test('Orthogonal has orthonormal columns times the gain', () => {
    const spec = { name: 'k', shape: [12, 5], role: 'kernel' as WeightRole };
    const values = draw('Orthogonal', { gain: 2 }, spec);
    for (let a = 0; a < 5; a++) {
      for (let b = 0; b < 5; b++) {
        let dot = 0;
        for (let r = 0; r < 12; r++) dot += values[r * 5 + a] * values[r * 5 + b];
        expect(dot).toBeCloseTo(a === b ? 4 : 0, 4);
      }
    }
  });

  test('an initializer that is not known is null', () => {
    expect(fromConfig({ className: 'MyOwn', config: {} })).toBeNull();
  });

  test('a setting that is no number is named', () => {
    expect(() => draw('Constant', { value: 'x' })).toThrowErrorMatchingInlineSnapshot(
      `[InputError: value of initializer Constant: expected a finite number, found "x".]`,
    );
  });
});

test.each([
  [[784, 128], 'kernel', 784, 128],
  [[5, 5, 16, 32], 'kernel', 400, 800],
  [[3, 3, 8, 2], 'depthwise-kernel', 9, 18],
  [[7], 'bias', 7, 7],
  [[], 'other', 1, 1],
] as const)('fans of %j %s', (shape, role, fanIn, fanOut) => {
  expect(fans({ shape, role })).toEqual({ fanIn, fanOut });
});
