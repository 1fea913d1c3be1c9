import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Rows and columns between two taps of a filter; 1 for an ordinary convolution. */
export type Dilations = readonly [number, number];

/** The attribute as kernels carry it: a number, a pair, or nothing. */
export function dilationsOf(attribute: unknown): Dilations {
  if (attribute == null) return [1, 1];
  return (Array.isArray(attribute) ? attribute : [attribute, attribute]) as unknown as Dilations;
}

export const isDilated = ([rows, columns]: Dilations): boolean => rows > 1 || columns > 1;

const spread = (taps: number, dilation: number) => (taps - 1) * dilation + 1;

/**
 * A filter [kh, kw, in, out] with zeros between its taps: the ordinary filter that computes the same as the dilated
 * one.
 */
export function zeroStuffed(filter: Tensor4D, [rows, columns]: Dilations): Tensor4D {
  const [kh, kw, from, to] = filter.shape;
  const apart = tf.pad(tf.reshape(filter, [kh, 1, kw, 1, from, to]), [
    [0, 0],
    [0, rows - 1],
    [0, 0],
    [0, columns - 1],
    [0, 0],
    [0, 0],
  ]);
  const whole = tf.reshape<tf.Rank.R4>(apart, [kh * rows, kw * columns, from, to]);
  return tf.slice(whole, [0, 0, 0, 0], [spread(kh, rows), spread(kw, columns), from, to]);
}

/** The inverse: the taps [kh, kw, in, out] of a zero-stuffed filter, or of its gradient. */
export function tapsOf(stuffed: Tensor4D, shape: Tensor4D['shape'], [rows, columns]: Dilations): Tensor4D {
  const [kh, kw, from, to] = shape;
  const whole = tf.pad(stuffed, [
    [0, rows - 1],
    [0, columns - 1],
    [0, 0],
    [0, 0],
  ]);
  const apart = tf.reshape(whole, [kh, rows, kw, columns, from, to]);
  return tf.reshape(tf.slice(apart, [0, 0, 0, 0, 0, 0], [kh, 1, kw, 1, from, to]), shape);
}
