import * as tf from '@tensorflow/tfjs-core';
import type { BackwardRule } from '../../../engine/composite.ts';
import { halves, ofInputs, slope, slopeOrNothing } from './halves.ts';

/** Activations whose derivative has no bound. */
const STEEP = new Set(['Exp', 'Expm1', 'Log', 'Log1p', 'Pow', 'Reciprocal', 'Rsqrt', 'Sqrt', 'Square']);

/** The change of an activation over that of its operand (Shrikumar et al. 2017, section 3.5.1), the derivative where nothing changes. */
export const rescaled =
  (operand: string): BackwardRule =>
  (signal, call) => ({
    [operand]: () => {
      const [x, reference] = halves(call.inputs[operand]);
      const [y, before] = halves(call.output);
      const [multiplier] = halves(signal);
      const [derivative] = halves(call.derivative(signal)[operand]());
      const change = tf.mul(multiplier, tf.sub(y, before));
      const finite = !STEEP.has(call.kernel);
      return ofInputs(slope(change, tf.sub(x, reference), derivative, finite), call.inputs[operand]);
    },
  });

/**
 * The change of a maximum goes to the input's winner where the maximum grew, to the reference's where it did not: complete for
 * any reference, as in captum and SHAP.
 */
export const ofMaximum: BackwardRule = (signal, call) => ({
  x: () => {
    const [y, before] = halves(call.output);
    const [multiplier] = halves(signal);
    const change = tf.mul(multiplier, tf.sub(y, before));
    const grew = tf.cast(tf.greater(y, before), 'float32');
    const up = tf.mul(change, grew);
    const down = tf.sub(change, up);
    const [won, lost] = halves(call.derivative(tf.concat([up, down], 0)).x());
    const [x, reference] = halves(call.inputs.x);
    return ofInputs(slopeOrNothing(tf.add(won, lost), tf.sub(x, reference)), call.inputs.x);
  },
});

/** The change of a product is shared by both factors: each one's change times the mean of the other. */
export const ofProduct: BackwardRule = (signal, call) => {
  const mean = (operand: string) => {
    const [own, reference] = halves(call.inputs[operand]);
    return tf.div(tf.add(own, reference), 2);
  };
  const share = (operand: string, other: string) => () => {
    const [multiplier] = halves(signal);
    const product = tf.mul(multiplier, mean(other));
    const [own] = halves(call.inputs[operand]);
    const axes = tf.broadcast_util.getReductionAxes(own.shape, product.shape);
    const summed = axes.length > 0 ? tf.sum(product, axes) : product;
    return ofInputs(tf.reshape(summed, own.shape), call.inputs[operand]);
  };
  return { a: share('a', 'b'), b: share('b', 'a') };
};
