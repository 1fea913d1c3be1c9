import type { OperatorCase } from '../agreement.ts';
import { constant, given, single, x } from '../operands.ts';

const a = x([2, 3, 4], 1, -3, 3);

const quantised = (name: string, operands: OperatorCase['operands'], attributes = {}): OperatorCase => ({
  // The gradient is not the derivative, which is zero.
  ...{ name, op: 'QuantizeLinear', operands, attributes, gradients: [] },
});

export const QUANTISATIONS: readonly OperatorCase[] = [
  quantised('to uint8', [a, single(0.03), single(100, 'uint8')]),
  quantised('to int8', [a, single(0.03), single(-3, 'int8')]),
  quantised('without a zero point', [a, single(0.02)]),
  quantised('of halves', [given([4], [0.5, 1.5, 2.5, -0.5]), single(1), single(1, 'int8')]),
  quantised('for each channel', [a, constant([3], [0.03, 0.1, 0.02]), constant([3], [0, 1, 2], 'int8')]),
  quantised(
    'along the last axis',
    [a, constant([4], [0.03, 0.1, 0.02, 1]), constant([4], [0, 1, 2, 3], 'uint8')],
    {
      axis: -1,
    },
  ),
  {
    name: 'of uint8',
    op: 'DequantizeLinear',
    operands: [given([3], [0, 7, 255], 'uint8'), single(0.5), single(7, 'uint8')],
  },
  {
    name: 'for each channel',
    op: 'DequantizeLinear',
    operands: [
      given([1, 2, 2], [0, 7, -128, 127], 'int8'),
      constant([2], [0.5, 2]),
      constant([2], [1, -1], 'int8'),
    ],
    attributes: { axis: 1 },
  },
];
