import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf, eachCell, whenKnown } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { plain, toTensor } from './plain.ts';

const OTHER = operator('other');

function depthToSpace([x]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const [n, c, h, w] = x!.shape;
  const size = node.int('blocksize');
  const less = c / (size * size);
  if (!Number.isInteger(less)) node.refuse(`channels in blocks of ${size}x${size}`, `${c} channels`);
  const rows = node.text('mode', ['DCR', 'CRD'], 'DCR') === 'DCR';
  const parted = rows ? [n, size, size, less, h, w] : [n, less, size, size, h, w];
  const order = rows ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3];
  return tf.reshape(tf.transpose(tf.reshape(x!, parted), order), [n, less, h * size, w * size]);
}

function spaceToDepth([x]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const [n, c, h, w] = x!.shape;
  const size = node.int('blocksize');
  if (h % size !== 0 || w % size !== 0) node.refuse(`an image in blocks of ${size}x${size}`, `[${x!.shape}]`);
  const parted = tf.reshape(x!, [n, c, h / size, size, w / size, size]);
  return tf.reshape(tf.transpose(parted, [0, 3, 5, 1, 2, 4]), [n, c * size * size, h / size, w / size]);
}

/** Which cells of the last two axes a triangle keeps. */
function triangle(shape: readonly number[], node: OnnxNode): Float64Array {
  const k = node.numbers(1)?.[0] ?? 0;
  const upper = node.int('upper', 1) !== 0;
  return eachCell(shape.slice(-2), ([row, column]) => Number(upper ? column - row >= k : column - row <= k));
}

function triangular([x]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const mask = toTensor(plain('bool', x!.shape.slice(-2), triangle(x!.shape, node)));
  return tf.where(tf.broadcastTo(mask, x!.shape), x!, tf.zerosLike(x!));
}

function runningSum([x]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const axis = axisOf(node, node.numbers(1)?.[0] ?? node.refuse('an axis', 'none'), x!.rank);
  return tf.cumsum(x!, axis, node.int('exclusive', 0) !== 0, node.int('reverse', 0) !== 0);
}

export const rearrangings: readonly OnnxOperator[] = [
  define('DepthToSpace', OTHER, depthToSpace),
  define('SpaceToDepth', OTHER, spaceToDepth),
  define('Trilu', OTHER, triangular, {
    sets: [14, NEWEST_SET],
    constants: [1],
    fold: whenKnown(([x], node) => {
      const mask = triangle(x!.shape, node);
      return plain(
        x!.type,
        x!.shape,
        Float64Array.from(x!.values, (v, i) => (mask[i % mask.length] ? v : 0)),
      );
    }),
  }),
  define('CumSum', OTHER, runningSum, { sets: [11, NEWEST_SET], constants: [1] }),
];
