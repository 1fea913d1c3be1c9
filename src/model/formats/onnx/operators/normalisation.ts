import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { channelsFirst, channelsLast } from './windows.ts';

type Operands = readonly (Tensor | null)[];

/** What normalises by the numbers themselves: no statistics of training belong to it. */
const BY_ITSELF = operator('normalisation', { held: true });
const SCALE_AND_OFFSET = ['other', 'scale', 'offset'] as const;

function byStatistics([x, scale, offset, mean, variance]: Operands, node: OnnxNode): Tensor {
  if (node.int('training_mode', 0) !== 0 || node.outputs > 1)
    node.refuse('a normalisation by stored statistics', 'one by those of the batch, as in training');
  if (node.int('spatial', 1) === 0) node.refuse('statistics for each channel', 'spatial = 0');
  const epsilon = node.float('epsilon', 1e-5);
  const along = (last: Tensor) =>
    tf.batchNorm(
      last,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset as tf.Tensor1D,
      scale as tf.Tensor1D,
      epsilon,
    );
  if (x!.rank === 2) return along(x!);
  if (x!.rank === 4) return channelsFirst(along(channelsLast(x as Tensor4D)) as Tensor4D);
  const [n, c, ...lengths] = x!.shape;
  const image = tf.reshape<tf.Rank.R4>(x!, [n, c, 1, lengths.reduce((a, b) => a * b, 1)]);
  return tf.reshape(channelsFirst(along(channelsLast(image)) as Tensor4D), x!.shape);
}

/** (x - mean) / sqrt(variance + epsilon) over some axes, and its parts. Written the way that the compiled engine knows. */
function standardised(x: Tensor, axes: number[], epsilon: number) {
  const mean = tf.mean(x, axes, true);
  const centred = tf.sub(x, mean);
  const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), axes, true), epsilon));
  return { mean, deviation, result: tf.div(centred, deviation) };
}

const from = (axis: number, rank: number) => Array.from({ length: rank - axis }, (_, i) => axis + i);

const scaled = (x: Tensor, scale: Tensor | null | undefined, offset: Tensor | null | undefined): Tensor => {
  const wide = scale ? tf.mul(x, scale) : x;
  return offset ? tf.add(wide, offset) : wide;
};

function layerNormalisation([x, scale, offset]: Operands, node: OnnxNode): readonly Tensor[] {
  const axis = axisOf(node, node.int('axis', -1), x!.rank);
  const { mean, deviation, result } = standardised(x!, from(axis, x!.rank), node.float('epsilon', 1e-5));
  const made = scaled(result, scale, offset);
  return node.outputs > 1 ? [made, mean, tf.reciprocal(deviation)] : [made];
}

function rmsNormalisation([x, scale]: Operands, node: OnnxNode): readonly Tensor[] {
  const axes = from(axisOf(node, node.int('axis', -1), x!.rank), x!.rank);
  const squares = tf.mean(tf.square(x!), axes, true);
  const deviation = tf.sqrt(tf.add(squares, node.float('epsilon', 1e-5)));
  const made = scaled(tf.div(x!, deviation), scale, null);
  return node.outputs > 1 ? [made, tf.reciprocal(deviation)] : [made];
}

/** A vector of an entry for each channel, beside [N, C, ...]. */
const perChannel = (vector: Tensor, rank: number): Tensor =>
  tf.reshape(vector, [vector.size, ...Array<number>(rank - 2).fill(1)]);

function instanceNormalisation([x, scale, offset]: Operands, node: OnnxNode): Tensor {
  const { result } = standardised(x!, from(2, x!.rank), node.float('epsilon', 1e-5));
  return scaled(result, perChannel(scale!, x!.rank), perChannel(offset!, x!.rank));
}

/** Before operator set 21 scale and offset had an entry for each group. */
function groupNormalisation(perGroup: boolean): OnnxOperator['apply'] {
  return ([x, scale, offset], node) => {
    const groups = node.int('num_groups');
    const [n, c, ...lengths] = x!.shape;
    if (c % groups !== 0) node.refuse(`${groups} groups of the ${c} channels`, 'channels left over');
    const parted = tf.reshape(x!, [n, groups, -1]);
    const { result } = standardised(parted, [2], node.float('epsilon', 1e-5));
    if (perGroup) {
      const column = (vector: Tensor) => tf.reshape(vector, [groups, 1]);
      return tf.reshape(scaled(result, column(scale!), column(offset!)), x!.shape);
    }
    const whole = tf.reshape(result, [n, c, ...lengths]);
    return scaled(whole, perChannel(scale!, x!.rank), perChannel(offset!, x!.rank));
  };
}

function meanVariance([x]: Operands, node: OnnxNode): Tensor {
  const axes = node.ints('axes', [0, 2, 3]).map((axis) => axisOf(node, axis, x!.rank));
  const centred = tf.sub(x!, tf.mean(x!, axes, true));
  return tf.div(centred, tf.add(tf.sqrt(tf.mean(tf.square(centred), axes, true)), 1e-9));
}

function lpNormalisation([x]: Operands, node: OnnxNode): Tensor {
  const axis = axisOf(node, node.int('axis', -1), x!.rank);
  const p = node.int('p', 2);
  const norm = p === 1 ? tf.sum(tf.abs(x!), axis, true) : tf.sqrt(tf.sum(tf.square(x!), axis, true));
  return tf.div(x!, norm);
}

export const normalisations: readonly OnnxOperator[] = [
  define('BatchNormalization', operator('normalisation'), byStatistics, {
    sets: [7, NEWEST_SET],
    roles: [...SCALE_AND_OFFSET, 'moving-mean', 'moving-variance'],
    limits: 'by stored statistics, as at inference',
  }),
  define('InstanceNormalization', BY_ITSELF, instanceNormalisation, { roles: SCALE_AND_OFFSET }),
  define('LayerNormalization', BY_ITSELF, layerNormalisation, {
    sets: [17, NEWEST_SET],
    roles: SCALE_AND_OFFSET,
    lastAxis: true,
  }),
  define('GroupNormalization', BY_ITSELF, groupNormalisation(true), {
    sets: [18, 20],
    roles: SCALE_AND_OFFSET,
  }),
  define('GroupNormalization', BY_ITSELF, groupNormalisation(false), {
    sets: [21, NEWEST_SET],
    roles: SCALE_AND_OFFSET,
  }),
  define('RMSNormalization', BY_ITSELF, rmsNormalisation, {
    sets: [23, NEWEST_SET],
    roles: ['other', 'scale'],
    lastAxis: true,
  }),
  define('MeanVarianceNormalization', operator('other'), meanVariance, { sets: [9, NEWEST_SET] }),
  define('LpNormalization', operator('other'), lpNormalisation),
];
