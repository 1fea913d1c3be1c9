import type { DType } from '../engine.ts';
import { broadcast } from '../lower/broadcast.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Ref } from '../lower/tensor.ts';
import { uniformValue, type Value } from '../record/graph.ts';
import { addSparseGradients } from './convolution-gradient.ts';
import {
  addToConvolution,
  affineConvolution,
  imageAndVector,
  openConvolution,
  setConvolution,
  setScaled,
} from './convolution-pending.ts';
import { combination, setElementwise, unary } from './elementwise.ts';
import { elementwise, type KernelRule, type KernelTable, type Named, upcast } from './kernel.ts';

type Operands = Named<'a' | 'b'>;
type Take = (ctx: Lowering, a: Value, b: Value, out: Value) => boolean;

/** A kernel of two operands; `result` is its dtype where it is not that of the operands. */
function binary(
  op: string,
  { operands, result, take }: { operands?: DType; result?: DType; take?: Take } = {},
): KernelRule<Operands> {
  return {
    shape: ({ a, b }) => ({ shape: broadcast(a.shape, b.shape), dtype: result ?? upcast(a.dtype, b.dtype) }),
    reordered: elementwise,
    lower: (ctx, { inputs: { a, b }, outputs: [out] }) => {
      if (take?.(ctx, a, b, out)) return;
      const dtype = operands ?? upcast(a.dtype, b.dtype);
      setElementwise(ctx, [a, b], out, ([x, y]) =>
        ctx.binary(op, ctx.cast(x, dtype), ctx.cast(y, dtype), result ?? dtype),
      );
    },
  };
}

// The gradient of a mean multiplies by ones: that changes the shape at most.
function neutral(ctx: Lowering, a: Value, b: Value, out: Value, element: number): boolean {
  for (const [x, other] of [
    [a, b],
    [b, a],
  ]) {
    if (uniformValue(other) !== element || x.dtype !== out.dtype) continue;
    ctx.setRepeated(out, x);
    return true;
  }
  return false;
}

const add: Take = (ctx, a, b, out) => {
  if (neutral(ctx, a, b, out, 0)) return true;
  const found = imageAndVector(ctx, a, b, out);
  const convolution = found && openConvolution(ctx, found.image);
  if (convolution) setConvolution(ctx, out, affineConvolution(ctx, convolution, null, found.vector));
  return convolution !== null || addSparseGradients(ctx, a, b, out) || addToConvolution(ctx, a, b, out);
};

const multiply: Take = (ctx, a, b, out) => {
  if (neutral(ctx, a, b, out, 1)) return true;
  const found = imageAndVector(ctx, a, b, out);
  if (!found) return false;
  const convolution = openConvolution(ctx, found.image);
  if (convolution) setConvolution(ctx, out, affineConvolution(ctx, convolution, found.vector, null));
  else setScaled(ctx, out, found.image, found.vector);
  return true;
};

function division(make: (ctx: Lowering, a: Ref, b: Ref) => Ref, result?: DType): KernelRule<Operands> {
  return {
    shape: ({ a, b }) => ({ shape: broadcast(a.shape, b.shape), dtype: result ?? upcast(a.dtype, b.dtype) }),
    reordered: elementwise,
    lower: (ctx, { inputs: { a, b }, outputs: [out] }) => {
      const dtype = upcast(a.dtype, b.dtype);
      setElementwise(ctx, [a, b], out, ([x, y]) =>
        ctx.cast(make(ctx, ctx.cast(x, dtype), ctx.cast(y, dtype)), out.dtype),
      );
    },
  };
}

// In float32 also for whole numbers: ONNX rounds their quotient towards zero.
function floorOfRatio(ctx: Lowering, a: Ref, b: Ref): Ref {
  return ctx.unary('Floor', ctx.binary('Div', ctx.cast(a, 'float32'), ctx.cast(b, 'float32')));
}

const SAME_NAME = [
  ...['Abs', 'Exp', 'Log', 'Neg', 'Sqrt', 'Reciprocal', 'Erf', 'Sign', 'Floor', 'Ceil', 'Round'],
  ...['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Acosh', 'Atanh'],
];

export const arithmeticKernels: KernelTable = {
  ...Object.fromEntries(SAME_NAME.map((op) => [op, unary((ctx, x) => ctx.unary(op, x))])),
  Square: unary((ctx, x) => ctx.mul(x, x)),
  Rsqrt: unary((ctx, x) => ctx.unary('Reciprocal', ctx.unary('Sqrt', x))),
  Expm1: unary((ctx, x) => ctx.sub(ctx.unary('Exp', x), ctx.scalar(1))),
  Log1p: unary((ctx, x) => ctx.unary('Log', ctx.add(x, ctx.scalar(1)))),

  Add: binary('Add', { take: add }),
  Multiply: binary('Mul', { take: multiply }),
  Sub: binary('Sub'),
  RealDiv: binary('Div', { operands: 'float32', result: 'float32' }),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Pow: binary('Pow'),
  AddN: combination((ctx, refs) => Object.values(refs).reduce((sum, ref) => ctx.add(sum, ref))),
  SquaredDifference: combination((ctx, { a, b }) => {
    const difference = ctx.sub(a, b);
    return ctx.mul(difference, difference);
  }),

  FloorDiv: division((ctx, a, b) => floorOfRatio(ctx, a, b), 'int32'),
  Mod: division((ctx, a, b) =>
    a.dtype === 'int32' ? ctx.binary('Mod', a, b) : ctx.sub(a, ctx.mul(b, floorOfRatio(ctx, a, b))),
  ),
  IsNan: unary((ctx, x) => ctx.emit('IsNaN', [x], x.dims, {}, 'bool'), { dtype: 'bool' }),

  Greater: binary('Greater', { result: 'bool' }),
  GreaterEqual: binary('GreaterOrEqual', { result: 'bool' }),
  Less: binary('Less', { result: 'bool' }),
  LessEqual: binary('LessOrEqual', { result: 'bool' }),
  Equal: binary('Equal', { result: 'bool' }),
  NotEqual: combination((ctx, { a, b }) => ctx.unary('Not', ctx.binary('Equal', a, b, 'bool')), 'bool'),
  LogicalAnd: binary('And', { operands: 'bool', result: 'bool' }),
  LogicalOr: binary('Or', { operands: 'bool', result: 'bool' }),
  LogicalNot: unary((ctx, x) => ctx.unary('Not', x)),
};
