import * as tf from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from '../engine.ts';
import { axisIn, inLayout } from '../lower/layout.ts';
import type { Lowering } from '../lower/lowering.ts';
import { concat, pad, padImage, slice, split } from '../lower/regions.ts';
import type { Value } from '../record/graph.ts';
import type { KernelRule, KernelTable, Listed, Named } from './kernel.ts';

function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

const padding: KernelRule<Named<'x'>, { paddings: [number, number][]; constantValue?: number }> = {
  shape: ({ x }, { paddings }) => ({
    shape: x.shape.map((d, i) => d + paddings[i][0] + paddings[i][1]),
    dtype: x.dtype,
  }),
  lower: (ctx, { inputs: { x }, attrs: { paddings, constantValue = 0 }, outputs: [out] }) => {
    const spatial = x.shape.length === 4 && [paddings[0], paddings[3]].flat().every((p) => p === 0);
    if (spatial && constantValue === 0 && x.dtype === 'float32') {
      const [, [top, bottom], [left, right]] = paddings;
      const pads = [top, left, bottom, right] as const;
      const write = () => ({ nchw: padImage(ctx, ctx.full(x, 'nchw'), pads) });
      return ctx.setPending(out, { kind: 'pad', base: x, pads, write });
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
  const layout = ctx.layoutFor([x], x.shape.length);
  ctx.set(out, slice(ctx, ctx.full(x, layout), inLayout(begin, layout), inLayout(out.shape, layout)), layout);
}

const stridedCut: KernelRule<Named<'x'>, tf.StridedSliceAttrs> = {
  shape: ({ x }, attrs) => ({ shape: stridedParts(x, attrs).finalShape, dtype: x.dtype }),
  lower: (ctx, { inputs: { x }, attrs, outputs: [out] }) => {
    const { begin, end, strides } = stridedParts(x, attrs);
    if (strides.some((s) => s < 1)) throw new UnsupportedKernelError('StridedSlice', 'it walks backwards');
    const lists = [begin, end, [...begin.keys()], strides].map((list) => ctx.ints(list));
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
  lower: (ctx, { inputs, attrs: { axis }, outputs: [out] }) => {
    const values = Object.values(inputs);
    const layout = ctx.layoutFor(values, out.shape.length);
    const parts = values.map((v) => ctx.full(v, layout));
    ctx.set(out, concat(ctx, parts, axisIn(axis, layout, out.shape.length)), layout);
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
