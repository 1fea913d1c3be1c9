import type { Graph, GraphNode, Value } from '../record/graph.ts';

export interface ClippedRelu {
  /** max(0, min(x, limit)). */
  readonly output: Value;
  readonly limit: number;
}

export interface LayerNorm {
  readonly centred: Value;
  readonly y: Value;
  /** 1 over the deviation that `centred` was to be divided by. */
  readonly inverse: Value;
}

/** What is known of the values that come before a node. */
export class Facts {
  private readonly makers = new Map<Value, GraphNode>();
  private readonly relus = new Map<Value, Value>();
  private readonly clipped = new Map<Value, ClippedRelu>();
  private readonly norms = new Map<Value, LayerNorm>();
  private readonly uses = new Map<Value, number>();

  constructor(graph: Graph) {
    const read = [...graph.nodes.flatMap((node) => Object.values(node.inputs)), ...graph.outputs.values()];
    for (const v of read) this.uses.set(v, (this.uses.get(v) ?? 0) + 1);
  }

  /** Whether one node, as recorded, or one output reads the value. */
  usedOnce(v: Value): boolean {
    return this.uses.get(v) === 1;
  }

  /** The node that makes the value; null for inputs, weights and constants. */
  maker(v: Value): GraphNode | null {
    return this.makers.get(v) ?? null;
  }

  /** The node of that kernel which makes the value, or null. */
  made(v: Value, kernel: string): GraphNode | null {
    const node = this.maker(v);
    return node?.kernel === kernel ? node : null;
  }

  /** The output of the ReLU of a pre-activation. */
  reluOf(x: Value): Value | undefined {
    return this.relus.get(x);
  }

  /** The clipped ReLU of a value: of its pre-activation, or of the ReLU that it was recorded with. */
  clippedReluOf(x: Value): ClippedRelu | undefined {
    return this.clipped.get(x);
  }

  /** The normalisation that divides by a deviation. */
  layerNormBy(deviation: Value): LayerNorm | undefined {
    return this.norms.get(deviation);
  }

  learn(original: GraphNode, node: GraphNode): void {
    const [output] = node.outputs;
    for (const v of node.outputs) this.makers.set(v, node);
    const { x } = node.inputs;
    if (node.kernel === 'Relu' && !this.relus.has(x)) this.relus.set(x, output);
    if (node.kernel === 'Relu6') this.clipped.set(x, { output, limit: 6 });
    if (node.kernel === 'LayerNorm') {
      const { a: centred, b: deviation } = original.inputs;
      this.norms.set(deviation, { centred, y: output, inverse: node.outputs[1] });
    }
    if (node.kernel === 'ClipByValue' && node !== original) {
      const { clipValueMax } = node.attrs as { clipValueMax: number };
      this.clipped.set(original.inputs.x, { output, limit: clipValueMax });
    }
  }
}
