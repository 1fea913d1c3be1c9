import type { Fans } from '../../model.ts';
import type { OnnxNode } from './operators/node.ts';

type FansOf = (shape: readonly number[], node: OnnxNode) => Fans;

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** [outputs, inputs of a group, rows, columns]. */
const convolution: FansOf = ([outputs, inputs, ...field], node) => {
  const size = product(field);
  return { fanIn: inputs * size, fanOut: (outputs / node.int('group', 1)) * size };
};

/** [inputs, outputs of a group, rows, columns]. */
const transposed: FansOf = ([inputs, outputs, ...field], node) => {
  const size = product(field);
  return { fanIn: (inputs / node.int('group', 1)) * size, fanOut: outputs * size };
};

/** [..., inputs, outputs]. */
const matrix: FansOf = (shape) => ({ fanIn: shape.at(-2) ?? 1, fanOut: shape.at(-1) ?? 1 });

const gemm: FansOf = ([first, second], node) =>
  node.int('transB', 0) ? { fanIn: second, fanOut: first } : { fanIn: first, fanOut: second };

/** [directions, gates x units, inputs]. */
const recurrent: FansOf = ([, outputs, inputs], node) => ({
  fanIn: inputs,
  fanOut: node.int('hidden_size', outputs),
});

const FANS: ReadonlyMap<string, FansOf> = new Map([
  ['Conv', convolution],
  ['ConvTranspose', transposed],
  ['Gemm', gemm],
  ['LSTM', recurrent],
  ['GRU', recurrent],
  ['RNN', recurrent],
]);

/** How much the units of a kernel read, for an operand of that shape; the last axes are inputs and outputs by default. */
export const fansOf = (shape: readonly number[], node: OnnxNode): Fans =>
  (FANS.get(node.op) ?? matrix)(shape, node);
