import * as tf from '@tensorflow/tfjs-core';
import { fromLanes, lanes } from '../lower/channel-blocks.ts';
import { axisIn, inLayout } from '../lower/layout.ts';
import type { Lowering } from '../lower/lowering.ts';
import { concat, pad, padImage, slice, split } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';
import type { Value } from '../record/graph.ts';
import { axisAmong, type KernelRule, type KernelTable, type Listed, type Named } from './kernel.ts';

function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

const padding: KernelRule<Named<'x'>, { paddings: [number, number][]; constantValue?: number }> = {
  shape: ({ x }, { paddings }) => ({
    shape: x.shape.map((d, i) => d + paddings[i][0] + paddings[i][1]),
    dtype: x.dtype,
  }),
  reordered: ({ paddings, ...attrs }, order) => ({
    ...attrs,
    paddings: order.map((axis) => paddings[axis]),
  }),
  lower: (ctx, { inputs: { x }, attrs: { paddings, constantValue = 0 }, outputs: [out] }) => {
    const spatial = x.shape.length === 4 && [paddings[0], paddings[3]].flat().every((p) => p === 0);
    if (spatial && constantValue === 0 && x.dtype === 'float32') {
      const [, [top, bottom], [left, right]] = paddings;
      const pads = [top, left, bottom, right] as const;
      const blocked = ctx.isBlocked(x);
      const write = () =>
        blocked
          ? { blocked: fromLanes(ctx, padImage(ctx, lanes(ctx, ctx.blocks(x), ctx.block!), pads)) }
          : { nchw: padImage(ctx, ctx.full(x, 'nchw'), pads) };
      return ctx.setPending(out, { kind: 'pad', base: x, pads, blocked, write });
    }
    const layout = ctx.layoutFor([x], x.shape.length);
    const [before, after] = [0, 1].map((end) =>
      inLayout(
        paddings.map((p) => p[end]),
        layout,
      ),
    );
    ctx.set(out, pad(ctx, ctx.full(x, layout), before, after, constantValue), layout);
  },
};

const cut: KernelRule<Named<'x'>, { begin: number | number[]; size: number | number[] }> = {
  shape: ({ x }, attrs) => ({ shape: sliceParts(x, attrs).size, dtype: x.dtype }),
  reordered: ({ begin, size }, order) =>
    Array.isArray(begin) &&
    Array.isArray(size) &&
    begin.length === order.length &&
    size.length === order.length
      ? { begin: order.map((axis) => begin[axis]), size: order.map((axis) => size[axis]) }
      : null,
  lower: (ctx, { inputs: { x }, attrs, outputs: [out] }) => {
    const { begin } = sliceParts(x, attrs);
    const gradient = ctx.usedOnce(x) ? ctx.pending(x, 'gradient') : null;
    if (gradient && x.shape[0] === out.shape[0] && x.shape[3] === out.shape[3]) {
      return ctx.setForms(out, gradient.part([begin[1], begin[2]], [out.shape[1], out.shape[2]]));
    }
    setPart(ctx, x, begin, out);
  },
};

function sliceParts(x: Value, { begin, size }: { begin: number | number[]; size: number | number[] }) {
  const dummy = { shape: x.shape, rank: x.shape.length } as unknown as tf.Tensor;
  const [from, extent] = tf.slice_util.parseSliceParams(dummy, begin, size);
  return { begin: from, size: extent };
}

function setPart(ctx: Lowering, x: Value, begin: readonly number[], out: Value): void {
  const blocked = ctx.isBlocked(x) ? blockedPart(ctx, x, begin, out) : null;
  if (blocked) {
    ctx.setForms(out, { blocked });
    return;
  }
  const layout = ctx.layoutFor([x], x.shape.length);
  ctx.set(out, slice(ctx, ctx.full(x, layout), inLayout(begin, layout), inLayout(out.shape, layout)), layout);
}

/** A part of an image in blocks, null where its channels are not whole blocks. */
function blockedPart(ctx: Lowering, x: Value, begin: readonly number[], out: Value): Ref | null {
  const block = ctx.block!;
  const [n, h, w, channels] = out.shape;
  const all = channels === x.shape[3];
  if (!all && (begin[3] % block !== 0 || channels % block !== 0)) return null;
  const image = ctx.blocks(x);
  const count = all ? image.dims[1] : channels;
  if (h === x.shape[1] && w === x.shape[2])
    return slice(ctx, image, [begin[0], begin[3], 0, 0], [n, count, h, w]);
  const from = [begin[0], begin[3] / block, begin[1], begin[2], 0];
  return fromLanes(ctx, slice(ctx, lanes(ctx, image, block), from, [n, count / block, h, w, block]));
}

const stridedCut: KernelRule<Named<'x'>, tf.StridedSliceAttrs> = {
  shape: ({ x }, attrs) => ({ shape: stridedParts(x, attrs).finalShape, dtype: x.dtype }),
  lower: (ctx, { inputs: { x }, attrs, outputs: [out] }) => {
    const { begin, end, strides } = stridedParts(x, attrs);
    // tfjs ends a walk backwards at -1, which ONNX counts from the end.
    const ends = end.map((to, axis) => (strides[axis] < 0 && to < 0 ? -(2 ** 31) : to));
    const lists = [begin, ends, [...begin.keys()], strides].map((list) => ctx.ints(list));
    const dims = tf.slice_util.computeOutShape(begin, end, strides);
    ctx.set(out, ctx.reshape(ctx.emit('Slice', [ctx.full(x), ...lists], dims, {}, x.dtype), out.shape));
  },
};

function stridedParts(x: Value, attrs: tf.StridedSliceAttrs) {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs;
  const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as const;
  return tf.slice_util.sliceInfo([...x.shape], begin, end, strides, ...masks);
}

const concatenation: KernelRule<Listed, { axis: number }> = {
  shape: (inputs, { axis }) => {
    const [first, ...rest] = Object.values(inputs);
    const at = positive(axis, first.shape.length);
    const length = rest.reduce((sum, v) => sum + v.shape[at], first.shape[at]);
    return { shape: first.shape.with(at, length), dtype: first.dtype };
  },
  reordered: ({ axis }, order) => ({ axis: axisAmong(axis, order) }),
  lower: (ctx, { inputs, attrs: { axis }, outputs: [out] }) => {
    const values = Object.values(inputs);
    const at = positive(axis, out.shape.length);
    const whole = values.every((v) => v.shape[3] % ctx.block! === 0);
    if (values.every((v) => ctx.isBlocked(v)) && (at === 0 || (at === 3 && whole))) {
      const images = values.map((v) => ctx.blocks(v));
      return ctx.setForms(out, { blocked: concat(ctx, images, at === 0 ? 0 : 1) });
    }
    const layout = ctx.layoutFor(values, out.shape.length);
    const parts = values.map((v) => ctx.full(v, layout));
    ctx.set(out, concat(ctx, parts, axisIn(at, layout, out.shape.length)), layout);
  },
};

const division: KernelRule<Named<'x'>, { numOrSizeSplits: number | number[]; axis: number }> = {
  shape: ({ x }, { numOrSizeSplits, axis }) => {
    const at = positive(axis, x.shape.length);
    const sizes = tf.backend_util.prepareSplitSize(
      { shape: x.shape } as unknown as tf.Tensor,
      numOrSizeSplits,
      at,
    );
    return sizes.map((size) => ({ shape: x.shape.with(at, size), dtype: x.dtype }));
  },
  reordered: ({ axis, ...attrs }, order) => ({ ...attrs, axis: axisAmong(axis, order) }),
  lower: (ctx, { inputs: { x }, attrs: { axis }, outputs }) => {
    const at = positive(axis, x.shape.length);
    let from = 0;
    for (const out of outputs) {
      setPart(ctx, x, Array<number>(x.shape.length).fill(0).with(at, from), out);
      from += out.shape[at];
    }
  },
};

const pack: KernelRule<Listed, { axis: number }> = {
  shape: (inputs, { axis }) => {
    const values = Object.values(inputs);
    const { shape, dtype } = values[0];
    return { shape: shape.toSpliced(positive(axis, shape.length + 1), 0, values.length), dtype };
  },
  lower: (ctx, { inputs, attrs: { axis }, outputs: [out] }) => {
    const at = positive(axis, out.shape.length);
    const own = out.shape.with(at, 1);
    ctx.set(
      out,
      concat(
        ctx,
        Object.values(inputs).map((v) => ctx.reshape(ctx.full(v), own)),
        at,
      ),
    );
  },
};

const unpack: KernelRule<Named<'value'>, { axis: number }> = {
  shape: ({ value }, { axis }) => {
    const at = positive(axis, value.shape.length);
    return Array.from({ length: value.shape[at] }, () => ({
      shape: value.shape.toSpliced(at, 1),
      dtype: value.dtype,
    }));
  },
  lower: (ctx, { inputs: { value }, attrs: { axis }, outputs }) => {
    const parts = split(ctx, ctx.full(value), positive(axis, value.shape.length));
    for (const [i, out] of outputs.entries()) ctx.set(out, ctx.reshape(parts[i], out.shape));
  },
};

/** Kernels that cut, join and frame. */
export const partKernels: KernelTable = {
  PadV2: padding,
  Slice: cut,
  StridedSlice: stridedCut,
  Concat: concatenation,
  SplitV: division,
  Pack: pack,
  Unpack: unpack,
};
