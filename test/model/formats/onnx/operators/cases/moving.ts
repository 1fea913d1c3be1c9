import type { OperatorCase } from '../agreement.ts';
import { constant, given, ints, numbers, single, x } from '../operands.ts';

const a = x([2, 3, 4], 1);
const whole = constant(
  [2, 3, 4],
  Array.from({ length: 24 }, (_, i) => i),
  'int64',
);

type Attributes = OperatorCase['attributes'];

/** On a tensor and on a constant, which is folded. */
function both(
  op: string,
  name: string,
  operands: OperatorCase['operands'],
  attributes: Attributes = {},
  set = 17,
) {
  return [a, whole].map(
    (first): OperatorCase => ({
      name: first === a ? name : `${name}, of a constant`,
      ...{ op, set, attributes, operands: [first, ...operands] },
    }),
  );
}

const reshape = (name: string, ...shape: number[]) => both('Reshape', name, [ints(...shape)]);

const RESHAPED: readonly OperatorCase[] = [
  ...reshape('to a shape', 4, 6),
  ...reshape('to an open shape', 2, -1),
  ...reshape('to copied extents', 0, -1),
  ...reshape('to one axis', -1),
  ...both('Flatten', 'behind the batch', []),
  ...both('Flatten', 'behind two axes', [], { axis: -1 }),
  ...both('Flatten', 'before all', [], { axis: 0 }),
  {
    name: 'by an attribute',
    op: 'Squeeze',
    set: 11,
    operands: [x([1, 3, 1, 2])],
    attributes: { axes: [0, -2] },
  },
  { name: 'of all', op: 'Squeeze', operands: [x([1, 3, 1, 2])] },
  { name: 'by an operand', op: 'Squeeze', operands: [x([1, 3, 1, 2]), ints(2)] },
  ...both('Unsqueeze', 'by an attribute', [], { axes: [0, 3] }, 11),
  ...both('Unsqueeze', 'by an operand', [ints(-1, 0)]),
  ...both('Transpose', 'turned round', []),
  ...both('Transpose', 'in an order', [], { perm: [1, 2, 0] }),
  ...both('Expand', 'to more axes', [ints(2, 2, 3, 4)]),
  ...both('Expand', 'to a smaller shape', [ints(3, 1)]),
  { name: 'along an axis', op: 'Expand', operands: [x([2, 1, 3]), ints(2, 4, 3)] },
  ...both('Tile', 'along two axes', [ints(1, 2, 3)]),
  { name: 'of a tensor', op: 'Identity', operands: [a] },
  { name: 'in inference', op: 'Dropout', operands: [a] },
  { name: 'with its mask', op: 'Dropout', operands: [a], outputs: 2 },
  { name: 'to float', op: 'Cast', operands: [given([2], [1, -2], 'int32')], attributes: { to: 1 } },
  {
    name: 'to whole numbers',
    op: 'Cast',
    operands: [x([5], 1, -3, 3)],
    attributes: { to: 6 },
    gradients: [],
  },
  { name: 'to truths', op: 'Cast', operands: [given([3], [0, 2, -1])], attributes: { to: 9 }, gradients: [] },
  { name: 'of a constant', op: 'Cast', operands: [constant([2], [1.7, -1.7])], attributes: { to: 7 } },
  { name: 'like another', op: 'CastLike', operands: [given([2], [1, -2], 'int32'), x([1])], gradients: [] },
];

const TAKEN: readonly OperatorCase[] = [
  { name: 'of two', op: 'Concat', operands: [a, x([2, 1, 4], 2)], attributes: { axis: 1 } },
  {
    name: 'of three along the last axis',
    op: 'Concat',
    operands: [a, a, x([2, 3, 1], 2)],
    attributes: { axis: -1 },
  },
  { name: 'of constants', op: 'Concat', operands: [ints(1, 2), ints(3), ints()], attributes: { axis: 0 } },
  { name: 'in halves', op: 'Split', set: 11, operands: [x([2, 4])], attributes: { axis: 1 }, outputs: 2 },
  {
    name: 'by an attribute',
    op: 'Split',
    set: 11,
    operands: [x([2, 4])],
    attributes: { axis: 1, split: [1, 3] },
    outputs: 2,
  },
  {
    name: 'by an operand',
    op: 'Split',
    operands: [x([2, 4]), ints(3, 1)],
    attributes: { axis: -1 },
    outputs: 2,
  },
  {
    name: 'into a number',
    op: 'Split',
    set: 18,
    operands: [x([2, 7])],
    attributes: { axis: 1, num_outputs: 3 },
    outputs: 3,
  },
  { name: 'of a constant', op: 'Split', operands: [ints(1, 2, 3), ints(1, 2)], outputs: 2 },
  ...both('Slice', 'by attributes', [], { starts: [1, -3], ends: [3, 100], axes: [1, 2] }, 9),
  ...both('Slice', 'by operands', [ints(0, 1), ints(1, 3)]),
  ...both('Slice', 'to the end', [ints(1), ints(2 ** 53 - 1), ints(2)]),
  ...both('Slice', 'with steps', [ints(0, 1), ints(9, 9), ints(1, 2), ints(2, 2)]),
  ...both('Slice', 'backwards', [ints(-1), ints(-(2 ** 53 - 1)), ints(2), ints(-1)]),
  ...both('Slice', 'backwards with steps', [ints(3, 2), ints(0, -9), ints(2, 1), ints(-2, -1)]),
  { name: 'of nothing', op: 'Slice', operands: [whole, ints(2), ints(1), ints(2)] },
  ...both('Gather', 'along the first axis', [constant([2], [1, -1], 'int64')]),
  ...both('Gather', 'of one', [single(1, 'int64')], { axis: 1 }),
  ...both('Gather', 'of a matrix of places', [constant([2, 2], [0, 3, -1, 1], 'int64')], { axis: 2 }),
  {
    name: 'of rows that the input names',
    op: 'Gather',
    operands: [x([5, 3]), given([2, 2], [0, 4, -1, 2], 'int32')],
    gradients: [0],
  },
  ...both(
    'GatherElements',
    'along an axis',
    [constant([2, 2, 4], numbers(16, 3, 0, 3).map(Math.floor), 'int64')],
    { axis: 1 },
  ),
  {
    name: 'that the input names',
    op: 'GatherElements',
    operands: [x([3, 2]), given([1, 2], [2, -1], 'int32')],
    gradients: [0],
  },
  { name: 'of rows', op: 'GatherND', operands: [a, constant([2, 1], [1, 0], 'int64')] },
  {
    name: 'of numbers',
    op: 'GatherND',
    operands: [a, constant([2, 2, 3], [0, 0, 1, 1, 2, 3, 0, 1, -1, 1, 0, 0], 'int64')],
  },
  {
    name: 'in batches',
    op: 'GatherND',
    operands: [a, constant([2, 1], [1, 2], 'int64')],
    attributes: { batch_dims: 1 },
  },
];

const rows = constant([2, 1], [1, 3], 'int64');
const cells = constant([2, 2], [0, 1, -1, 0], 'int64');
const reduction = (name: string) => ({ reduction: name });

const SCATTERED: readonly OperatorCase[] = [
  { name: 'of rows', op: 'ScatterND', operands: [x([4, 3]), rows, x([2, 3], 2)] },
  { name: 'of cells', op: 'ScatterND', operands: [x([4, 3]), cells, x([2], 2)] },
  {
    name: 'of a constant',
    op: 'ScatterND',
    operands: [constant([4], [1, 2, 3, 4]), rows, constant([2], [7, 8])],
  },
  {
    name: 'added',
    op: 'ScatterND',
    set: 16,
    operands: [x([4, 3]), constant([3, 1], [1, 3, 1], 'int64'), x([3, 3], 2)],
    attributes: reduction('add'),
  },
  {
    name: 'multiplied',
    op: 'ScatterND',
    set: 16,
    operands: [x([4, 3]), rows, x([2, 3], 2)],
    attributes: reduction('mul'),
  },
  {
    name: 'to the larger',
    op: 'ScatterND',
    set: 18,
    operands: [x([4, 3]), rows, x([2, 3], 2)],
    attributes: reduction('max'),
  },
  {
    name: 'before it had another name',
    op: 'Scatter',
    set: 10,
    operands: [x([3, 3]), constant([2, 2], [2, 0, 1, 1], 'int64'), x([2, 2], 2)],
  },
  {
    name: 'along an axis',
    op: 'ScatterElements',
    operands: [x([3, 3]), constant([2, 2], [2, 0, 1, 1], 'int64'), x([2, 2], 2)],
  },
  {
    name: 'along the last axis',
    op: 'ScatterElements',
    operands: [x([2, 4]), constant([2, 2], [2, 0, -1, 1], 'int64'), x([2, 2], 2)],
    attributes: { axis: 1 },
  },
];

const image = x([1, 2, 3, 4], 3);
const pads = (name: string, mode: string, ...list: number[]): OperatorCase => ({
  ...{ name, op: 'Pad', set: 19, operands: [image, ints(...list)], attributes: { mode } },
});

const FRAMED: readonly OperatorCase[] = [
  {
    name: 'by attributes',
    op: 'Pad',
    set: 10,
    operands: [image],
    attributes: { pads: [0, 0, 1, 0, 0, 0, 2, 1], value: { float: 2 } },
  },
  pads('with zeros', 'constant', 0, 1, 1, 2, 0, 0, 0, 1),
  pads('with less than nothing', 'constant', 0, 0, -1, 2, 0, 0, 0, -1),
  { ...pads('with a number', 'constant'), operands: [image, ints(0, 0, 1, 1, 0, 0, 0, 2), single(0.5)] },
  { ...pads('along axes', 'constant'), operands: [image, ints(1, 2, 0, 1), null, ints(-1, 2)] },
  pads('mirrored', 'reflect', 0, 0, 2, 1, 0, 0, 1, 3),
  pads('with the border', 'edge', 0, 0, 2, 0, 0, 1, 1, 3),
  pads('around', 'wrap', 0, 0, 2, 0, 0, 1, 1, 3),
  { ...pads('of a constant', 'constant'), operands: [ints(1, 2), ints(1, 2)] },
  { name: 'by rows of depth', op: 'DepthToSpace', operands: [x([1, 8, 2, 3])], attributes: { blocksize: 2 } },
  {
    name: 'by columns of depth',
    op: 'DepthToSpace',
    operands: [x([1, 8, 2, 3])],
    attributes: { blocksize: 2, mode: 'CRD' },
  },
  { name: 'in blocks', op: 'SpaceToDepth', operands: [x([1, 2, 4, 6])], attributes: { blocksize: 2 } },
  ...both('Trilu', 'above', []),
  ...both('Trilu', 'below a diagonal', [single(1, 'int64')], { upper: 0 }),
  { name: 'forwards', op: 'CumSum', operands: [a, single(1, 'int64')] },
  {
    name: 'from the end, without itself',
    op: 'CumSum',
    operands: [a, single(-1, 'int64')],
    attributes: { exclusive: 1, reverse: 1 },
  },
];

export const MOVES: readonly OperatorCase[] = [...RESHAPED, ...TAKEN, ...SCATTERED, ...FRAMED];
