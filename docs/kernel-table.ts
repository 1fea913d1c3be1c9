import '@tensorflow/tfjs-backend-cpu';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorFunction } from '../src/engine/engine.ts';
import { kernelTable } from '../src/engine/kernels/table.ts';
import { Lowering } from '../src/engine/lower/lowering.ts';
import type { Graph } from '../src/engine/record/graph.ts';
import { record } from '../src/engine/record/record.ts';
import { simplify } from '../src/engine/simplify/simplify.ts';
import { COMPOSITIONS, KERNEL_EXAMPLES, type KernelExample } from './kernel-examples.ts';

/** Operators that only change type, order or repetition. */
const MOVES = new Set(['Cast', 'Expand', 'Identity', 'Reshape', 'Transpose']);
/** Left out when they are recorded, because they give what they get. */
const NEVER_RECORDED = new Set(['Identity']);

interface Row {
  readonly operators: Set<string>;
  readonly gradient: Set<string> | null;
}

function recorded({ f, shape = [1, 4, 4, 4] }: KernelExample, fn: (f: Function2) => TensorFunction): Graph {
  const spec = { shape, dtype: 'float32' as const };
  return record({ name: 'example', fn: fn(f), inputs: { x: spec, other: spec }, weights: new Map() });
}

type Function2 = (x: Tensor, other: Tensor) => Tensor;

/** Writes every value at once, so that each operator belongs to the kernel that made it. */
function lowered(graph: Graph, note: (kernel: string, operators: readonly string[]) => void): void {
  const lowering = new Lowering(graph);
  for (const node of graph.nodes) {
    for (const value of Object.values(node.inputs)) lowering.full(value);
    const before = lowering.operators.length;
    kernelTable[node.kernel].lower(lowering, node);
    for (const value of node.outputs) lowering.full(value);
    note(
      node.kernel,
      lowering.operators.slice(before).map((operator) => operator.op),
    );
  }
}

function collect(): Map<string, Row> {
  const rows = new Map<string, Row>();
  const row = (kernel: string) => {
    const known = rows.get(kernel) ?? { operators: new Set(), gradient: null };
    rows.set(kernel, known);
    return known;
  };
  const note = (kernel: string, operators: readonly string[]) => {
    const { operators: known } = row(kernel);
    for (const operator of operators) known.add(operator);
  };
  for (const [name, example] of Object.entries(KERNEL_EXAMPLES)) {
    const kernel = name.split(',')[0];
    const value = recorded(example, (f) => ({ x, other }) => ({ value: f(x, other) }));
    if (!value.nodes.some((node) => node.kernel === kernel))
      throw new Error(`${name} does not call ${kernel}`);
    lowered(value, note);
    if (!tf.getGradient(kernel) && !kernel.startsWith('Fused') && !kernel.startsWith('_')) continue;
    const gradient = recorded(example, (f) => ({ x, other }) => ({
      gradient: tf.grad((t) => f(t, other))(x),
    }));
    lowered(simplify(gradient), note);
    const kernels = row(kernel).gradient ?? new Set<string>();
    for (const node of gradient.nodes) if (!NEVER_RECORDED.has(node.kernel)) kernels.add(node.kernel);
    rows.set(kernel, { ...row(kernel), gradient: kernels });
  }
  for (const composition of COMPOSITIONS) {
    const gradient = recorded(composition, (f) => ({ x, other }) => ({
      gradient: tf.grad((t) => f(t, other))(x),
    }));
    lowered(simplify(gradient), note);
  }
  return rows;
}

function cells(kernel: string, { operators, gradient }: Row): string {
  const own = [...operators].filter((operator) => !MOVES.has(operator));
  const shown = own.length > 0 ? own : [...operators];
  const backward =
    gradient === null ? 'none' : gradient.size === 0 ? 'constant' : [...gradient].sort().join(', ');
  return `| ${kernel} | ${shown.sort().join(', ') || 'none'} | ${backward} |`;
}

/** Kernels of the engine that no example reaches, forward or backward. */
export function kernelsWithoutExample(): string[] {
  const rows = collect();
  return Object.keys(kernelTable).filter((kernel) => !rows.has(kernel) && !NEVER_RECORDED.has(kernel));
}

/** The text of docs/kernels.md. */
export function kernelDocument(): string {
  const rows = [...collect()].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return `${INTRODUCTION}
| kernel | ONNX operators | kernels of its gradient |
| --- | --- | --- |
${rows.map(([kernel, row]) => cells(kernel, row)).join('\n')}
`;
}

const INTRODUCTION = `# Kernels of the compiled engine

Made by \`node --import jiti/register docs/make-kernels.ts\` from calls of every kernel (\`docs/kernel-examples.ts\`); a test
fails when it is out of date. A kernel of TensorFlow.js that is not listed runs on an eager backend, and a notice names it.

Operators that only change type, order or repetition (${[...MOVES].join(', ')}) are named where there is nothing
else. The gradient is that at the first operand of the example, as it is recorded; \`constant\` means that no kernel is
needed, \`none\` that TensorFlow.js has no gradient. Gelu, LayerNorm, GroupedConv2D, their
gradients and kernels that end in \`Mask\` are made by the simplification.
`;
