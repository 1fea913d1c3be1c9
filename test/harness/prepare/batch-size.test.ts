import { describe, expect, test } from 'vitest';
import { createMethod } from '../../../src/attribution/registry.ts';
import {
  backwardBytes,
  calibrationCount,
  chooseBatch,
  mostEvaluations,
} from '../../../src/harness/prepare/batch-size.ts';
import { smallModel } from '../../attribution/small-network.ts';

const MB = 2 ** 20;
/** A network whose sites give `megabytes` in all for one input. */
const network = (megabytes: number) => ({
  inputShape: [1],
  sites: [{ name: 'a', kind: 'Conv2D', shape: [megabytes * 2 ** 18], convolutional: true, held: true }],
});

describe('batch size', () => {
  test.each([
    ['a small network', 0.01, 1e6, 8000, 32],
    ['VGG16 at 224x224', 58, 1e6, 8000, 1],
    ['Inception v3 at 299x299', 55, 1e6, 8000, 1],
    ['MobileNetV2 at 224x224', 26, 1e6, 8000, 3],
    ['one that hardly fits', 150, 1e6, 8000, 1],
    ['one that does not fit', 1000, 1e6, 8000, 1],
    ['little memory', 1, 1e6, 64, 6],
    ['none', 1, 1e6, 0, 1],
    ['few inputs', 0.01, 5, 8000, 5],
  ])(
    '%s: %f MB of activations, %i evaluations, %i MB available',
    (_, mb, evaluations, available, expected) => {
      expect(chooseBatch(network(mb), evaluations, available * MB).batch).toBe(expected);
    },
  );

  test('a smaller one for want of memory is told, for want of inputs it is not', () => {
    expect(chooseBatch(network(58), 1e6, 8000 * MB).notice?.message).toMatchInlineSnapshot(
      `"1 input per pass instead of 32: an input's activations take about 97 MB, a pass may take 160 MB; --batch sets another number"`,
    );
    expect(chooseBatch(network(30), 1, 8000 * MB).notice).toBeNull();
    expect(chooseBatch(network(0.01), 2, 8000 * MB).notice).toBeNull();
    expect(chooseBatch(network(0.01), 1e6, 8000 * MB).notice).toBeNull();
  });

  test('what runs in the place of its input takes no memory of its own', () => {
    const convolution = network(58).sites[0];
    const unit = (...held: boolean[]) => ({
      inputShape: [1],
      sites: [convolution, ...held.map((own) => ({ ...convolution, held: own }))],
    });
    const bytes = backwardBytes(unit());
    expect(bytes / MB).toBeCloseTo((58 * 5) / 3, 1);
    expect(backwardBytes(unit(false, false))).toBe(bytes);
    expect(backwardBytes(unit(true, false, true))).toBeCloseTo(3 * bytes, -3);
  });

  test('evaluations are those of the request that takes most', () => {
    const model = smallModel();
    const count = (...names: string[]) =>
      mostEvaluations(
        names.map((name) => ({ method: createMethod(name), set: null })),
        model,
        3,
      );
    expect(count('gradient', 'grad-cam')).toBe(3);
    expect(count('gradient', 'smoothgrad')).toBe(150);
    expect(count('constant')).toBe(3);
  });

  test('statistics are recomputed on all inputs that fit one pass', () => {
    expect(calibrationCount(network(0.01), 32, 8000 * MB)).toBe(32);
    expect(calibrationCount(network(0.01), 5000, 8000 * MB)).toBe(256);
    expect(calibrationCount(network(12), 32, 8000 * MB)).toBe(3);
    expect(calibrationCount(network(1000), 32, 8000 * MB)).toBe(1);
  });
});
