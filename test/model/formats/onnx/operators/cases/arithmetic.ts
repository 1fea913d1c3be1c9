import type { OperatorCase } from '../agreement.ts';
import { constant, given, ints, single, x } from '../operands.ts';

const a = x([2, 3, 4], 1, -3, 3);
const positive = x([2, 3, 4], 1, 0.3, 3);
const b = x([3, 1], 2, 0.5, 2);

const pair = (op: string, ...operands: OperatorCase['operands']): OperatorCase => ({
  ...{ name: `of [${operands.map((operand) => operand?.shape).join('] and [')}]`, op, operands },
});

const list = (...values: number[]) => ints(...values);

const BINARY: readonly OperatorCase[] = [
  ...['Add', 'Sub', 'Mul', 'Div', 'Min', 'Max'].flatMap((op) => [
    pair(op, a, b),
    pair(op, x([4], 3, 1, 2), positive),
    { ...pair(op, list(7, -7, 5), list(2, 2, -3)), name: 'of constants' },
    { ...pair(op, constant([2], [1.5, -2]), constant([1], [0.7])), name: 'of constant numbers' },
  ]),
  {
    ...pair('Div', given([4], [7, -7, 9, -9], 'int32'), given([4], [2, 2, -4, 5], 'int32')),
    name: 'of whole numbers',
  },
  { ...pair('Max', a, b, x([1], 5)), name: 'of three' },
  { ...pair('Min', a), name: 'of one' },
  { ...pair('Sum', a, b, x([1], 5)), name: 'of three' },
  { ...pair('Mean', a, b, x([1], 5)), name: 'of three' },
  ...[2, 3, 0.5, -1, -0.5, 1, 1.7, 0].map((exponent) => ({
    ...pair('Pow', positive, single(exponent)),
    name: `by ${exponent}`,
  })),
  { ...pair('Pow', a, single(2)), name: 'by 2, of numbers below zero' },
  { ...pair('Pow', positive, b), name: 'by a tensor' },
  { ...pair('Pow', list(2, 3), list(3, 2)), name: 'of constants' },
  { ...pair('Mod', a, b), name: 'of fractions', attributes: { fmod: 1 }, gradients: [0] },
  { ...pair('Mod', list(7, -7), list(3, 3)), name: 'of constants' },
  {
    ...pair('Mod', list(7, -7), list(3, 3)),
    name: 'of constants, with the sign of the dividend',
    attributes: { fmod: 1 },
  },
];

const all = (op: string, low: number, high: number): OperatorCase[] => [
  { name: 'alone', op, operands: [x([2, 3, 4], 7, low, high)] },
  { name: 'of constants', op, operands: [constant([3], [low, (low + high) / 2, high])] },
];

const UNARY: readonly OperatorCase[] = [
  ...['Neg', 'Sin', 'Cos', 'Exp', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Abs'].flatMap((op) => all(op, -2, 2)),
  ...['Reciprocal', 'Sqrt', 'Log'].flatMap((op) => all(op, 0.4, 3)),
  ...['Asin', 'Acos', 'Atanh', 'Tan'].flatMap((op) => all(op, -0.8, 0.8)),
  ...all('Acosh', 1.2, 3),
  ...['Floor', 'Ceil', 'Round', 'Sign'].flatMap((op) => all(op, -2.5, 2.5)),
];

const truth = (...values: number[]) => given([values.length], values, 'bool');
const numbers = given([4], [1, 2, 3, 4]);
const others = given([4], [1, 3, 2, 4]);

const LOGIC: readonly OperatorCase[] = [
  ...['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'].flatMap((op): OperatorCase[] => [
    { name: 'of numbers', op, operands: [numbers, others], gradients: [] },
    { name: 'of constants', op, operands: [list(1, 2, 3), list(2, 2, 2)] },
  ]),
  ...['And', 'Or', 'Xor'].flatMap((op): OperatorCase[] => [
    { name: 'of truths', op, operands: [truth(0, 0, 1, 1), truth(0, 1, 0, 1)] },
    { name: 'of constants', op, operands: [constant([2], [0, 1], 'bool'), constant([2], [1, 1], 'bool')] },
  ]),
  { name: 'of truths', op: 'Not', operands: [truth(0, 1)] },
  { name: 'of numbers', op: 'IsNaN', operands: [given([3], [1, Number.NaN, 0])], gradients: [] },
  {
    name: 'of numbers',
    op: 'IsInf',
    operands: [given([3], [1, Number.POSITIVE_INFINITY, 0])],
    gradients: [],
  },
  { name: 'of a condition', op: 'Where', operands: [truth(0, 1, 1), x([2, 3], 1), x([2, 1], 2)] },
  {
    name: 'of the lowest number',
    op: 'Where',
    operands: [truth(0, 1, 1), x([2, 3], 1), single(-3.4028234663852886e38)],
    gradients: [],
  },
  { name: 'of constants', op: 'Where', operands: [constant([2], [0, 1], 'bool'), list(1, 2), list(3, 4)] },
];

export const ARITHMETIC: readonly OperatorCase[] = [...BINARY, ...UNARY, ...LOGIC];
