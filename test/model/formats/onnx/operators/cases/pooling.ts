import type { OperatorCase } from '../agreement.ts';
import type { Attribute } from '../one-node.ts';
import { x } from '../operands.ts';

const image = x([2, 3, 7, 8], 4, -2, 2);
const line = x([2, 3, 11], 4, -2, 2);

type Attributes = Readonly<Record<string, Attribute>>;

const pool =
  (op: string) =>
  (name: string, attributes: Attributes, set = 19, operand = image): OperatorCase => ({
    ...{ name, op, set, attributes, operands: [operand] },
  });

const most = pool('MaxPool');
const mean = pool('AveragePool');
const norm = pool('LpPool');

const framed: Attributes = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] };

export const POOLINGS: readonly OperatorCase[] = [
  most('2x2', { kernel_shape: [2, 2], strides: [2, 2] }),
  most('3x3, padded', framed),
  most('3x3, overlapping', { kernel_shape: [3, 3] }),
  most('padded unevenly', { kernel_shape: [3, 2], strides: [2, 1], pads: [0, 1, 1, 0] }),
  most('rounded up', { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }),
  most('rounded up and padded', { ...framed, ceil_mode: 1 }),
  most('rounded up to a window that would begin behind the image', {
    ...{ kernel_shape: [2, 2], strides: [3, 3], pads: [1, 1, 1, 1], ceil_mode: 1 },
  }),
  most('SAME_UPPER', { kernel_shape: [2, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' }),
  most('SAME_LOWER', { kernel_shape: [2, 3], strides: [2, 2], auto_pad: 'SAME_LOWER' }),
  most('VALID', { kernel_shape: [2, 3], auto_pad: 'VALID' }),
  most('dilated', { kernel_shape: [2, 3], dilations: [2, 2] }, 19, x([2, 3, 7, 8], 9, -2, 2)),
  most('dilated and padded', {
    kernel_shape: [3, 3],
    dilations: [2, 2],
    strides: [2, 1],
    pads: [1, 1, 2, 1],
  }),
  most('in one dimension', { kernel_shape: [3], strides: [2], pads: [1, 1] }, 12, line),
  most('in one dimension, dilated', { kernel_shape: [3], dilations: [3] }, 12, line),
  most('in one dimension, rounded up', { kernel_shape: [4], strides: [3], ceil_mode: 1 }, 12, line),

  mean('2x2', { kernel_shape: [2, 2], strides: [2, 2] }),
  mean('3x3, padded', framed),
  mean('3x3, padded, the pads counted', { ...framed, count_include_pad: 1 }),
  mean('padded unevenly', { kernel_shape: [3, 2], strides: [2, 1], pads: [0, 1, 1, 0] }),
  mean('padded unevenly, the pads counted', {
    ...{ kernel_shape: [3, 2], strides: [2, 1], pads: [0, 1, 1, 0], count_include_pad: 1 },
  }),
  mean('rounded up', { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }),
  mean('rounded up and padded', { kernel_shape: [3, 3], strides: [3, 3], pads: [1, 1, 0, 1], ceil_mode: 1 }),
  mean('rounded up and padded, the pads counted', {
    ...{ kernel_shape: [3, 3], strides: [3, 3], pads: [1, 1, 0, 1], ceil_mode: 1, count_include_pad: 1 },
  }),
  mean('SAME_UPPER', { kernel_shape: [2, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' }),
  mean('SAME_LOWER', { kernel_shape: [2, 3], strides: [1, 2], auto_pad: 'SAME_LOWER' }),
  mean('before set 19', framed, 11),
  mean('dilated', { kernel_shape: [2, 3], dilations: [2, 2] }),
  mean('dilated and padded', { kernel_shape: [3, 3], dilations: [2, 2], pads: [1, 2, 1, 2] }),
  mean('dilated and padded, the pads counted', {
    ...{ kernel_shape: [3, 3], dilations: [2, 2], pads: [1, 2, 1, 2], count_include_pad: 1 },
  }),
  mean('in one dimension', { kernel_shape: [3], strides: [2], pads: [1, 1] }, 11, line),

  mean(
    'over channels, as PyTorch writes it',
    { kernel_shape: [3, 1, 1], pads: [1, 0, 0, 1, 0, 0] },
    17,
    x([2, 1, 4, 3, 2]),
  ),
  mean('of images one behind the other', { kernel_shape: [1, 2, 2] }, 17, x([2, 2, 3, 4, 3])),

  norm('of squares', { kernel_shape: [2, 2], strides: [2, 2] }, 18),
  norm('of magnitudes', { kernel_shape: [3, 3], p: 1, pads: [1, 1, 1, 1] }, 18, x([2, 3, 7, 8], 4, 0.1, 2)),
  norm('of cubes', { kernel_shape: [3, 2], p: 3 }, 18),
  norm('in one dimension', { kernel_shape: [3], strides: [2] }, 18, line),

  pool('GlobalAveragePool')('of images', {}),
  pool('GlobalAveragePool')('in one dimension', {}, 17, line),
  pool('GlobalMaxPool')('of images', {}),
  pool('GlobalMaxPool')('in one dimension', {}, 17, line),
  pool('GlobalLpPool')('of images', {}),
];
