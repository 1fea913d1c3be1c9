import type { GraphNode, Value } from '../record/graph.ts';

export interface ClippedRelu {
  /** max(0, min(x, limit)). */
  readonly output: Value;
  readonly limit: number;
}

/** What is known of the values that come before a node. */
export class Facts {
  private readonly makers = new Map<Value, GraphNode>();
  private readonly relus = new Map<Value, Value>();
  private readonly clipped = new Map<Value, ClippedRelu>();

  /** The node of that kernel which makes the value, or null. */
  made(v: Value, kernel: string): GraphNode | null {
    const node = this.makers.get(v);
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

  learn(original: GraphNode, node: GraphNode): void {
    const [output] = node.outputs;
    for (const v of node.outputs) this.makers.set(v, node);
    const { x } = node.inputs;
    if (node.kernel === 'Relu' && !this.relus.has(x)) this.relus.set(x, output);
    if (node.kernel === 'Relu6') this.clipped.set(x, { output, limit: 6 });
    if (node.kernel === 'ClipByValue' && node !== original) {
      const { clipValueMax } = node.attrs as { clipValueMax: number };
      this.clipped.set(original.inputs.x, { output, limit: clipValueMax });
    }
  }
}
