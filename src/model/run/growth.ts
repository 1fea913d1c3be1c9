import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';

/** A kernel call before it is made. */
export interface Call {
  readonly inputs: NamedTensorMap;
  readonly attrs: Readonly<Record<string, unknown>>;
}

type Count = (call: Call) => number;

/** Empty axes count as one: shapes are found out on an empty batch. */
const product = (shape: readonly number[]): number =>
  shape.reduce((size, extent) => size * Math.max(1, Math.abs(extent)), 1);
const numbers = (value: unknown): number[] => [value].flat(3).map(Number);
const ofAttribute =
  (name: string): Count =>
  ({ attrs }) =>
    product(numbers(attrs[name]));
const padded =
  (name: string): Count =>
  ({ inputs: { x }, attrs }) => {
    const pairs = attrs[name] as readonly (readonly number[])[];
    return product(
      x.shape.map(
        (extent, axis) => extent + Math.abs(pairs[axis]?.[0] ?? 0) + Math.abs(pairs[axis]?.[1] ?? 0),
      ),
    );
  };
const resized: Count = ({ inputs, attrs }) => {
  const { shape } = inputs.images ?? inputs.image;
  return product([
    inputs.boxes?.shape[0] ?? shape[0],
    shape.at(-1)!,
    ...numbers(attrs.size ?? attrs.cropSize),
  ]);
};
/** The kernel's output at most, by the extents of the image with its padding. */
const convolved: Count = ({ inputs: { x, filter }, attrs }) => {
  const pads = typeof attrs.pad === 'string' ? [0] : numbers(attrs.pad);
  const border = 2 * Math.max(...pads.map(Math.abs));
  const image = x.shape.map((extent, axis) => (axis > 0 && axis < x.rank - 1 ? extent + border : extent));
  return product(image.slice(0, -1)) * product(filter.shape.slice(-2));
};
/** Numbers and multiplications of a product of matrices. */
const matrixProduct = ({ inputs: { a, b }, attrs }: Call) => {
  const [rows, inner] = attrs.transposeA ? [a.shape.at(-1)!, a.shape.at(-2)!] : a.shape.slice(-2);
  const columns = attrs.transposeB ? b.shape.at(-2)! : b.shape.at(-1)!;
  const size = product([...broadcast([a.shape.slice(0, -2), b.shape.slice(0, -2)]), rows, columns]);
  return { size, work: size * inner };
};
const joined: Count = ({ inputs }) =>
  Object.values(inputs).reduce((sum, { shape }) => sum + product(shape), 0);

/** The numbers that a kernel makes, at least, where they may be more than it is given. */
const GROWING: Readonly<Record<string, Count>> = {
  Fill: ofAttribute('shape'),
  BroadcastTo: ofAttribute('shape'),
  ScatterNd: ofAttribute('shape'),
  SparseToDense: ofAttribute('outputShape'),
  LinSpace: ofAttribute('num'),
  Range: ({ attrs: { start, stop, step } }) => Math.abs((Number(stop) - Number(start)) / Number(step)),
  Tile: ({ inputs: { x }, attrs }) => product(x.shape) * product(numbers(attrs.reps)),
  PadV2: padded('paddings'),
  MirrorPad: padded('paddings'),
  SpaceToBatchND: ({ inputs: { x }, attrs }) => {
    const pairs = attrs.paddings as readonly (readonly number[])[];
    return product(
      x.shape.map(
        (extent, axis) => extent + (pairs[axis - 1] ?? [0, 0]).reduce((a, b) => a + Math.abs(b), 0),
      ),
    );
  },
  OneHot: ({ inputs: { indices }, attrs }) => product(indices.shape) * Number(attrs.depth),
  UnsortedSegmentSum: ({ inputs: { x }, attrs }) => product(x.shape.slice(1)) * Number(attrs.numSegments),
  GatherV2: ({ inputs: { x, indices }, attrs }) =>
    (product(x.shape) * product(indices.shape)) / Math.max(1, x.shape.at(Number(attrs.axis)) ?? 1),
  ResizeBilinear: resized,
  ResizeNearestNeighbor: resized,
  CropAndResize: resized,
  Transform: ({ inputs: { image }, attrs }) =>
    product([...image.shape.slice(0, 1), image.shape.at(-1)!, ...numbers(attrs.outputShape)]),
  Conv2DBackpropInput: ofAttribute('inputShape'),
  Conv3DBackpropInputV2: ofAttribute('inputShape'),
  Concat: joined,
  Pack: joined,
  Einsum: ({ inputs, attrs }) => product(labelled(String(attrs.equation), Object.values(inputs))),
};

const dense: Count = (call) => convolved(call) * product(call.inputs.filter.shape.slice(0, -1));
const depthwise: Count = (call) => convolved(call) * product(call.inputs.filter.shape.slice(0, 2));

/** What a kernel computes with to make one of its numbers, for those that multiply and add. */
const WORK: Readonly<Record<string, Count>> = {
  BatchMatMul: (call) => matrixProduct(call).work,
  _FusedMatMul: (call) => matrixProduct(call).work,
  Conv2D: dense,
  FusedConv2D: dense,
  Conv3D: dense,
  DepthwiseConv2dNative: depthwise,
  FusedDepthwiseConv2D: depthwise,
};

/** How many numbers a kernel is about to make, at least; 0 where it makes no more than it is given. */
export function grownSize(kernel: string, call: Call): number {
  if (Object.hasOwn(GROWING, kernel)) return GROWING[kernel](call);
  if (/^(Fused)?(Conv2D|Depthwise|Conv3D)/.test(kernel) && call.inputs.filter && call.inputs.x)
    return convolved(call);
  if (kernel === 'BatchMatMul' || kernel === '_FusedMatMul') return matrixProduct(call).size;
  return product(
    broadcast(
      Object.values(call.inputs)
        .filter((one) => one)
        .map(({ shape }) => shape),
    ),
  );
}

/** Multiplications that a kernel is about to make; 0 for an empty batch and where there are few per number. */
export function workOf(kernel: string, call: Call): number {
  const empty = Object.values(call.inputs).some((one) => one?.size === 0);
  return empty || !Object.hasOwn(WORK, kernel) ? 0 : WORK[kernel](call);
}

function broadcast(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...shapes.map((shape) => shape[axis - rank + shape.length] ?? 1)),
  );
}

/** The extents of an equation's result. */
function labelled(equation: string, operands: readonly Tensor[]): number[] {
  const [left, right = ''] = equation.replaceAll(' ', '').split('->');
  const extents = new Map<string, number>();
  for (const [index, labels] of left.split(',').entries()) {
    [...labels].forEach((label, axis) => {
      extents.set(label, operands[index]?.shape[axis] ?? 1);
    });
  }
  return [...right].map((label) => extents.get(label) ?? 1);
}
