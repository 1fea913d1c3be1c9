import { expect, test } from 'vitest';
import { operatorFor } from '../../../../../src/model/formats/onnx/operators/table.ts';
import { results } from './agreement.ts';
import type { NodeCase } from './one-node.ts';
import { constant, given, ints, single, x } from './operands.ts';

const image = x([1, 4, 5, 5]);

const refusal = (node: NodeCase): string => {
  try {
    results(node);
  } catch (error) {
    return (error as Error).message.replace('one.onnx: node node ', '');
  }
  return 'nothing';
};

test('what an operator cannot do is refused with its node, its operator and its operator set', () => {
  const table: Record<string, NodeCase> = {
    'three spatial axes': { op: 'Conv', operands: [x([1, 2, 3, 3, 3]), x([2, 2, 1, 1, 1])] },
    'channels left over': { op: 'Conv', operands: [image, x([2, 3, 1, 1])] },
    'another kernel shape': {
      op: 'Conv',
      operands: [image, x([2, 4, 3, 3])],
      attributes: { kernel_shape: [1, 1] },
    },
    'strides of nothing': { op: 'Conv', operands: [image, x([2, 4, 3, 3])], attributes: { strides: [0, 1] } },
    'places of maxima': {
      op: 'MaxPool',
      operands: [image],
      attributes: { kernel_shape: [2, 2] },
      outputs: 2,
    },
    'no kernel shape': { op: 'AveragePool', operands: [image] },
    training: {
      op: 'BatchNormalization',
      operands: [image, x([4]), x([4]), x([4]), x([4], 1, 1, 2)],
      attributes: { training_mode: 1 },
    },
    'dropout in training': { op: 'Dropout', operands: [image, single(0.5), constant([], [1], 'bool')] },
    'a shape that the input decides': { op: 'Reshape', operands: [image, given([2], [4, 25], 'int64')] },
    'a shape that does not fit': { op: 'Reshape', operands: [image, ints(7, -1)] },
    'an axis that is not there': { op: 'Flatten', operands: [image], attributes: { axis: 9 } },
    'an axis of more than one': { op: 'Squeeze', operands: [image, ints(1)] },
    'no order of axes': { op: 'Transpose', operands: [image], attributes: { perm: [0, 1, 1, 2] } },
    'shapes that do not fit together': { op: 'Expand', operands: [image, ints(3, 5)] },
    'indices out of range': { op: 'Gather', operands: [image, ints(1)] },
    'parts that are too long': {
      op: 'Split',
      operands: [image, ints(2, 9)],
      attributes: { axis: 1 },
      outputs: 2,
    },
    'steps of nothing': { op: 'Slice', operands: [image, ints(0), ints(1), ints(1), ints(0)] },
    'matrices that do not fit': { op: 'MatMul', operands: [x([2, 3]), x([4, 2])] },
    'a label twice': { op: 'Einsum', operands: [x([2, 2])], attributes: { equation: 'ii->i' } },
    'an endless range': { op: 'Range', operands: [single(0), single(1), single(0)] },
    'an unknown mode': {
      op: 'Resize',
      operands: [image, null, null, ints(1, 4, 5, 6)],
      attributes: { mode: 'lanczos' },
    },
    'a wrong attribute': { op: 'Softmax', operands: [image], attributes: { axis: 'last' } },
    'sequences of other lengths': {
      op: 'RNN',
      operands: [x([3, 2, 4]), x([1, 3, 4]), x([1, 3, 3]), null, constant([2], [3, 1], 'int32')],
      attributes: { hidden_size: 3 },
    },
    'scales that do not fit': {
      op: 'QuantizeLinear',
      operands: [image, constant([3], [1, 1, 1]), constant([3], [0, 0, 0], 'int8')],
    },
  };
  const said = Object.entries(table).map(([name, node]) => `${name}: ${refusal(node)}`);
  expect(said.join('\n')).toMatchInlineSnapshot(`
    "three spatial axes: (Conv, operator set 17): expected an image in one or two dimensions, found an operand of shape [1,2,3,3,3].
    channels left over: (Conv, operator set 17): expected a filter [O, I, ...] for 4 channels in 1 groups, found one of shape [2,3,1,1].
    another kernel shape: (Conv, operator set 17): expected kernel_shape [3,3], as its filter has, found [1,1].
    strides of nothing: (Conv, operator set 17): expected windows over 2 axes, found kernel [3,3], strides [0,1], dilations [1,1].
    places of maxima: (MaxPool, operator set 17): expected one output, found one for the places of the maxima, too.
    no kernel shape: (AveragePool, operator set 17): expected kernel_shape, found none.
    training: (BatchNormalization, operator set 17): expected a normalisation by stored statistics, found one by those of the batch, as in training.
    dropout in training: (Dropout, operator set 17): expected inference, found training_mode.
    a shape that the input decides: (Reshape, operator set 17): expected operand 1 to be a constant, found one that the input decides.
    a shape that does not fit: (Reshape, operator set 17): expected a shape for the 100 numbers of [1,4,5,5], found [7,-1].
    an axis that is not there: (Flatten, operator set 17): expected an axis between -4 and 3, found 9.
    an axis of more than one: (Squeeze, operator set 17): expected axes of extent 1 in [1,4,5,5], found axes [1].
    no order of axes: (Transpose, operator set 17): expected an order of 4 axes, found [0,1,1,2].
    shapes that do not fit together: (Expand, operator set 17): expected operands whose shapes fit together, found [1,4,5,5] and [3,5].
    indices out of range: (Gather, operator set 17): expected indices between -1 and 0, found others.
    parts that are too long: (Split, operator set 17): expected parts of 4 in all, found [2,9].
    steps of nothing: (Slice, operator set 17): expected steps that are not 0, found [0].
    matrices that do not fit: (MatMul, operator set 17): expected matrices that fit together, found [2,3] and [4,2].
    a label twice: (Einsum, operator set 17): expected labels that differ in an operand, found ii.
    an endless range: (Range, operator set 17): expected a range that can be stored, found one from 0 to 1 by 0.
    an unknown mode: (Resize, operator set 17): expected nearest, linear, cubic as mode, found "lanczos".
    a wrong attribute: (Softmax, operator set 17): expected a whole number as axis, found "last".
    sequences of other lengths: (RNN, operator set 17): expected sequences of 3 steps each, found lengths [3,1].
    scales that do not fit: (QuantizeLinear, operator set 17): expected 4 scales, found an operand of shape [3]."
  `);
});

test('a meaning is found by domain, name and operator set', () => {
  expect(operatorFor('ai.onnx', 'Relu', 17)?.name).toBe('Relu');
  expect(operatorFor('', 'Clip', 10)).not.toBe(operatorFor('', 'Clip', 11));
  expect([
    operatorFor('', 'Upsample', 13),
    operatorFor('', 'Loop', 17),
    operatorFor('other', 'Relu', 1),
  ]).toEqual([null, null, null]);
});
