import { kernelTable } from '../kernels/table.ts';
import { TO_NCHW, TO_NHWC } from '../lower/layout.ts';
import { type Graph, type GraphNode, sameShape, uniformValue, type Value } from '../record/graph.ts';

/**
 * Carries the transposes of images past what does the same in any order of axes, up to where the next one undoes them. A
 * model whose images have their channels first transposes round every kernel of tfjs that wants them last: what is left is
 * the graph of a model with its channels last, whose convolutions take up biases and activations.
 */
export function carryTransposes(graph: Graph): Graph {
  const carried = new Carried();
  for (const node of graph.nodes) {
    if (!carried.undo(node) && !carried.reorder(node) && !carried.reshape(node)) carried.keep(node);
  }
  const outputs = new Map([...graph.outputs].map(([name, v]) => [name, carried.read(v)]));
  return { ...graph, nodes: carried.nodes, outputs };
}

const isOrder = (perm: readonly number[], order: readonly number[]): boolean => sameShape(perm, order);

/** Whether the axes that are longer than 1 come in the same order after the permutation. */
function keepsMemory(shape: readonly number[], perm: readonly number[]): boolean {
  const moved = perm.filter((axis) => shape[axis] !== 1);
  return moved.every((axis, i) => i === 0 || moved[i - 1] < axis);
}

class Carried {
  readonly nodes: GraphNode[] = [];
  /** Images with their channels first that are known with their channels last. */
  readonly #last = new Map<Value, Value>();
  /** What stands in the place of recorded values. */
  readonly #instead = new Map<Value, Value>();
  /** The values above whose own order was asked for. */
  readonly #written = new Set<Value>();

  /** The value as it was recorded. */
  read(v: Value): Value {
    const instead = this.#instead.get(v);
    if (instead) return this.read(instead);
    const last = this.#last.get(v);
    if (last && !this.#written.has(v)) {
      this.#written.add(v);
      this.nodes.push({
        kernel: 'Transpose',
        inputs: { x: this.read(last) },
        attrs: { perm: TO_NCHW },
        outputs: [v],
      });
    }
    return v;
  }

  keep(node: GraphNode): void {
    const inputs = Object.fromEntries(Object.entries(node.inputs).map(([name, v]) => [name, this.read(v)]));
    this.nodes.push({ ...node, inputs });
  }

  /** Takes a transpose away, for it to come back where its order is asked for. */
  undo({ kernel, inputs: { x }, attrs, outputs: [out] }: GraphNode): boolean {
    if (kernel !== 'Transpose' || x.shape.length !== 4) return false;
    const { perm } = attrs as { perm: readonly number[] };
    if (isOrder(perm, TO_NCHW)) {
      this.#last.set(out, this.#resolved(x));
      return true;
    }
    const last = this.#last.get(this.#resolved(x));
    if (!last || !isOrder(perm, TO_NHWC)) return false;
    this.#instead.set(out, last);
    return true;
  }

  /** Does the same to images with their channels last. */
  reorder(node: GraphNode): boolean {
    const { reordered, shape } = kernelTable[node.kernel];
    const operands = Object.entries(node.inputs).map(([name, v]) => [name, this.#resolved(v)] as const);
    if (!reordered || !operands.some(([, v]) => this.#last.has(v))) return false;
    if (operands.some(([, v]) => v.shape.length > 4)) return false;
    const attrs = reordered(node.attrs, TO_NHWC);
    if (!attrs) return false;
    const inputs = Object.fromEntries(operands.map(([name, v]) => [name, this.#channelsLast(v)]));
    const signatures = [shape(inputs, attrs)].flat();
    const dropped = signatures.some((one, i) => one.shape.length !== node.outputs[i].shape.length);
    if (dropped && !keepsMemory(signatures[0].shape, TO_NCHW)) return false;
    const outputs = signatures.map(
      ({ shape: own, dtype }): Value => ({
        shape: own,
        dtype,
        source: { kind: 'kernel', name: node.kernel },
      }),
    );
    this.nodes.push({ ...node, inputs, attrs, outputs });
    for (const [i, out] of node.outputs.entries()) {
      if (dropped) this.#reshape(outputs[i], out);
      else this.#last.set(out, outputs[i]);
    }
    return true;
  }

  /** Gives a reshape the image as it is, where the order of its numbers is the same either way. */
  reshape({ kernel, inputs: { x }, outputs: [out] }: GraphNode): boolean {
    if (kernel !== 'Reshape') return false;
    const last = this.#last.get(this.#resolved(x));
    if (!last || !keepsMemory(last.shape, TO_NCHW)) return false;
    this.#reshape(this.read(last), out);
    return true;
  }

  #reshape(x: Value, out: Value): void {
    this.nodes.push({ kernel: 'Reshape', inputs: { x }, attrs: { shape: out.shape }, outputs: [out] });
  }

  #resolved(v: Value): Value {
    const instead = this.#instead.get(v);
    return instead ? this.#resolved(instead) : v;
  }

  /** The operand with its channels last; axes that it has not are of length 1. */
  #channelsLast(v: Value): Value {
    const known = this.#last.get(v);
    if (known) return this.read(known);
    if (v.shape.length === 0) return v;
    const whole = [...Array<number>(4 - v.shape.length).fill(1), ...v.shape];
    const shape = TO_NHWC.map((axis) => whole[axis]);
    const made = (name: string): Value => ({ shape, dtype: v.dtype, source: { kind: 'kernel', name } });
    const number = uniformValue(v);
    if (number !== undefined && v.source.kind === 'constant') return { ...v, shape };
    let image = v;
    if (v.shape.length < 4) {
      image = { ...made('Reshape'), shape: whole };
      this.#reshape(v, image);
    }
    const last = made('Transpose');
    this.nodes.push({ kernel: 'Transpose', inputs: { x: image }, attrs: { perm: TO_NHWC }, outputs: [last] });
    if (v.shape.length === 4) {
      this.#last.set(v, last);
      this.#written.add(v);
    }
    return last;
  }
}
