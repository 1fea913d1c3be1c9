import { type Attributes, ELEMENT_TYPE, type OnnxData, type OnnxDType } from '../onnx/model.ts';
import { sameShape } from '../record/graph.ts';
import { broadcast } from './broadcast.ts';
import { CONSTANT, type Operator, type Ref, type Stage, WEIGHT } from './tensor.ts';

const LITERAL = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

// Literals up to this many elements are shared between operators.
const SHARED_LITERAL = 16;

/** Collects ONNX operators. Each method adds at most one operator and returns its result. */
export class OnnxBuilder {
  readonly operators: Operator[] = [];
  private readonly literals = new Map<string, Ref>();
  private tensors = 0;

  ref(dims: readonly number[], dtype: OnnxDType, stage: Stage, more: Partial<Ref> = {}): Ref {
    return { name: `t${this.tensors++}`, dims, dtype, stage, level: Number.POSITIVE_INFINITY, ...more };
  }

  literal(data: OnnxData, dims: readonly number[], dtype: OnnxDType): Ref {
    const key = data.length <= SHARED_LITERAL ? `${dtype} [${dims}] ${data.join()}` : null;
    const known = key === null ? undefined : this.literals.get(key);
    if (known) return known;
    const made = this.ref(dims, dtype, CONSTANT, { data });
    if (key !== null) this.literals.set(key, made);
    return made;
  }

  /** A vector of int64: how ONNX takes shapes, axes and pads. */
  ints(list: readonly number[]): Ref {
    return this.literal(BigInt64Array.from(list, BigInt), [list.length], 'int64');
  }

  scalar(value: number, dtype: keyof typeof LITERAL = 'float32'): Ref {
    return this.uniform(value, [], dtype);
  }

  /** One number, standing for a tensor of that many axes. */
  uniform(value: number, dims: readonly number[], dtype: keyof typeof LITERAL): Ref {
    return this.literal(LITERAL[dtype].of(value), dims, dtype);
  }

  emit(
    op: string,
    inputs: readonly (Ref | null)[],
    dims: readonly number[],
    attrs: Attributes = {},
    dtype: OnnxDType = 'float32',
  ): Ref {
    return this.emitMany(op, inputs, [dims], attrs, dtype)[0];
  }

  /** An operator with several results, of one dtype or of one each. Work on constants goes with that on weights: it is done once. */
  emitMany(
    op: string,
    inputs: readonly (Ref | null)[],
    dims: readonly (readonly number[])[],
    attrs: Attributes,
    dtype: OnnxDType | readonly OnnxDType[],
    domain?: string,
  ): Ref[] {
    const stage = inputs.reduce<Stage>((latest, r) => (r && r.stage > latest ? r.stage : latest), WEIGHT);
    const level = inputs.reduce((least, r) => Math.min(least, r?.level ?? least), Number.POSITIVE_INFINITY);
    const outputs = dims.map((d, i) =>
      this.ref(d, typeof dtype === 'string' ? dtype : dtype[i], stage, { level }),
    );
    this.operators.push({ op, inputs, outputs, attrs, stage, domain });
    return outputs;
  }

  reshape(ref: Ref, dims: readonly number[]): Ref {
    const source = ref.viewOf ?? ref;
    if (sameShape(source.dims, dims)) return source;
    if (source.data) return this.literal(source.data, dims, source.dtype);
    const view = this.emit('Reshape', [source, this.ints(dims)], dims, {}, ref.dtype);
    return Object.assign(view, { viewOf: source });
  }

  transpose(ref: Ref, perm: readonly number[]): Ref {
    const dims = perm.map((axis) => ref.dims[axis]);
    const moved = perm.filter((axis) => ref.dims[axis] !== 1);
    // Where only axes of length 1 move, the memory stays as it is.
    if (moved.every((axis, i) => i === 0 || moved[i - 1] < axis)) return this.reshape(ref, dims);
    return this.emit('Transpose', [ref], dims, { perm }, ref.dtype);
  }

  cast(ref: Ref, dtype: OnnxDType): Ref {
    return ref.dtype === dtype ? ref : this.emit('Cast', [ref], ref.dims, { to: ELEMENT_TYPE[dtype] }, dtype);
  }

  /** Repeats the axes of length 1 up to `dims`. */
  expand(ref: Ref, dims: readonly number[]): Ref {
    return sameShape(ref.dims, dims) ? ref : this.emit('Expand', [ref, this.ints(dims)], dims, {}, ref.dtype);
  }

  unary(op: string, x: Ref, attrs: Attributes = {}): Ref {
    return this.emit(op, [x], x.dims, attrs, x.dtype);
  }

  binary(op: string, a: Ref, b: Ref, dtype: OnnxDType = a.dtype): Ref {
    return this.emit(op, [a, b], broadcast(a.dims, b.dims), {}, dtype);
  }

  add(a: Ref, b: Ref): Ref {
    return this.binary('Add', a, b);
  }

  sub(a: Ref, b: Ref): Ref {
    return this.binary('Sub', a, b);
  }

  mul(a: Ref, b: Ref): Ref {
    return this.binary('Mul', a, b);
  }

  clip(x: Ref, low: number, high: number): Ref {
    return this.emit('Clip', [x, this.scalar(low), this.scalar(high)], x.dims);
  }
}
