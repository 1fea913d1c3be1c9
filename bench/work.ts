import type { Composite } from '../src/engine/composite.ts';
import { lower } from '../src/engine/lower/lower.ts';
import { RUN } from '../src/engine/lower/tensor.ts';
import { sizeOf } from '../src/engine/record/graph.ts';
import { record } from '../src/engine/record/record.ts';
import { simplify } from '../src/engine/simplify/simplify.ts';
import { gradientProgram, type Network } from './networks/network.ts';
import type { Shapes } from './networks/scope.ts';

/** What a run of a program computes, whatever the machine. */
export interface Work {
  /** Products that convolutions and matrix products sum. */
  readonly products: number;
  /** Numbers that all other operators write. */
  readonly written: number;
  /** Images that change between blocks of channels and plain order. */
  readonly reordered: number;
}

const MATRICES = new Set(['Gemm', 'MatMul']);
/** They name the same memory anew. */
const FREE = new Set(['Reshape', 'Identity']);

/** The work of the gradient of a logit at one image, or of what goes back under a composite, in blocks of 16 channels; `known` are shapes of what its rules know. */
export function workOf(network: Network, composite?: Composite, known?: Shapes): Work {
  const graph = simplify(record(gradientProgram(network, 1, composite, known)));
  let [products, written, reordered] = [0, 0, 0];
  for (const { op, stage, inputs, outputs } of lower(graph, { block: 16 }).operators) {
    if (stage !== RUN) continue;
    const size = sizeOf(outputs[0].dims);
    const filter = inputs[1]?.dims.slice(1) ?? [];
    if (op === 'Conv') products += size * sizeOf(filter);
    else if (op === 'ConvTranspose') products += sizeOf(inputs[0]!.dims) * sizeOf(filter);
    else if (MATRICES.has(op)) products += size * inputs[0]!.dims.at(-1)!;
    else if (!FREE.has(op)) written += outputs.reduce((sum, { dims }) => sum + sizeOf(dims), 0);
    if (op.startsWith('Reorder')) reordered++;
  }
  return { products, written, reordered };
}
