import { type Graph, type GraphNode, uniformValue, type Value } from '../record/graph.ts';

type Attrs = Record<string, unknown>;

/** Kernels that treat every element alone. */
const ELEMENTWISE = new Set(['Add', 'Cast', 'Multiply', 'Neg', 'RealDiv', 'Relu', 'Select', 'Step', 'Sub']);

/** Those that derivatives ask of what went forward: they are asked of fewer rows. */
const ASKED = new Set([
  ...[
    'Cast',
    'Step',
    'Greater',
    'GreaterEqual',
    'Less',
    'LessEqual',
    'LogicalAnd',
    'LogicalNot',
    'ZerosLike',
  ],
]);

/** Kernels whose result has, row by row, what one operand has, by the name of that operand. */
const ROW_BY_ROW: Readonly<Record<string, string>> = {
  Conv2DBackpropInput: 'dy',
  DepthwiseConv2dNativeBackpropInput: 'dy',
  GroupedConv2DBackpropInput: 'dy',
  Reshape: 'x',
  Slice: 'x',
};

/**
 * Computes of a batch only the rows that are read. Where inputs and their references go through a network together, signals come
 * back for the inputs alone: rules join them with rows of nothing, which kernels of the derivative would carry along.
 */
export function narrowRows(graph: Graph): Graph {
  const narrowing = new Narrowing();
  const nodes = graph.nodes.map((node) => narrowing.passed(node));
  const outputs = new Map([...graph.outputs].map(([name, v]) => [name, narrowing.current(v)]));
  return narrowing.changed ? { ...graph, nodes: nodes.flat(), outputs } : graph;
}

class Narrowing {
  readonly #makers = new Map<Value, GraphNode>();
  readonly #replacements = new Map<Value, Value>();
  /** The first rows of values, by value and number of rows. */
  readonly #first = new Map<Value, Map<number, Value | null>>();
  #added: GraphNode[] = [];

  get changed(): boolean {
    return this.#replacements.size > 0;
  }

  current(v: Value): Value {
    return this.#replacements.get(v) ?? v;
  }

  /** What takes a node's place, with what has to run before it. */
  passed(recorded: GraphNode): GraphNode[] {
    const inputs = Object.entries(recorded.inputs).map(([name, v]) => [name, this.current(v)] as const);
    const node: GraphNode = { ...recorded, inputs: Object.fromEntries(inputs) };
    for (const v of node.outputs) this.#makers.set(v, node);
    this.#added = [];
    if (takesFirstRows(node)) {
      const [part] = node.outputs;
      const found = this.#firstRows(node.inputs.x, part.shape[0]);
      if (found) this.#replacements.set(part, found);
    }
    return [...this.#added, node];
  }

  /** The first rows of a value, without the others; null where they could only be cut off. */
  #firstRows(v: Value, rows: number): Value | null {
    const known = this.#first.get(v) ?? new Map<number, Value | null>();
    this.#first.set(v, known);
    if (!known.has(rows)) known.set(rows, this.#found(v, rows));
    return known.get(rows)!;
  }

  #found(v: Value, rows: number): Value | null {
    const node = this.#makers.get(v);
    if (!node) return null;
    const { kernel, inputs, attrs } = node;
    if (kernel === 'Concat') {
      const [first] = Object.values(inputs);
      return (attrs as Attrs).axis === 0 && first.shape[0] === rows ? first : null;
    }
    if (ELEMENTWISE.has(kernel)) {
      const operands = Object.entries(inputs);
      const found = operands.map(([, one]) => (isWhole(one, v) ? this.#firstRows(one, rows) : one));
      if (!operands.some(([, one], i) => isWhole(one, v) && found[i])) return null;
      const own = operands.map(([name, one], i) => [name, found[i] ?? this.#cut(one, rows)] as const);
      return this.#add(node, v, rows, Object.fromEntries(own), attrs);
    }
    const name = ROW_BY_ROW[kernel];
    if (!name || inputs[name].shape[0] !== v.shape[0] || !startsAtFirst(node)) return null;
    const found = this.#firstRows(inputs[name], rows);
    return found && this.#add(node, v, rows, { ...inputs, [name]: found }, rowsOf(attrs as Attrs, v, rows));
  }

  /** Cuts off the others, where it can before a kernel, which then has less to do. */
  #cut(v: Value, rows: number): Value {
    if (uniformValue(v) !== undefined) return { ...v, shape: [rows, ...v.shape.slice(1)] };
    const found = this.#firstRows(v, rows);
    if (found) return found;
    const node = this.#makers.get(v);
    if (node && ASKED.has(node.kernel)) {
      const own = Object.entries(node.inputs).map(
        ([name, one]) => [name, isWhole(one, v) ? this.#cut(one, rows) : one] as const,
      );
      return this.#add(node, v, rows, Object.fromEntries(own), node.attrs);
    }
    const attrs = { begin: v.shape.map(() => 0), size: [rows, ...v.shape.slice(1)] };
    return this.#add({ kernel: 'Slice', inputs: {}, attrs, outputs: [] }, v, rows, { x: v }, attrs);
  }

  #add({ kernel }: GraphNode, whole: Value, rows: number, inputs: GraphNode['inputs'], attrs: object): Value {
    const shape = [rows, ...whole.shape.slice(1)];
    const output: Value = { shape, dtype: whole.dtype, source: { kind: 'kernel', name: kernel } };
    const node: GraphNode = { kernel, inputs, attrs, outputs: [output] };
    this.#added.push(node);
    this.#makers.set(output, node);
    return output;
  }
}

/** Whether an operand has a row for every row of a result. */
const isWhole = ({ shape }: Value, result: Value): boolean =>
  shape.length === result.shape.length && shape[0] === result.shape[0];

/** Whether the first result of a node is the first rows of its operand, whole ones. */
function takesFirstRows({ kernel, inputs: { x }, attrs, outputs: [part] }: GraphNode): boolean {
  if (kernel !== 'SplitV' && kernel !== 'Slice') return false;
  const { begin = 0 } = attrs as Attrs;
  const same = part.shape.slice(1).every((extent, i) => extent === x.shape[i + 1]);
  return same && part.shape[0] < x.shape[0] && [begin].flat()[0] === 0;
}

const startsAtFirst = ({ attrs }: GraphNode): boolean => {
  const { begin = 0 } = attrs as Attrs;
  return [begin].flat()[0] === 0;
};

/** Attributes of a kernel for so many rows. */
function rowsOf(attrs: Attrs, { shape }: Value, rows: number): Attrs {
  const own = [rows, ...shape.slice(1)];
  const named = ['inputShape', 'shape', 'size'].filter((name) => name in attrs);
  return { ...attrs, ...Object.fromEntries(named.map((name) => [name, own])) };
}
