import type { Graph, Value } from '../record/graph.ts';
import { OnnxBuilder } from './builder.ts';
import { inLayout, type Layout, TO_NCHW, TO_NHWC } from './layout.ts';
import type { Forms, Pending } from './pending.ts';
import { type Ref, RUN, type Stage, WEIGHT } from './tensor.ts';

interface Entry {
  /** Possibly with axes of length 1 where the value repeats. */
  readonly loose: Forms;
  /** Without such axes. */
  readonly full: Forms;
  pending?: Pending;
}

/** Translates one graph: an ONNX builder that knows in which forms each recorded value exists. */
export class Lowering extends OnnxBuilder {
  private readonly entries = new Map<Value, Entry>();
  private readonly uses = new Map<Value, number>();

  constructor(graph: Graph) {
    super();
    for (const node of graph.nodes) for (const v of Object.values(node.inputs)) this.count(v);
    for (const v of graph.outputs.values()) this.count(v);
  }

  private count(v: Value): void {
    this.uses.set(v, (this.uses.get(v) ?? 0) + 1);
  }

  /** Whether the value has one reader, who then may change it before it is written. */
  usedOnce(v: Value): boolean {
    return this.uses.get(v) === 1;
  }

  /** Says what a value is; axes along which it repeats may have length 1. */
  set(v: Value, ref: Ref, layout: Layout = 'nhwc'): void {
    const dims = inLayout(v.shape, layout);
    if (ref.dims.length !== dims.length || !ref.dims.every((d, i) => d === 1 || d === dims[i])) {
      throw new Error(`made [${ref.dims}] where [${dims}] is due`);
    }
    this.entries.set(v, { loose: { [layout]: ref }, full: {} });
  }

  setForms(v: Value, forms: Forms): void {
    this.entries.set(v, { loose: { ...forms }, full: {} });
  }

  setPending(v: Value, pending: Pending): void {
    this.entries.set(v, { loose: {}, full: {}, pending });
  }

  /** The value's pending form of that kind, also after it was written. */
  pending<K extends Pending['kind']>(v: Value, kind: K): Extract<Pending, { kind: K }> | null {
    const { pending } = this.entry(v);
    return pending?.kind === kind ? (pending as Extract<Pending, { kind: K }>) : null;
  }

  private entry(v: Value): Entry {
    const known = this.entries.get(v);
    if (known) return known;
    const made: Entry = { loose: { nhwc: this.source(v) }, full: {} };
    this.entries.set(v, made);
    return made;
  }

  private source({ shape, dtype, source }: Value): Ref {
    if (source.kind === 'kernel') throw new Error(`the result of ${source.name} is used before it is made`);
    if (source.kind === 'constant') {
      return this.literal(source.data, source.data.length === 1 ? shape.map(() => 1) : shape, dtype);
    }
    const { kind, name } = source;
    return this.ref(shape, dtype, kind === 'input' ? RUN : WEIGHT, { feed: { kind, name } });
  }

  /** The value in a layout, possibly with axes of length 1 where it repeats: enough for elementwise operators. */
  loose(v: Value, layout: Layout = 'nhwc'): Ref {
    const { loose, pending } = this.entry(v);
    if (pending && !loose.nhwc && !loose.nchw) Object.assign(loose, pending.write());
    loose[layout] ??=
      layout === 'nchw' ? this.transpose(loose.nhwc!, TO_NCHW) : this.transpose(loose.nchw!, TO_NHWC);
    return loose[layout];
  }

  /** The value in a layout, with all its elements. */
  full(v: Value, layout: Layout = 'nhwc'): Ref {
    const { full } = this.entry(v);
    full[layout] ??= this.expand(this.loose(v, layout), inLayout(v.shape, layout));
    return full[layout];
  }

  /** When the value can be computed. */
  stage(v: Value): Stage {
    const { loose, pending } = this.entry(v);
    return pending ? RUN : (loose.nhwc ?? loose.nchw)!.stage;
  }

  isChannelsFirst(v: Value): boolean {
    if (v.shape.length !== 4) return false;
    const { loose, pending } = this.entry(v);
    return Boolean(loose.nchw || pending);
  }

  /** The layout for a kernel that works in either: channels first if any image it reads is. */
  layoutFor(values: readonly Value[], rank = 4): Layout {
    return rank === 4 && values.some((v) => this.isChannelsFirst(v)) ? 'nchw' : 'nhwc';
  }

  /** An operand of an elementwise operator whose result has the layout: lower ranks are aligned at the last axis. */
  aligned(v: Value, layout: Layout): Ref {
    if (layout === 'nhwc' || v.shape.length === 4) return this.loose(v, layout);
    const ref = this.loose(v);
    if (ref.dims.every((d) => d === 1)) return this.reshape(ref, []);
    const missing = Array<number>(4 - ref.dims.length).fill(1);
    return this.transpose(this.reshape(ref, [...missing, ...ref.dims]), TO_NCHW);
  }

  /** The value as a vector [channels] if it depends on weights alone and varies along its last axis only, else null. */
  channelVector(v: Value, channels: number): Ref | null {
    if (this.stage(v) > WEIGHT || v.dtype !== 'float32') return null;
    const ref = this.loose(v);
    const last = ref.dims.at(-1) ?? 1;
    if (ref.dims.slice(0, -1).some((d) => d !== 1) || (last !== 1 && last !== channels)) return null;
    return last === channels
      ? this.reshape(ref, [channels])
      : this.expand(this.reshape(ref, [1]), [channels]);
  }

  /** Makes a value an alias of another one's memory, now logically of its own, larger shape. */
  setRepeated(v: Value, of: Value): void {
    const rank = v.shape.length;
    const layout = this.layoutFor([of], rank);
    const ref = this.aligned(of, layout);
    this.set(v, this.reshape(ref, [...Array<number>(rank - ref.dims.length).fill(1), ...ref.dims]), layout);
  }
}
