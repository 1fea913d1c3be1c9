import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { BackwardRule, Composite, Step } from '../../engine/composite.ts';
import { cappedOperand } from './cap.ts';

export interface RectGradSettings {
  /** From 0 to 100. */
  readonly percentile: number;
  /** Which value that is between two of them: the nearest one, half to even, or one between them. */
  readonly interpolation: 'nearest' | 'linear';
}

/**
 * A signal passes a ReLU where its product with the activation is above a percentile of these products over the layer and
 * the example (Kim et al. 2019, section 4). Above the cap of a ReLU6 nothing passes.
 */
export const rectGrad = (settings: RectGradSettings): Composite => {
  const passing = (signal: Tensor, output: Tensor): Tensor => {
    const importance = tf.mul(output, signal);
    return tf.cast(tf.greater(importance, percentileOf(importance, settings)), 'float32');
  };
  const rule =
    (operand: string): BackwardRule =>
    (signal, call) => ({
      [operand]: () => {
        const through = tf.mul(signal, passing(signal, call.output));
        // A cap's own derivative is zero above it; that of a plain ReLU says nothing that the percentile does not.
        return call.kernel === 'Relu' ? through : call.derivative(through)[operand]();
      },
    });
  const ofRelu = rule('x');
  return {
    name: `rectgrad ${settings.percentile} ${settings.interpolation}`,
    kernels: ['Relu', 'Relu6'],
    ruleFor: (kernel, place) => {
      if (kernel === 'Relu6') return ofRelu;
      if (kernel === 'Relu')
        return (signal, call) => (capped.has(place) ? call.derivative(signal) : ofRelu(signal, call));
      const operand = cappedOperand(kernel, place);
      if (operand === null) return null;
      // One layer: the percentile is that of what the cap leaves.
      capped.add(place.operands[operand].from!);
      return rule(operand);
    },
  };
};

/** ReLU units whose outputs are capped. */
const capped = new WeakSet<Step>();

/** [N, 1, ...]: the percentile of every example's values. */
function percentileOf(values: Tensor, { percentile, interpolation }: RectGradSettings): Tensor {
  const examples = values.shape[0];
  const rows = tf.reshape(values, [examples, -1]);
  const place = (rows.shape[1]! - 1) * (1 - percentile / 100);
  const shape = values.shape.map((_, axis) => (axis === 0 ? examples : 1));
  if (interpolation === 'nearest') {
    const { values: top } = tf.topk(rows, halfToEven(place) + 1, false);
    return tf.reshape(tf.min(top, 1), shape);
  }
  const above = Math.floor(place);
  const { values: top } = tf.topk(rows, Math.min(rows.shape[1]!, above + 2), true);
  const column = (at: number) => tf.slice(top, [0, Math.min(at, top.shape[1]! - 1)], [examples, 1]);
  const between = tf.add(
    tf.mul(column(above), 1 - (place - above)),
    tf.mul(column(above + 1), place - above),
  );
  return tf.reshape(between, shape);
}

function halfToEven(place: number): number {
  const whole = Math.floor(place);
  const rest = place - whole;
  if (Math.abs(rest - 0.5) < 1e-9) return whole % 2 === 0 ? whole : whole + 1;
  return Math.round(place);
}
