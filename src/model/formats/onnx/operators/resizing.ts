import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';
import { COORDINATE_MODES, coordinatesOf, roundingOf, type Sampling, type Taps, tapsAt } from './taps.ts';
import { channelsFirst, channelsLast } from './windows.ts';

/** Axes that keep their length are null. */
type Plan = readonly (Sampling | null)[];

const MODES = ['nearest', 'linear', 'cubic'] as const;

/** New lengths and scales, by axis, as a node states them. */
function extents(
  node: OnnxNode,
  shape: readonly number[],
  scales: readonly number[] | undefined,
  sizes: readonly number[] | undefined,
) {
  const axes = node.ints('axes', [...shape.keys()]).map((axis) => axisOf(node, axis, shape.length));
  const stated = sizes?.length ? sizes : scales;
  if (stated?.length !== axes.length)
    node.refuse(`scales or sizes of ${axes.length} axes`, `${stated?.length ?? 'none'}`);
  const lengths = [...shape];
  const factors = shape.map(() => 1);
  for (const [i, axis] of axes.entries()) {
    // A file that was written for one batch size states that as the size of a batch of any.
    if (axis === 0 && sizes?.length && sizes[i] > 0 && shape[0] % sizes[i] === 0 && shape.length > 2)
      continue;
    factors[axis] = sizes?.length ? sizes[i] / shape[axis] : scales![i];
    lengths[axis] = sizes?.length ? sizes[i] : Math.floor(shape[axis] * scales![i]);
  }
  const policy = node.text('keep_aspect_ratio_policy', ['stretch', 'not_larger', 'not_smaller'], 'stretch');
  if (sizes?.length && policy !== 'stretch') {
    const all = axes.map((axis) => factors[axis]);
    const factor = policy === 'not_larger' ? Math.min(...all) : Math.max(...all);
    for (const axis of axes) {
      factors[axis] = factor;
      lengths[axis] = Math.floor(shape[axis] * factor + 0.5);
    }
  }
  return { axes, lengths, factors };
}

function planOf(
  node: OnnxNode,
  shape: readonly number[],
  operands: { roi: number; scales: number; sizes: number },
): Plan {
  const [roi, scales, sizes] = [operands.roi, operands.scales, operands.sizes].map((i) => node.numbers(i));
  const { axes, lengths, factors } = extents(node, shape, scales, sizes);
  const coordinates = node.text('coordinate_transformation_mode', COORDINATE_MODES, 'half_pixel');
  const crops = coordinates === 'tf_crop_and_resize';
  return shape.map((from, axis): Sampling | null => {
    const place = axes.indexOf(axis);
    const region =
      crops && roi?.length ? ([roi[place], roi[place + axes.length]] as const) : ([0, 1] as const);
    if (
      place < 0 ||
      (lengths[axis] === from && factors[axis] === 1 && !(crops && (region[0] !== 0 || region[1] !== 1)))
    )
      return null;
    return {
      from,
      to: lengths[axis],
      scale: factors[axis],
      mode: node.text('mode', MODES, 'nearest'),
      coordinates: coordinatesOf(coordinates, region),
      round: roundingOf(node),
      cubic: node.float('cubic_coeff_a', -0.75),
      excludeOutside: node.int('exclude_outside', 0) !== 0,
      antialias: node.int('antialias', 0) !== 0,
      outside: crops ? node.float('extrapolation_value', 0) : null,
    };
  });
}

/** Where the samplings of TensorFlow.js take their numbers from. */
const OWN = (['align_corners', 'asymmetric', 'half_pixel'] as const).flatMap((coordinates) =>
  (['nearest', 'linear'] as const).map((mode) => ({ coordinates, mode })),
);

const sameTaps = (a: Taps, b: Taps) =>
  a.length === b.length &&
  a.every(([cell, weight], i) => cell === b[i][0] && Math.abs(weight - b[i][1]) < 1e-6);

function samplesLike(sampling: Sampling | null, coordinates: string, mode: 'nearest' | 'linear'): boolean {
  if (!sampling) return true;
  // tfjs rounds between corners and takes the pixel that a centre falls into.
  const round = coordinates === 'asymmetric' ? Math.floor : (x: number) => Math.floor(x + 0.5);
  const scale = sampling.to / sampling.from;
  const own: Sampling = {
    ...sampling,
    ...{ mode, round, scale, antialias: false, outside: null },
    coordinates: coordinatesOf(coordinates, [0, 1]),
  };
  return Array.from({ length: sampling.to }, (_, at) => at).every((at) =>
    sameTaps(tapsAt(at, sampling), tapsAt(at, own)),
  );
}

/** The resizing that TensorFlow.js has itself, null where it has none that takes the same cells. */
function byImage(x: Tensor, plan: Plan): Tensor | null {
  const [batch, channels, rows, columns] = plan;
  if (x.rank !== 4 || batch || channels) return null;
  const found = OWN.find(({ coordinates, mode }) =>
    [rows, columns].every((sampling) => samplesLike(sampling, coordinates, mode)),
  );
  if (!found) return null;
  const { coordinates, mode } = found;
  const size: [number, number] = [rows?.to ?? x.shape[2]!, columns?.to ?? x.shape[3]!];
  const resize = mode === 'nearest' ? tf.image.resizeNearestNeighbor : tf.image.resizeBilinear;
  const image = channelsLast(x as Tensor4D);
  return channelsFirst(resize(image, size, coordinates === 'align_corners', coordinates === 'half_pixel'));
}

/** Along one axis by a product with the matrix of weights. */
function byMatrix(x: Tensor, axis: number, sampling: Sampling): Tensor {
  const { from, to, outside } = sampling;
  const matrix = new Float32Array(to * from);
  const missing = new Float32Array(to);
  for (let at = 0; at < to; at++) {
    const taps = tapsAt(at, sampling);
    if (taps.length === 0) missing[at] = outside ?? 0;
    for (const [cell, weight] of taps) matrix[at * from + cell] += weight;
  }
  const before = x.shape.slice(0, axis).reduce((a, b) => a * b, 1);
  const after = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const lines = tf.reshape<tf.Rank.R3>(x, [before, from, after]);
  const own = tf.tensor2d(matrix, [to, from]);
  const made =
    after === 1
      ? tf.matMul(tf.reshape<tf.Rank.R2>(lines, [before, from]), own, false, true)
      : tf.matMul(tf.broadcastTo(tf.expandDims(own, 0), [before, to, from]), lines);
  const result = tf.reshape(made, x.shape.with(axis, to));
  if (missing.every((value) => value === 0)) return result;
  return tf.add(result, tf.reshape(tf.tensor1d(missing), [to, ...Array<number>(x.rank - axis - 1).fill(1)]));
}

function resized(x: Tensor, plan: Plan): Tensor {
  return (
    byImage(x, plan) ??
    plan.reduce<Tensor>((made, sampling, axis) => (sampling ? byMatrix(made, axis, sampling) : made), x)
  );
}

/** Older meanings are the newest with these attributes, which their nodes cannot have. */
function older(node: OnnxNode, x: Tensor, scales: readonly number[] | undefined): Tensor {
  const { lengths, factors } = extents(node, x.shape, scales, undefined);
  const mode = node.text('mode', MODES, 'nearest');
  const plan = x.shape.map((from, axis): Sampling | null =>
    lengths[axis] === from
      ? null
      : {
          from,
          to: lengths[axis],
          scale: factors[axis],
          mode,
          coordinates: coordinatesOf('asymmetric', [0, 1]),
          // The way of ONNX Runtime, where the meaning left it open.
          round: factors[axis] < 1 ? Math.ceil : Math.floor,
          ...{ cubic: -0.75, excludeOutside: false, antialias: false, outside: null },
        },
  );
  return resized(x, plan);
}

const OTHER = operator('other');

export const resizings: readonly OnnxOperator[] = [
  define('Upsample', OTHER, ([x], node) => older(node, x!, node.floats('scales')), { sets: [7, 8] }),
  define('Upsample', OTHER, ([x], node) => older(node, x!, node.numbers(1)), {
    sets: [9, 9],
    constants: [1],
  }),
  define('Resize', OTHER, ([x], node) => older(node, x!, node.numbers(1)), {
    sets: [10, 10],
    constants: [1],
  }),
  define(
    'Resize',
    OTHER,
    ([x], node) => resized(x!, planOf(node, x!.shape, { roi: 1, scales: 2, sizes: 3 })),
    {
      sets: [11, NEWEST_SET],
      constants: [1, 2, 3],
    },
  ),
];
