import type { OperatorCase } from '../agreement.ts';
import { constant, given, ints, single, x } from '../operands.ts';

const a = x([2, 3, 4], 1, 0.2, 3);

type Attributes = OperatorCase['attributes'];

function reduced(op: string, since: number): OperatorCase[] {
  const by = (name: string, axes: number[] | null, attributes: Attributes = {}): OperatorCase[] => [
    {
      ...{ name: `${name}, by an attribute`, op, set: since - 1, operands: [a] },
      attributes: { ...attributes, ...(axes ? { axes } : {}) },
    },
    { ...{ name, op, set: since, operands: axes ? [a, ints(...axes)] : [a], attributes } },
  ];
  return [
    ...by('over an axis', [1]),
    ...by('over two axes, left out', [0, -1], { keepdims: 0 }),
    ...by('over all', null),
    {
      ...{ name: 'of a constant', op, set: since },
      operands: [constant([2, 3], [1, 2, 3, 4, 5, 6]), ints(1)],
    },
  ];
}

const LATE = ['Mean', 'Max', 'Min', 'Prod', 'L1', 'L2', 'SumSquare', 'LogSum', 'LogSumExp'];

const REDUCTIONS: readonly OperatorCase[] = [
  ...reduced('ReduceSum', 13),
  ...LATE.flatMap((name) => reduced(`Reduce${name}`, 18)),
  {
    ...{ name: 'over nothing', op: 'ReduceSum', operands: [a] },
    attributes: { noop_with_empty_axes: 1 },
  },
];

const choice = (op: string, name: string, attributes: Attributes): OperatorCase => ({
  ...{ name, op, operands: [x([2, 3, 4], 8)], attributes, gradients: [] },
});

const ties = given([2, 4], [1, 3, 3, 0, 2, 2, 1, 2]);

const SELECTIONS: readonly OperatorCase[] = [
  ...['ArgMax', 'ArgMin'].flatMap((op) => [
    choice(op, 'along the first axis', {}),
    choice(op, 'along the last axis, left out', { axis: -1, keepdims: 0 }),
    { ...choice(op, 'the first', { axis: 1 }), operands: [ties] },
    { ...choice(op, 'the last', { axis: 1, select_last_index: 1 }), operands: [ties] },
  ]),
  { name: 'along the last axis', op: 'TopK', operands: [x([2, 5], 3), ints(2)], outputs: 2 },
  {
    name: 'the smallest',
    op: 'TopK',
    operands: [x([4, 3], 3), ints(2)],
    outputs: 2,
    attributes: { axis: 0, largest: 0 },
  },
  { name: 'by an attribute', op: 'TopK', set: 9, operands: [x([2, 5], 3)], outputs: 2, attributes: { k: 3 } },
  {
    name: 'at the end',
    op: 'OneHot',
    operands: [given([3], [0, 2, -1], 'int64'), single(4, 'int64'), constant([2], [0, 1])],
  },
  {
    ...{ name: 'in front, of other numbers', op: 'OneHot', attributes: { axis: 0 } },
    operands: [given([3], [0, 2, -1], 'int64'), single(4, 'int64'), constant([2], [-1, 0.5])],
  },
];

const SHAPES: readonly OperatorCase[] = [
  { name: 'of a tensor', op: 'Shape', operands: [a] },
  { name: 'of some axes', op: 'Shape', operands: [a], attributes: { start: 1, end: -1 } },
  { name: 'of a tensor', op: 'Size', operands: [a] },
  {
    name: 'of whole numbers',
    op: 'ConstantOfShape',
    operands: [ints(2, 3)],
    attributes: { value: { tensor: ints(7) } },
  },
  { name: 'of zeros', op: 'ConstantOfShape', operands: [ints(2, 3)] },
  { name: 'upwards', op: 'Range', operands: [single(1, 'int64'), single(9, 'int64'), single(3, 'int64')] },
  { name: 'downwards, of fractions', op: 'Range', operands: [single(2), single(0), single(-0.75)] },
  { name: 'of ones', op: 'EyeLike', operands: [x([3, 4])], attributes: { k: 1 } },
  { name: 'of a constant', op: 'NonZero', operands: [constant([2, 3], [1, 0, 2, 0, 0, 3])] },
  { name: 'of a tensor', op: 'Constant', operands: [], attributes: { value: { tensor: ints(1, 2) } } },
  { name: 'of numbers', op: 'Constant', operands: [], attributes: { value_floats: { floats: [0.5, 2] } } },
  { name: 'of a number', op: 'Constant', operands: [], attributes: { value_int: 3 } },
];

export const CHOICES: readonly OperatorCase[] = [...REDUCTIONS, ...SELECTIONS, ...SHAPES];
