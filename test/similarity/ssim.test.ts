import { ssim as ssimJs } from 'ssim.js';
import { describe, expect, test } from 'vitest';
import type { Plane } from '../../src/similarity/metric.ts';
import { minMax } from '../../src/similarity/min-max.ts';
import { ssim, ssimMetric } from '../../src/similarity/ssim.ts';
import { features, generated, planeOf, score } from './planes-of.ts';
import { GAUSSIAN, slowSsim } from './reference.ts';

/** Two planes with something in common. */
function related(height: number, width: number): [Plane, Plane] {
  const a = generated(1, height * width);
  const b = generated(2, height * width).map((v, i) => v / 2 + a[i]);
  return [planeOf(a, height, width), planeOf(b, height, width)];
}

test.each([
  { size: [11, 11], options: {}, window: GAUSSIAN, range: 1 },
  { size: [17, 23], options: {}, window: GAUSSIAN, range: 1 },
  { size: [17, 23], options: { range: 2 }, window: GAUSSIAN, range: 2 },
  { size: [12, 19], options: { window: 7 }, window: { radius: 3, weight: () => 1 }, range: 1 },
])(
  '$size, $options: equal to SSIM with reflected borders, cropped',
  ({ size: [height, width], options, window, range }) => {
    const [a, b] = related(height, width);
    const expected = slowSsim(a.values, b.values, height, width, window, range);
    expect(score(ssimMetric(options), a, b)).toBeCloseTo(expected, 12);
  },
);

describe('ssim.js, which rounds maps to 8-bit grey and divides by n', () => {
  const [a, b] = related(40, 50);
  const grey = (plane: Plane) => minMax(plane.values)!.map((v) => Math.round(255 * v));
  const image = (plane: Plane) => ({
    width: plane.width,
    height: plane.height,
    data: Uint8ClampedArray.from(Array.from(grey(plane)).flatMap((v) => [v, v, v, 255])),
  });
  const theirs = ssimJs(image(a), image(b), { ssim: 'fast', downsample: false }).mssim;

  test('equal on maps that are 8-bit grey already', () => {
    const [greyA, greyB] = [a, b].map((plane) => ({ ...plane, values: grey(plane) }));
    expect(score(ssimMetric({ sampleCovariance: false }), greyA, greyB)).toBeCloseTo(theirs, 10);
  });

  test('within 1e-3 on maps that are not', () => {
    expect(Math.abs(score(ssim, a, b) - theirs)).toBeLessThan(1e-3);
    expect(score(ssim, a, b)).not.toBe(theirs);
  });
});

test('moving or scaling a map upwards changes nothing; turning it does', () => {
  const [a, b] = related(20, 30);
  const moved = { ...a, values: a.values.map((v) => 1000 * v + 5) };
  const turned = { ...a, values: a.values.map((v) => -v) };
  expect(score(ssim, moved, b)).toBeCloseTo(score(ssim, a, b), 10);
  expect(score(ssim, turned, b)).toBeLessThan(0);
});

test('one shape only: a transposed pair scores the same, a flattened one cannot be scored', () => {
  const [a, b] = related(13, 21);
  const transposed = ({ values }: Plane) =>
    planeOf(
      Array.from(values.keys(), (i) => values[(i % 13) * 21 + Math.floor(i / 13)]),
      21,
      13,
    );
  expect(score(ssim, transposed(a), transposed(b))).toBeCloseTo(score(ssim, a, b), 12);
  expect(() => score(ssim, a, transposed(b))).toThrow(RangeError);
});

test('where it does not apply', () => {
  expect(ssim.inapplicable({ height: 11, width: 11, spatial: true })).toBeNull();
  expect(ssim.inapplicable({ height: 10, width: 64, spatial: true })).toMatchInlineSnapshot(
    `"maps of 10x64 are smaller than the window of 11x11"`,
  );
  expect(ssim.inapplicable(features(...new Array(400).keys()))).toMatchInlineSnapshot(
    `"the maps have no rows and columns"`,
  );
  expect(ssimMetric({ window: 7 }).inapplicable({ height: 7, width: 7, spatial: true })).toBeNull();
});

test.each([4, 1, 0, -3, 2.5, Number.NaN])('a window of %d pixels is refused', (window) => {
  expect(() => ssimMetric({ window })).toThrow(RangeError);
});
