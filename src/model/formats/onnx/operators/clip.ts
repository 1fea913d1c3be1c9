import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { cellwise } from './folding.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';

/** Between bounds. What PyTorch writes for ReLU6 is one, so that rules for rectifiers find it; the upper bound wins over the lower. */
function clipped(x: Tensor, low: number, high: number): Tensor {
  if (x.dtype === 'int32') return clippedWhole(x, low, high);
  if (low === 0 && high === 6) return tf.relu6(x);
  if (low === 0 && high === Number.POSITIVE_INFINITY) return tf.relu(x);
  const bounded = low === Number.NEGATIVE_INFINITY ? x : tf.maximum(x, low);
  if (low <= high && low !== Number.NEGATIVE_INFINITY && high !== Number.POSITIVE_INFINITY)
    return tf.clipByValue(x, low, high);
  return high === Number.POSITIVE_INFINITY ? bounded : tf.minimum(bounded, high);
}

/** The same of whole numbers, which stay whole. */
function clippedWhole(x: Tensor, low: number, high: number): Tensor {
  const least = low === Number.NEGATIVE_INFINITY ? x : tf.maximum(x, tf.scalar(low, 'int32'));
  return high === Number.POSITIVE_INFINITY ? least : tf.minimum(least, tf.scalar(high, 'int32'));
}

/** The largest float32: what older exporters write for a bound that is not there. */
const LARGEST = 3.4028234e38;

const bound = (value: number) =>
  Math.abs(value) >= LARGEST ? Math.sign(value) * Number.POSITIVE_INFINITY : value;

const ACTIVATION = operator('activation');

export const clips: readonly OnnxOperator[] = [
  define(
    'Clip',
    ACTIVATION,
    ([x], node) => clipped(x!, bound(node.float('min', -LARGEST)), bound(node.float('max', LARGEST))),
    { sets: [6, 10] },
  ),
  define(
    'Clip',
    ACTIVATION,
    ([x], node) => {
      const [low, high] = [node.numbers(1)?.[0], node.numbers(2)?.[0]];
      return clipped(x!, bound(low ?? -LARGEST), bound(high ?? LARGEST));
    },
    {
      sets: [11, NEWEST_SET],
      constants: [1, 2],
      // Operands that are left out leave no place, so that only a whole set of bounds is folded.
      fold: (inputs, node) =>
        node.given(1) && node.given(2)
          ? (cellwise(([x, low, high]) => Math.min(high, Math.max(low, x)))(inputs, node) ?? null)
          : null,
    },
  ),
];
