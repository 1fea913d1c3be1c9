import '../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { enlarge } from '../../src/attribution/enlarge.ts';

test.each([
  [
    [4, 4],
    [12, 12],
  ],
  [
    [7, 5],
    [28, 30],
  ],
  [
    [1, 3],
    [5, 7],
  ],
  [
    [6, 6],
    [6, 6],
  ],
] as const)('[%j] to [%j] equals the half-pixel resize of tfjs', (from, to) => {
  tf.setBackend('cpu');
  const plane = Float32Array.from({ length: from[0] * from[1] }, (_, i) => Math.sin(i * i));
  const expected = tf.tidy(() =>
    tf.image.resizeBilinear(tf.tensor4d(plane, [1, ...from, 1]), [...to], false, true).dataSync(),
  );
  const actual = enlarge(plane, from, to);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 6);
});
