import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { cellwise } from './folding.ts';
import { define, type OnnxOperator } from './operator.ts';

const OTHER = operator('other');
/** Steps: no gradient passes. */
const STEPS = operator('opaque');

/** To the nearest whole number, of two the even one. */
function even(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

type Row = readonly [name: string, f: (x: Tensor) => Tensor, number: (x: number) => number];

const SMOOTH: readonly Row[] = [
  ['Neg', tf.neg, (x) => -x],
  ['Abs', tf.abs, Math.abs],
  ['Reciprocal', tf.reciprocal, (x) => 1 / x],
  ['Sqrt', tf.sqrt, Math.sqrt],
  ['Exp', tf.exp, Math.exp],
  ['Log', tf.log, Math.log],
  ['Sin', tf.sin, Math.sin],
  ['Cos', tf.cos, Math.cos],
  ['Tan', tf.tan, Math.tan],
  ['Asin', tf.asin, Math.asin],
  ['Acos', tf.acos, Math.acos],
  ['Atan', tf.atan, Math.atan],
  ['Sinh', tf.sinh, Math.sinh],
  ['Cosh', tf.cosh, Math.cosh],
  ['Asinh', tf.asinh, Math.asinh],
  ['Acosh', tf.acosh, Math.acosh],
  ['Atanh', tf.atanh, Math.atanh],
];

const STEPPED: readonly Row[] = [
  ['Floor', tf.floor, Math.floor],
  ['Ceil', tf.ceil, Math.ceil],
  ['Round', tf.round, even],
  ['Sign', tf.sign, Math.sign],
];

/** Functions of one operand, cell by cell. */
export const functions: readonly OnnxOperator[] = [
  ...SMOOTH.map(([name, f, number]) =>
    define(name, OTHER, ([x]) => f(x!), { fold: cellwise(([x]) => number(x)) }),
  ),
  ...STEPPED.map(([name, f, number]) =>
    define(name, STEPS, ([x]) => f(x!), { fold: cellwise(([x]) => number(x)) }),
  ),
];
