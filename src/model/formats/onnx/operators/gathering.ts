import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf, eachCell, rearranged, sizeOf, stridesOf, whenKnown } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { plain, toTensor } from './plain.ts';

const wrapped = (index: number, length: number) => (index < 0 ? index + length : index);

/** Indices from the front, of a tensor that may count from the end. */
function fromFront(indices: Tensor, length: number): Tensor {
  const whole = tf.cast(indices, 'int32');
  return tf.add(whole, tf.mul(tf.cast(tf.less(whole, 0), 'int32'), tf.scalar(length, 'int32')));
}

/** The indices of a gathering: where they are known, from the front and checked. */
function indicesOf(indices: Tensor, length: number, node: OnnxNode): Tensor {
  const known = node.known(1);
  if (!known) return fromFront(indices, length);
  const places = Array.from(known.values, (index) => wrapped(index, length));
  if (places.some((place) => !(place >= 0 && place < length)))
    node.refuse(`indices between ${-length} and ${length - 1}`, 'others');
  return toTensor(plain('int32', known.shape, places));
}

function gather([x, indices]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const axis = axisOf(node, node.int('axis', 0), x!.rank);
  const places = indicesOf(indices!, x!.shape[axis], node);
  // One place along an axis is a part of the tensor.
  const only = node.known(1);
  if (only?.values.length === 1) {
    const begin = Array<number>(x!.rank).fill(0).with(axis, wrapped(only.values[0], x!.shape[axis]));
    const part = tf.slice(x!, begin, x!.shape.with(axis, 1));
    return tf.reshape(part, x!.shape.toSpliced(axis, 1, ...only.shape));
  }
  return tf.gather(x!, places as tf.Tensor1D, axis);
}

/** Single numbers of a tensor, by their places in memory. */
export function numbersAt(x: Tensor, places: Tensor): Tensor {
  return tf.gather(tf.reshape(x, [x.size]), places as tf.Tensor1D);
}

/** Where each element lies in memory, of indices along one axis: all other places are those of the index itself. */
export function placesAlong(shape: readonly number[], indices: Tensor, axis: number, node: OnnxNode): Tensor {
  const strides = stridesOf(shape);
  const others = eachCell(indices.shape, (at) =>
    at.reduce((sum, i, a) => sum + (a === axis ? 0 : i * strides[a]), 0),
  );
  const along = tf.mul(indicesOf(indices, shape[axis], node), tf.scalar(strides[axis], 'int32'));
  return tf.add(along, toTensor(plain('int32', indices.shape, others)));
}

function gatherElements([x, indices]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const axis = axisOf(node, node.int('axis', 0), x!.rank);
  return numbersAt(x!, placesAlong(x!.shape, indices!, axis, node));
}

/** Slices by places along the first axes behind the batch. */
function gatherNd([x, indices]: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const batch = node.int('batch_dims', 0);
  const depth = indices!.shape.at(-1)!;
  const [outer, inner, rest] = [
    x!.shape.slice(0, batch),
    x!.shape.slice(batch, batch + depth),
    x!.shape.slice(batch + depth),
  ];
  const each = sizeOf(indices!.shape.slice(batch, -1));
  const listed = tf.reshape(tf.cast(indices!, 'int32'), [sizeOf(outer), each, depth]);
  const lengths = toTensor(plain('int32', [depth], inner));
  const front = tf.add(listed, tf.mul(tf.cast(tf.less(listed, 0), 'int32'), lengths));
  const within = tf.sum(tf.mul(front, toTensor(plain('int32', [depth], stridesOf(inner)))), 2);
  const size = sizeOf(inner);
  const starts = Array.from({ length: sizeOf(outer) }, (_, i) => i * size);
  const places = tf.add(within, toTensor(plain('int32', [sizeOf(outer), 1], starts)));
  const rows = tf.reshape(x!, [sizeOf(outer) * size, sizeOf(rest)]);
  const taken = tf.gather(rows, tf.reshape<tf.Rank.R1>(tf.cast(places, 'int32'), [sizeOf(outer) * each]));
  return tf.reshape(taken, [...indices!.shape.slice(0, -1), ...rest]);
}

export const gatherings: readonly OnnxOperator[] = [
  define('Gather', operator('lookup'), gather, {
    fold: whenKnown(([x, indices], node) => {
      const axis = axisOf(node, node.int('axis', 0), x!.shape.length);
      const shape = x!.shape.toSpliced(axis, 1, ...indices!.shape);
      const strides = stridesOf(indices!.shape);
      const length = x!.shape[axis];
      const places = Array.from(indices!.values, (index) => wrapped(index, length));
      if (places.some((place) => !(place >= 0 && place < length)))
        node.refuse(`indices between ${-length} and ${length - 1}`, 'others');
      return rearranged(x!, shape, (at) => {
        const own = at.slice(axis, axis + strides.length);
        const place = places[own.reduce((cell, i, a) => cell + i * strides[a], 0)];
        return at.toSpliced(axis, strides.length, place);
      });
    }),
  }),
  define('GatherElements', operator('other'), gatherElements, {
    sets: [11, NEWEST_SET],
    fold: whenKnown(([x, indices], node) => {
      const axis = axisOf(node, node.int('axis', 0), x!.shape.length);
      const strides = stridesOf(indices!.shape);
      return rearranged(x!, indices!.shape, (at) => {
        const index = indices!.values[at.reduce((cell, i, a) => cell + i * strides[a], 0)];
        return at.with(axis, wrapped(index, x!.shape[axis]));
      });
    }),
  }),
  define('GatherND', operator('other'), gatherNd, { sets: [11, NEWEST_SET] }),
];
