import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Patterns, patterns } from '../../../src/attribution/composites/patterns.ts';
import { estimatedOf, estimateFunction } from '../../../src/attribution/passes/estimate-function.ts';
import { signalAt } from '../../../src/attribution/passes/pass-function.ts';
import type { Model } from '../../../src/model/model.ts';
import { startReference } from '../../engine/reference.ts';

const UNITS = 4;
const DEPTH = 16;

beforeAll(() => startReference());

/** Weights of a layer, [units, units], none of them zero. */
const kernel = (layer: number): number[][] =>
  Array.from({ length: UNITS }, (_, i) =>
    Array.from({ length: UNITS }, (__, j) => Math.sin(1 + 7 * layer + 3 * i + j) / 2),
  );

/** Layers one after the other, each with a sum around it where `residual`. */
function network(residual: boolean): Model {
  const apply: Model['apply'] = (x, _weights, tap = (_name, output) => output) => {
    let at = x;
    for (let layer = 0; layer < DEPTH; layer++) {
      const y = tf.relu(tf.add(tf.matMul(at as tf.Tensor2D, tf.tensor2d(kernel(layer))), 0.3));
      at = tap(`layer${layer}`, residual ? tf.add(at, y) : y);
    }
    return at;
  };
  return { apply } as Model;
}

const INPUT = [0.9, 0.2, 0.7, 0.4];

/** What arrives at the input under patterns that are the weights times a factor, with nothing kept in bounds. */
function unbounded(residual: boolean, factor: number): number[] {
  const masks: boolean[][] = [];
  let at = INPUT;
  for (let layer = 0; layer < DEPTH; layer++) {
    const w = kernel(layer);
    const y = at.map((_, j) => at.reduce((sum, x, i) => sum + x * w[i][j], 0) + 0.3);
    masks.push(y.map((value) => value > 0));
    at = y.map((value, j) => Math.max(value, 0) + (residual ? at[j] : 0));
  }
  let signal = at.map((value, j) => (j === 0 ? value : 0));
  for (let layer = DEPTH - 1; layer >= 0; layer--) {
    const w = kernel(layer);
    const below = signal;
    const through = below.map((_, i) =>
      below.reduce((sum, r, j) => sum + (masks[layer][j] ? factor * w[i][j] * r : 0), 0),
    );
    signal = residual ? below.map((r, i) => r + through[i]) : through;
  }
  return signal;
}

function found(residual: boolean, factor: number): number[] {
  const given: Patterns = ({ weights }) => ({ patterns: tf.mul(weights, factor), defined: tf.ones([UNITS]) });
  const composite = patterns({ kind: 'net', samples: 2 }, given);
  const model = network(residual);
  return tf.tidy(() => {
    const samples = tf.ones([2, UNITS]);
    const { known } = estimatedOf(
      Object.fromEntries(
        Object.entries(estimateFunction(model, composite.estimate!)({ samples }, new Map())).map(
          ([name, tensor]) => [name, tensor.dataSync() as Float32Array],
        ),
      ),
    );
    const tensors = new Map([...known].map(([name, values]) => [name, tf.tensor1d(values)]));
    const signal = signalAt(tf.tensor2d([INPUT, INPUT.map((x) => x / 2)]), composite, tensors, (x, under) => {
      const logits = under(() => model.apply(x, new Map()), x);
      const start = tf.mul(logits, tf.tensor2d([[1, 0, 0, 0]]));
      // From the logit, as a constant.
      return tf.sum(tf.mul(start, tf.tensor2d(start.dataSync(), [2, UNITS])));
    });
    return [...(signal.dataSync() as Float32Array)].slice(0, UNITS);
  });
}

const direction = (map: readonly number[]): number[] => {
  const largest = Math.max(...map.map(Math.abs));
  return map.map((value) => value / largest);
};

describe.each([false, true])('residual sums: %s', (residual) => {
  test('a signal beyond float32 keeps its direction', () => {
    const expected = unbounded(residual, 2000);
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(3.4e38);
    const map = found(residual, 2000);
    direction(expected).forEach((value, i) => {
      expect(direction(map)[i]).toBeCloseTo(value, 4);
    });
  });

  test('one that stays small keeps its size, too', () => {
    const expected = unbounded(residual, 1);
    found(residual, 1).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 4);
    });
  });
});
