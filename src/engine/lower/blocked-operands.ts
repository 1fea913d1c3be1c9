import { sameShape, type Value } from '../record/graph.ts';
import { fillsBlocks, lanes, wholeBlocks } from './channel-blocks.ts';
import type { Lowering } from './lowering.ts';
import type { Ref } from './tensor.ts';

/**
 * Kernels whose result is finite where the operands are. The zeros that fill up the last block go through every kernel,
 * and a filter of zeros does not remove an infinity.
 */
const FINITE = new Set([
  ...['Add', 'AddN', 'Sub', 'Multiply', 'Maximum', 'Minimum', 'Abs', 'Neg'],
  ...['Relu', 'Relu6', 'ClipByValue', 'LeakyRelu', 'Step', 'SlopeMask', 'ClipMask', 'Indicator'],
  ...['Erf', 'Gelu', 'GeluGradient'],
]);

/**
 * The operands of an elementwise kernel in blocks of channels, or null where it has to work in another order: as images
 * [N, C, H, W] and scalars, or, if something is repeated over pixels or channels, all as [N, C / block, H, W, block].
 */
export function blockedOperands(ctx: Lowering, values: readonly Value[], out: Value): Ref[] | null {
  const { block } = ctx;
  if (!block || out.shape.length !== 4 || !values.some((v) => ctx.isBlocked(v))) return null;
  if ([out, ...values].some((v) => v.dtype !== 'float32')) return null;
  const channels = out.shape[3];
  if (channels % block !== 0 && !FINITE.has(ctx.kernel)) return null;
  const operands = values.map((v) => operand(ctx, v, out, block));
  if (!operands.every((o) => o !== null)) return null;
  if (operands.every(({ kind }) => kind !== 'lanes')) return operands.map((o) => o.make());
  return operands.map((o) => (o.kind === 'image' ? lanes(ctx, o.make(), block) : o.make()));
}

interface Operand {
  readonly kind: 'image' | 'lanes' | 'single';
  readonly make: () => Ref;
}

function operand(ctx: Lowering, v: Value, out: Value, block: number): Operand | null {
  const [n, h, w, channels] = out.shape;
  const image = (): Operand => ({ kind: sameShape(v.shape, out.shape) ? 'image' : 'lanes', make: whole });
  const whole = () => {
    const ref = ctx.blocks(v);
    return sameShape(v.shape, out.shape) ? ref : lanes(ctx, ref, block);
  };
  if (ctx.isBlocked(v)) return v.shape[3] === channels ? image() : null;

  const dims = ctx.looseDims(v);
  if (dims.every((d) => d === 1)) {
    return {
      kind: 'single',
      make: () => ctx.reshape(ctx.loose(v, v.shape.length === 4 ? ctx.layoutFor([v]) : 'nhwc'), []),
    };
  }
  const [images, rows, cols, last] = [...Array<number>(4 - dims.length).fill(1), ...dims];
  const perChannel = rows === 1 && cols === 1 && last === channels && channels % block === 0;
  // Neither changes the order of the memory.
  if (perChannel || last === 1) {
    const view = [images, Math.ceil(last / block), rows, cols, perChannel ? block : 1];
    const layout = v.shape.length === 4 ? ctx.layoutFor([v]) : 'nhwc';
    return { kind: 'lanes', make: () => ctx.reshape(ctx.loose(v, layout), view) };
  }
  const converted = sameShape([images, rows, cols, last], [n, h, w, channels]);
  return converted && v.shape.length === 4 && fillsBlocks(channels, block) ? image() : null;
}

/** The result of such a kernel as an image in blocks. */
export function blockedResult(ctx: Lowering, made: Ref, out: Value): Ref {
  const block = ctx.block!;
  const [n, h, w, channels] = out.shape;
  const whole = wholeBlocks(channels, block);
  if (made.dims.length !== 5) return made;
  const view = ctx.expand(made, [n, whole / block, h, w, block]);
  return ctx.reshape(view, [n, whole, h, w]);
}
