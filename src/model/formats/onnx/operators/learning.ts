import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';

/** What scikit-learn does with a table before a network sees it: less an offset, times a factor, for each column. */
function scaled([x]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const columns = x!.shape.at(-1)!;
  const [offset, scale] = ['offset', 'scale'].map((name) => {
    const list = node.floats(name) ?? [];
    if (list.length === 0) return null;
    if (list.length !== 1 && list.length !== columns)
      node.refuse(`${columns} numbers as ${name}, or one`, `${list.length}`);
    return tf.tensor1d([...list]);
  });
  const centred = offset ? tf.sub(tf.cast(x!, 'float32'), offset) : tf.cast(x!, 'float32');
  return scale ? tf.mul(centred, scale) : centred;
}

/** Of the operators for tables, those that stand before networks and behind them. */
export const learning: readonly OnnxOperator[] = [
  // Gives every number the name of its class, and leaves the numbers.
  define('ZipMap', operator('moves', { movement: 'copies', silent: true }), ([x]) => tf.clone(x!), {
    domain: 'ai.onnx.ml',
    sets: [1, NEWEST_SET],
    limits: 'the numbers alone',
  }),
  define('Scaler', operator('other', { elementwise: true }), scaled, {
    domain: 'ai.onnx.ml',
    sets: [1, NEWEST_SET],
  }),
];
