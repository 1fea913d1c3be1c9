import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';

/** Stand for the axes of an ellipsis, the last one first. */
const BEYOND = 'ZYXWVUTSRQ';

interface Labelled {
  readonly labels: string;
  readonly tensor: Tensor;
}

/** The equation with a label for every axis, its result stated. */
function parsed(node: OnnxNode, operands: readonly Tensor[]): { terms: Labelled[]; result: string } {
  const equation = node.string('equation', '').replace(/\s/g, '');
  const [left, stated] = equation.split('->');
  const parts = left.split(',');
  if (parts.length !== operands.length || !/^[A-Za-z.,]*$/.test(left))
    node.refuse(`an equation of ${operands.length} operands`, equation);
  const beyond = parts.map((part, i) => operands[i].rank - part.replace('...', '').length);
  const most = Math.max(0, ...parts.map((part, i) => (part.includes('...') ? beyond[i] : 0)));
  const filled = (part: string, count: number) =>
    part.replace('...', [...BEYOND.slice(0, count)].reverse().join(''));
  const terms = parts.map((part, i): Labelled => {
    const labels = filled(part, beyond[i]);
    if (labels.length !== operands[i].rank)
      node.refuse(`a label for each axis of [${operands[i].shape}]`, part);
    if (new Set(labels).size < labels.length) node.refuse('labels that differ in an operand', part);
    return { labels, tensor: operands[i] };
  });
  if (stated !== undefined) return { terms, result: filled(stated, most) };
  const all = [...left.replaceAll('...', '').replaceAll(',', '')];
  const once = all.filter((label) => all.filter((other) => other === label).length === 1).sort();
  return { terms, result: filled('...', most) + once.join('') };
}

/** Two operands become one, in which a label stays that something later still has. */
function contracted(a: Labelled, b: Labelled, later: string): Labelled {
  const labels = [...new Set([...a.labels, ...b.labels])].filter((label) => later.includes(label)).join('');
  return { labels, tensor: pair(a, b, labels) };
}

/** Labels that one operand alone has and the result lacks are summed first; axes of length 1 are repeated by a product. */
function pair(a: Labelled, b: Labelled, result: string): Tensor {
  const [one, other] = [summed(a, b.labels + result), summed(b, a.labels + result)];
  const extent = new Map<string, number>();
  for (const { labels, tensor } of [one, other])
    [...labels].forEach((label, axis) => {
      // What has length 1 is repeated, also to none.
      const [known, own] = [extent.get(label) ?? 1, tensor.shape[axis]];
      extent.set(label, known === 1 ? own : known);
    });
  const wide = ({ labels, tensor }: Labelled) =>
    tf.broadcastTo(
      tensor,
      [...labels].map((label) => extent.get(label)!),
    );
  if (one.labels === '' || other.labels === '') {
    const [scalar, rest] = one.labels === '' ? [one, other] : [other, one];
    return permuted({ labels: rest.labels, tensor: tf.mul(rest.tensor, scalar.tensor) }, result);
  }
  return tf.einsum(`${one.labels},${other.labels}->${result}`, wide(one), wide(other));
}

function summed({ labels, tensor }: Labelled, kept: string): Labelled {
  const axes = [...labels].flatMap((label, axis) => (kept.includes(label) ? [] : [axis]));
  if (axes.length === 0) return { labels, tensor };
  return {
    labels: [...labels].filter((label) => kept.includes(label)).join(''),
    tensor: tf.sum(tensor, axes),
  };
}

function permuted(term: Labelled, result: string): Tensor {
  const { labels, tensor } = summed(term, result);
  const order = [...result].map((label) => labels.indexOf(label));
  return order.every((axis, i) => axis === i) ? tensor : tf.transpose(tensor, order);
}

function einsum(inputs: readonly (Tensor | null)[], node: OnnxNode): Tensor {
  const { terms, result } = parsed(node, inputs as Tensor[]);
  let [first, ...rest] = terms;
  while (rest.length > 1) {
    const [next, ...others] = rest;
    first = contracted(first, next, result + others.map(({ labels }) => labels).join(''));
    rest = others;
  }
  return rest.length === 0 ? permuted(first, result) : pair(first, rest[0], result);
}

export const einsums: readonly OnnxOperator[] = [
  define('Einsum', operator('product'), einsum, {
    sets: [12, NEWEST_SET],
    roles: ['kernel', 'kernel'],
    limits: 'no label twice in an operand',
  }),
];
