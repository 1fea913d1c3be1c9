import type { OperatorCase } from '../agreement.ts';
import type { Attribute } from '../one-node.ts';
import { x } from '../operands.ts';

type Attributes = Readonly<Record<string, Attribute>>;

const conv = (
  name: string,
  image: number[],
  filter: number[],
  attributes: Attributes = {},
  bias = false,
): OperatorCase => ({
  name,
  op: 'Conv',
  operands: [x(image, 1), x(filter, 2), ...(bias ? [x([filter[0]], 3)] : [])],
  attributes,
  within: 5e-6,
});

const square = [1, 3, 7, 8];

const FORWARDS: readonly OperatorCase[] = [
  conv('of one pixel', square, [4, 3, 1, 1], {}, true),
  conv('3x3', square, [4, 3, 3, 3], { kernel_shape: [3, 3] }),
  conv('padded', square, [4, 3, 3, 3], { pads: [1, 1, 1, 1] }, true),
  conv('padded unevenly', square, [2, 3, 3, 2], { pads: [0, 2, 1, 0] }),
  conv('with strides', square, [4, 3, 3, 3], { strides: [2, 2], pads: [1, 1, 1, 1] }, true),
  conv('with two strides', square, [4, 3, 3, 3], { strides: [2, 1], pads: [0, 1, 1, 2] }),
  conv('dilated', square, [4, 3, 3, 3], { dilations: [2, 2], pads: [2, 2, 2, 2] }),
  conv('dilated with strides', square, [4, 3, 3, 2], {
    dilations: [2, 3],
    strides: [2, 2],
    pads: [1, 2, 2, 1],
  }),
  conv('SAME_UPPER', square, [4, 3, 2, 3], { auto_pad: 'SAME_UPPER', strides: [2, 2] }),
  conv('SAME_LOWER', square, [4, 3, 2, 4], { auto_pad: 'SAME_LOWER', strides: [2, 1] }),
  conv('VALID', square, [4, 3, 2, 3], { auto_pad: 'VALID' }),
  conv('depthwise', square, [3, 1, 3, 3], { group: 3, pads: [1, 1, 1, 1] }, true),
  conv('depthwise with strides', square, [3, 1, 3, 3], { group: 3, strides: [2, 2], pads: [0, 1, 1, 0] }),
  conv('depthwise with a multiplier', square, [6, 1, 3, 3], { group: 3 }),
  conv('depthwise and dilated', square, [3, 1, 3, 3], { group: 3, dilations: [2, 2], pads: [2, 2, 2, 2] }),
  conv('in groups', [2, 4, 5, 6], [6, 2, 3, 3], { group: 2, pads: [1, 1, 1, 1] }, true),
  conv('in groups with strides', [1, 6, 5, 6], [3, 2, 3, 3], {
    group: 3,
    strides: [2, 2],
    pads: [1, 1, 1, 1],
  }),
  conv('in one dimension', [2, 3, 9], [4, 3, 3], { pads: [1, 1], kernel_shape: [3] }, true),
  conv('in one dimension with strides', [2, 3, 9], [4, 3, 4], { pads: [2, 1], strides: [2] }),
  conv('in one dimension, dilated', [2, 3, 9], [4, 3, 3], { dilations: [2], pads: [2, 1] }),
  conv('in one dimension, depthwise', [2, 3, 9], [3, 1, 3], { group: 3, pads: [1, 1] }),
];

const back = (
  name: string,
  image: number[],
  filter: number[],
  attributes: Attributes = {},
  bias = false,
) => ({
  ...conv(name, image, filter, attributes),
  op: 'ConvTranspose',
  operands: [
    x(image, 1),
    x(filter, 2),
    ...(bias ? [x([filter[1] * ((attributes.group as number) ?? 1)], 3)] : []),
  ],
});

const small = [1, 3, 4, 5];

const BACKWARDS: readonly OperatorCase[] = [
  back('alone', small, [3, 2, 3, 3], {}, true),
  back('with strides', small, [3, 2, 3, 3], { strides: [2, 2], pads: [1, 1, 1, 1] }),
  back('with strides as wide as the kernel', small, [3, 2, 2, 2], { strides: [2, 2] }, true),
  back('with output padding', small, [3, 2, 3, 3], {
    strides: [2, 2],
    pads: [1, 1, 1, 1],
    output_padding: [1, 1],
  }),
  back('padded unevenly', small, [3, 2, 3, 4], { strides: [2, 3], pads: [0, 1, 1, 2] }),
  back('dilated', small, [3, 2, 3, 3], { dilations: [2, 2], pads: [1, 1, 2, 1] }),
  back('dilated with strides', small, [3, 2, 3, 2], {
    dilations: [2, 2],
    strides: [2, 2],
    output_padding: [1, 0],
  }),
  back('of a stated shape', small, [3, 2, 3, 3], { strides: [2, 2], output_shape: [8, 10] }),
  back('SAME_UPPER', small, [3, 2, 3, 3], { strides: [2, 2], auto_pad: 'SAME_UPPER' }),
  back('SAME_LOWER', small, [3, 2, 3, 3], { strides: [2, 2], auto_pad: 'SAME_LOWER' }),
  back('with pads wider than the kernel reaches', small, [3, 2, 2, 2], {
    strides: [3, 3],
    pads: [2, 2, 2, 2],
  }),
  back('in groups', [1, 4, 4, 5], [4, 3, 3, 3], { group: 2, strides: [2, 2], pads: [1, 1, 1, 1] }, true),
  back('depthwise', small, [3, 1, 3, 3], { group: 3, strides: [2, 2], pads: [1, 1, 1, 1] }),
  back('in one dimension', [2, 3, 6], [3, 2, 4], { strides: [2], pads: [1, 1] }, true),
];

export const CONVOLUTIONS: readonly OperatorCase[] = [...FORWARDS, ...BACKWARDS];
