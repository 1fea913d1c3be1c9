import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** A tensor with a label for each of its axes. */
type Labelled = readonly [labels: string, tensor: Tensor];

/** Sums over the axes whose labels nothing else has: tfjs's own Einsum fails on some of these. */
function withoutLone([labels, tensor]: Labelled, others: string): Labelled {
  const lone = [...labels].flatMap((label, axis) => (others.includes(label) ? [] : [axis]));
  return [[...labels].filter((label) => others.includes(label)).join(''), tf.sum(tensor, lone)];
}

/**
 * The gradient at one operand: the product of the result's gradient with the other operand, summed to the labels of
 * this one. Labels that nothing else has were summed alone: there the gradient repeats.
 */
function gradientAt([own, { shape }]: Labelled, dy: Labelled, other?: Labelled): Tensor {
  const factors = other ? [withoutLone(dy, own + other[0]), withoutLone(other, own + dy[0])] : [dy];
  const known = [...own].filter((label) => factors.some(([labels]) => labels.includes(label))).join('');
  const [scalars, rest] = [true, false].map((none) => factors.filter(([labels]) => (labels === '') === none));
  const equation = `${rest.map(([labels]) => labels).join()}->${known}`;
  const summed = rest.length > 0 ? tf.einsum(equation, ...rest.map(([, tensor]) => tensor)) : tf.scalar(1);
  const product = scalars.reduce<Tensor>((made, [, scalar]) => tf.mul(made, scalar), summed);
  const kept = shape.map((length, axis) => (known.includes(own[axis]) ? length : 1));
  return tf.broadcastTo(tf.reshape(product, kept), shape);
}

/** tfjs has no gradient of Einsum, the kernel of attention in converted Keras models. */
export function correctEinsum(): void {
  tf.registerGradient({
    kernelName: 'Einsum',
    saveAllInputs: true,
    gradFunc: (dy, saved, attributes) => {
      const [before, result] = String(attributes.equation).replace(/\s/g, '').split('->');
      const labels = before.split(',');
      const operands = (saved as Tensor[]).map((tensor, i): Labelled => [labels[i], tensor]);
      return Object.fromEntries(
        operands.map((operand, i) => [i, () => gradientAt(operand, [result, dy as Tensor], operands[1 - i])]),
      );
    },
  });
}
