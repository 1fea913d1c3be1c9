import { type Graph, sameShape, type Value } from '../record/graph.ts';
import { OnnxBuilder } from './builder.ts';
import { fromBlocks, toBlocks } from './channel-blocks.ts';
import { inLayout, type Layout, TO_NCHW, TO_NHWC } from './layout.ts';
import type { Forms, Pending } from './pending.ts';
import { type Ref, RUN, type Stage, WEIGHT } from './tensor.ts';

interface Entry {
  /** Possibly with axes of length 1 where the value repeats; in blocks with all its elements. */
  readonly loose: Forms;
  /** Without such axes. */
  readonly full: Partial<Record<Layout, Ref>>;
  pending?: Pending;
}

export interface LoweringOptions {
  /** Channels in a block of ONNX Runtime's own convolutions; null, the default, for the operators of ONNX alone. */
  readonly block?: number | null;
  /** Whether weights stay where the prepare model leaves them; false by default. */
  readonly hold?: boolean;
}

/** Translates one graph: an ONNX builder that knows in which forms each recorded value exists. */
export class Lowering extends OnnxBuilder {
  readonly block: number | null;
  /** The kernel that is being translated. */
  kernel = '';
  private readonly entries = new Map<Value, Entry>();
  private readonly uses = new Map<Value, number>();

  constructor(graph: Graph, { block = null }: LoweringOptions = {}) {
    super();
    this.block = block;
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

  /** The forms of a value, of which there is at least one. */
  private written(v: Value): Forms {
    const { loose, pending } = this.entry(v);
    if (pending && !loose.nhwc && !loose.nchw && !loose.blocked) Object.assign(loose, pending.write());
    return loose;
  }

  /** The value in a layout, possibly with axes of length 1 where it repeats: enough for elementwise operators. */
  loose(v: Value, layout: Layout = 'nhwc'): Ref {
    const forms = this.written(v);
    const { nhwc, nchw, blocked } = forms;
    if (!forms[layout]) {
      if (layout === 'nchw' && nhwc) forms.nchw = this.transpose(nhwc, TO_NCHW);
      else if (layout === 'nhwc' && nchw) forms.nhwc = this.transpose(nchw, TO_NHWC);
      else forms[layout] = fromBlocks(this, blocked!, v.shape[3], layout);
    }
    return forms[layout]!;
  }

  /** The value in a layout, with all its elements. */
  full(v: Value, layout: Layout = 'nhwc'): Ref {
    const { full } = this.entry(v);
    full[layout] ??= this.expand(this.loose(v, layout), inLayout(v.shape, layout));
    return full[layout];
  }

  /** The image in blocks of channels, with all its elements. */
  blocks(v: Value): Ref {
    const forms = this.written(v);
    if (!forms.blocked) {
      const layout = forms.nchw ? 'nchw' : 'nhwc';
      forms.blocked = toBlocks(this, this.full(v, layout), layout, this.block!);
    }
    return forms.blocked;
  }

  /** Whether the value exists in blocks of channels, or will when it is written. */
  isBlocked(v: Value): boolean {
    const { loose, pending } = this.entry(v);
    return Boolean(loose.blocked || pending?.blocked);
  }

  /** The lengths of its axes in the order of tfjs, 1 where it is known to repeat. */
  looseDims(v: Value): readonly number[] {
    const { nhwc, nchw } = this.written(v);
    return nhwc?.dims ?? (nchw ? TO_NHWC.map((axis) => nchw.dims[axis]) : v.shape);
  }

  /** When the value can be computed. */
  stage(v: Value): Stage {
    const { loose, pending } = this.entry(v);
    return pending ? RUN : (loose.nhwc ?? loose.nchw ?? loose.blocked)!.stage;
  }

  isChannelsFirst(v: Value): boolean {
    if (v.shape.length !== 4) return false;
    const { loose, pending } = this.entry(v);
    return Boolean(loose.nchw || loose.blocked || pending);
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
    if (this.isBlocked(of) && sameShape(v.shape, of.shape)) {
      this.setForms(v, { blocked: this.blocks(of) });
      return;
    }
    const rank = v.shape.length;
    const layout = this.layoutFor([of], rank);
    const ref = this.aligned(of, layout);
    this.set(v, this.reshape(ref, [...Array<number>(rank - ref.dims.length).fill(1), ...ref.dims]), layout);
  }
}
