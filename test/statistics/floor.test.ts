import { describe, expect, it } from 'vitest';
import { floorOver, summariseFloor } from '../../src/statistics/floor.ts';
import { choosePairs } from '../../src/statistics/pairs.ts';
import { randomFrom } from './simulate.ts';

function average(values: ArrayLike<number>): number {
  return Array.from(values).reduce((a, b) => a + b, 0) / values.length;
}

describe('floorOver', () => {
  it('gives 2 F_i - F where all images lie in as many pairs', () => {
    const pairs = Int32Array.of(0, 1, 1, 2, 2, 0);
    const floor = floorOver({ pairs, scores: Float64Array.of(0.1, 0.3, 0.5) }, [0, 1, 2])!;
    expect(floor.mean).toBeCloseTo(0.3, 14);
    // F_0 = .3, F_1 = .2, F_2 = .4
    for (const [index, expected] of [0.3, 0.1, 0.5].entries()) {
      expect(floor.pseudoValues[index]).toBeCloseTo(expected, 14);
    }
  });

  it('keeps the mean whatever pairs there are', () => {
    const random = randomFrom(4);
    const classes = Array.from({ length: 17 }, () => Math.floor(random.uniform() * 3));
    const pairs = choosePairs(classes, 1, 40);
    const scores = Float64Array.from({ length: pairs.length / 2 }, () =>
      random.uniform() < 0.2 ? Number.NaN : random.normal(),
    );
    const images = classes.map((_, image) => image);
    const floor = floorOver({ pairs, scores }, images)!;
    expect(average(floor.pseudoValues)).toBeCloseTo(floor.mean, 13);
    expect(floor.mean).toBeCloseTo(summariseFloor({ pairs, scores }).mean!, 13);
  });

  it('uses only pairs within the images asked for, in their order', () => {
    const floor = { pairs: Int32Array.of(0, 1, 1, 2, 2, 3), scores: Float64Array.of(1, 2, 7) };
    expect(floorOver(floor, [2, 1])).toEqual({ mean: 2, pseudoValues: Float64Array.of(2, 2) });
    expect(floorOver(floor, [0, 3])).toBeNull();
  });

  it('has no value without a defined pair', () => {
    expect(floorOver({ pairs: Int32Array.of(0, 1), scores: Float64Array.of(Number.NaN) }, [0, 1])).toBeNull();
    expect(floorOver({ pairs: new Int32Array(0), scores: new Float64Array(0) }, [0])).toBeNull();
  });

  it('spreads as the floor does from one set of images to another', () => {
    // Floors with known image effects: the variance that the pseudo-values give, against that over many repetitions.
    const random = randomFrom(8);
    const images = Array.from({ length: 30 }, (_, image) => image);
    const pairs = choosePairs(images, 2);
    const means: number[] = [];
    let estimated = 0;
    const repetitions = 600;
    for (let r = 0; r < repetitions; r++) {
      const effects = images.map(() => 0.1 * random.normal());
      const scores = Float64Array.from(
        { length: pairs.length / 2 },
        (_, p) => effects[pairs[2 * p]] + effects[pairs[2 * p + 1]] + 0.05 * random.normal(),
      );
      const { mean, pseudoValues } = floorOver({ pairs, scores }, images)!;
      means.push(mean);
      const squares = pseudoValues.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      estimated += squares / 29 / 30 / repetitions;
    }
    const center = average(means);
    const actual = means.reduce((sum, mean) => sum + (mean - center) ** 2, 0) / (repetitions - 1);
    expect(estimated / actual).toBeGreaterThan(0.85);
    expect(estimated / actual).toBeLessThan(1.2);
  });
});

it('summariseFloor counts undefined pairs and leaves them out', () => {
  const pairs = Int32Array.of(0, 1, 1, 2, 0, 2);
  expect(summariseFloor({ pairs, scores: Float64Array.of(0.25, Number.NaN, 0.75) })).toEqual({
    mean: 0.5,
    count: 2,
    undefined: 1,
  });
  expect(summariseFloor({ pairs: new Int32Array(0), scores: new Float64Array(0) }).mean).toBeNull();
});
