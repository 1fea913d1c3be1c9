import { describe, expect, test } from 'vitest';
import { areaOver, relevanceGain, trapezoidMean } from '../../../src/checks/removal/areas.ts';
import { autocorrelationLength, matchedMap } from '../../../src/checks/removal/matched-map.ts';
import { type PixelSet, setsOf, withoutSet } from '../../../src/checks/removal/pixel-set.ts';
import { removalOrder, removedAfter } from '../../../src/checks/removal/removed.ts';
import { Stream } from '../../../src/randomize/stream.ts';

describe('areas', () => {
  test('are means over equal steps', () => {
    expect(trapezoidMean([1, 0.5, 0])).toBe(0.5);
    expect(areaOver([3, 2, 1])).toBe(1);
    expect(relevanceGain([1, 1, 0], [1, 0, 0])).toBe(0.5);
  });
});

describe('orders', () => {
  test('ties go row by row both ways, so that a constant plane has one order', () => {
    const plane = Float64Array.of(1, 2, 1, 2);
    expect([...removalOrder(plane, 'most')]).toEqual([1, 3, 0, 2]);
    expect([...removalOrder(plane, 'least')]).toEqual([0, 2, 1, 3]);
    const flat = new Float64Array(5);
    expect(removalOrder(flat, 'most')).toEqual(removalOrder(flat, 'least'));
  });

  test('round(k n / K) pixels are gone after step k, halves up', () => {
    expect(removedAfter(10, 12)).toEqual([0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 8, 9, 10]);
  });
});

describe('sets of pixels', () => {
  const order = Uint32Array.of(2, 0, 3, 1);
  const hashes = (sets: PixelSet[]) => sets.map(({ hash }) => hash.join());

  test('are equal whatever their order, and unequal otherwise', () => {
    const reversed = order.slice().reverse();
    expect(hashes(setsOf(order, [0, 1, 2, 4], 'first'))).toEqual(
      hashes(
        setsOf(reversed, [4, 3, 2, 0].toReversed(), 'first').map((_, i) => {
          const counts = [0, 1, 2, 4];
          return setsOf(reversed, [4 - counts[i]], 'others')[0];
        }),
      ),
    );
    expect(new Set(hashes(setsOf(order, [0, 1, 2, 3, 4], 'first'))).size).toBe(5);
  });

  test('are replaced in all channels', () => {
    const out = new Float32Array(8);
    const [, some] = setsOf(order, [0, 2], 'first');
    withoutSet(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), new Float32Array(8).fill(-1), some, out);
    expect([...out]).toEqual([-1, -1, 3, 4, -1, -1, 7, 8]);
    const [others] = setsOf(order, [2], 'others');
    withoutSet(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), new Float32Array(8).fill(-1), others, out);
    expect([...out]).toEqual([1, 2, -1, -1, 5, 6, -1, -1]);
  });
});

describe('matched random maps', () => {
  const [height, width] = [24, 30];
  const noise = (seed: number) => {
    const stream = new Stream('test', seed);
    return Float64Array.from({ length: height * width }, () => stream.normal());
  };
  const waves = Float64Array.from(
    { length: height * width },
    (_, i) => Math.sin(Math.floor(i / width) / 3) + Math.cos((i % width) / 4),
  );

  test('have the values of the map, at other places, and other ones in every draw', () => {
    const found = matchedMap(waves, height, width, noise(1));
    expect(found.slice().sort()).toEqual(waves.slice().sort());
    expect(found).not.toEqual(waves);
    expect(found).not.toEqual(matchedMap(waves, height, width, noise(2)));
  });

  test('are about as coarse', () => {
    const own = autocorrelationLength(waves, height, width);
    const found = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
      autocorrelationLength(matchedMap(waves, height, width, noise(seed)), height, width),
    );
    const mean = found.reduce((sum, length) => sum + length / found.length, 0);
    expect(own).toBe(7);
    expect(Math.abs(mean - own)).toBeLessThan(1.5);
    expect(autocorrelationLength(noise(3), height, width)).toBe(1);
  });
});
