import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { TOLERANCE as ONE_KERNEL, valueAndGradients } from '../agreement.ts';
import { uniform } from '../differences.ts';
import { startReference } from '../reference.ts';
import { OPERATIONS, runSteps, type Step } from './graph-steps.ts';

beforeAll(() => startReference());

/** Of the largest value: rounding of up to 30 kernels, forward and backward. */
const TOLERANCE = Math.max(1e-5, ONE_KERNEL);
/** Nearer than this to a kink, rounding decides on which side a value lies. Exactly on it, both engines agree. */
const KINK = 2e-5;

const steps = fc.array(
  fc.record<Step>({
    op: fc.constantFrom(...Object.keys(OPERATIONS)),
    // Mostly the latest value, now and then an older one.
    a: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(30) }),
    b: fc.nat(30),
    choice: fc.nat(11),
  }),
  { minLength: 5, maxLength: 30, size: 'max' },
);

const SHAPES = [
  [2, 6, 5, 4],
  [1, 8, 8, 3],
  [3, 5, 4],
  [4, 6],
];

function nearKink(graph: readonly Step[], x: Tensor): boolean {
  return tf.tidy(() => {
    let near = false;
    runSteps(graph, x, (distances) => {
      near ||= distances.dataSync().some((d) => d !== 0 && Math.abs(d) < KINK);
    });
    return near;
  });
}

test.each(SHAPES.map((shape) => [shape]))(
  'random graphs of [%s]: values and gradients are those of tfjs',
  async (shape) => {
    const x = uniform(shape, 5);
    const property = fc.asyncProperty(steps, async (graph) => {
      fc.pre(!nearKink(graph, x));
      const f = (operands: Record<string, Tensor>) => runSteps(graph, operands.x, () => {});
      expect(await valueAndGradients(f, { x })).toBeLessThan(TOLERANCE);
    });
    await fc.assert(property, { seed: 20, numRuns: 40 });
  },
);
