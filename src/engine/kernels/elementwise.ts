import type { DType } from '../engine.ts';
import { blockedOperands, blockedResult } from '../lower/blocked-operands.ts';
import { broadcast } from '../lower/broadcast.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Ref } from '../lower/tensor.ts';
import type { Value } from '../record/graph.ts';
import { elementwise, type KernelRule, type Listed } from './kernel.ts';

/**
 * Sets `out` to an elementwise function of the operands, in the layout that they have, without repeating what is
 * broadcast.
 */
export function setElementwise(
  ctx: Lowering,
  operands: readonly Value[],
  out: Value,
  make: (refs: Ref[]) => Ref,
): void {
  const blocked = blockedOperands(ctx, operands, out);
  if (blocked) {
    ctx.setForms(out, { blocked: blockedResult(ctx, make(blocked), out) });
    return;
  }
  const layout = ctx.layoutFor(operands, out.shape.length);
  ctx.set(out, make(operands.map((v) => ctx.aligned(v, layout))), layout);
}

/** The only input, whatever tfjs calls it: `x`, `input`, `logits` ... */
export function onlyInput(inputs: Listed): Value {
  return Object.values(inputs)[0];
}

/** A kernel of one operand. `take` may return true to say that it has set the output in another way. */
export function unary<Attrs extends object>(
  make: (ctx: Lowering, x: Ref, attrs: Attrs) => Ref,
  {
    dtype,
    take,
  }: { dtype?: DType; take?: (ctx: Lowering, x: Value, attrs: Attrs, out: Value) => boolean } = {},
): KernelRule<Listed, Attrs> {
  return {
    shape: (inputs) => ({ shape: onlyInput(inputs).shape, dtype: dtype ?? onlyInput(inputs).dtype }),
    reordered: elementwise,
    lower: (ctx, { inputs, attrs, outputs: [out] }) => {
      const x = onlyInput(inputs);
      if (!take?.(ctx, x, attrs, out)) setElementwise(ctx, [x], out, ([ref]) => make(ctx, ref, attrs));
    },
  };
}

/** A kernel that combines all its inputs elementwise. */
export function combination(
  make: (ctx: Lowering, refs: Record<string, Ref>) => Ref,
  dtype?: DType,
): KernelRule<Listed> {
  return {
    shape: (inputs) => {
      const values = Object.values(inputs);
      return { shape: broadcast(...values.map((v) => v.shape)), dtype: dtype ?? values[0].dtype };
    },
    reordered: elementwise,
    lower: (ctx, { inputs, outputs: [out] }) => {
      const names = Object.keys(inputs);
      setElementwise(ctx, Object.values(inputs), out, (refs) =>
        make(ctx, Object.fromEntries(names.map((name, i) => [name, refs[i]]))),
      );
    },
  };
}
