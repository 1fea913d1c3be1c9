import type { OperatorCase } from '../agreement.ts';
import { constant, single, x } from '../operands.ts';

const wide = x([2, 3, 4], 3, -4, 4);

const plain = (op: string, set = 17): OperatorCase => ({ name: 'alone', op, set, operands: [wide] });
const alpha = (value: number) => ({ alpha: { float: value } });

const SINGLE: readonly OperatorCase[] = [
  ...['Relu', 'Sigmoid', 'HardSwish', 'Softplus', 'Softsign', 'Tanh', 'Erf', 'LeakyRelu'].map((op) =>
    plain(op),
  ),
  ...['Elu', 'Selu', 'Celu', 'HardSigmoid', 'ThresholdedRelu', 'Shrink'].map((op) => plain(op)),
  plain('Mish', 18),
  plain('Gelu', 20),
  { ...plain('Gelu', 20), name: 'by tanh', attributes: { approximate: 'tanh' } },
  { ...plain('LeakyRelu'), name: 'with a slope', attributes: alpha(0.3) },
  { ...plain('Elu'), name: 'with alpha', attributes: alpha(0.4) },
  { ...plain('Celu'), name: 'with alpha', attributes: alpha(2) },
  { ...plain('Selu'), name: 'of other numbers', attributes: { ...alpha(1.2), gamma: { float: 1.1 } } },
  { ...plain('HardSigmoid'), name: 'steeper', attributes: { ...alpha(0.4), beta: { float: 0.4 } } },
  { ...plain('ThresholdedRelu'), name: 'lower', attributes: alpha(0.5) },
  { ...plain('Shrink'), name: 'with a bias', attributes: { lambd: { float: 1 }, bias: { float: 0.5 } } },
  { name: 'of one slope', op: 'PRelu', operands: [wide, x([1], 4, 0, 1)] },
  { name: 'of a slope for each channel', op: 'PRelu', operands: [x([2, 3, 4, 5], 3), x([3, 1, 1], 4, 0, 1)] },
  {
    name: 'by attributes',
    op: 'Clip',
    set: 6,
    operands: [wide],
    attributes: { min: { float: -1 }, max: { float: 2 } },
  },
  { name: 'below by an attribute', op: 'Clip', set: 6, operands: [wide], attributes: { min: { float: -1 } } },
  { name: 'as ReLU6', op: 'Clip', operands: [x([2, 3, 4], 3, -8, 8), single(0), single(6)] },
  { name: 'as ReLU', op: 'Clip', operands: [wide, single(0)] },
  { name: 'above', op: 'Clip', operands: [wide, null, single(1.5)] },
  { name: 'by both', op: 'Clip', operands: [wide, single(-1.5), single(1.5)] },
  { name: 'by nothing', op: 'Clip', operands: [wide] },
  { name: 'of constants', op: 'Clip', operands: [constant([3], [-2, 0, 2]), single(-1), single(1)] },
];

const SOFTMAXES: readonly OperatorCase[] = (['Softmax', 'LogSoftmax', 'Hardmax'] as const).flatMap(
  (op): OperatorCase[] => {
    const rest = op === 'Hardmax' ? { gradients: [] } : {};
    const of = (name: string, set: number, axis?: number): OperatorCase => ({
      ...{ name, op, set, operands: [wide], ...rest },
      attributes: axis === undefined ? {} : { axis },
    });
    return [
      of('over the rest, before set 13', 11),
      of('over the whole, before set 13', 11, 0),
      of('over the last axis, before set 13', 11, 2),
      of('along the last axis', 13),
      of('along an axis', 13, 1),
      of('along the first axis', 13, -3),
    ];
  },
);

export const ACTIVATIONS: readonly OperatorCase[] = [...SINGLE, ...SOFTMAXES];
