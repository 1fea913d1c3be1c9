import { UnsupportedKernelError } from '../engine.ts';
import { kernelTable } from '../kernels/table.ts';
import type { Graph, GraphNode } from '../record/graph.ts';
import { assemble, type Plan } from './assemble.ts';
import { Lowering, type LoweringOptions } from './lowering.ts';
import { RUN } from './tensor.ts';

/** Translates a graph into ONNX models. Outputs are float32, whatever the recorded dtype. */
export function lower(graph: Graph, options: LoweringOptions = {}): Plan {
  const lowering = new Lowering(graph, options);
  for (const node of graph.nodes) lowerNode(lowering, node);
  const outputs = [...graph.outputs].map(([name, value]) => {
    const made = lowering.cast(lowering.full(value), 'float32');
    // An operator of its own: the value may be an input, a weight, or two outputs at once.
    const tensor = lowering.ref(made.dims, 'float32', RUN);
    lowering.operators.push({ op: 'Identity', inputs: [made], outputs: [tensor], attrs: {}, stage: RUN });
    return { name, tensor };
  });
  return assemble(lowering.operators, outputs, options.hold);
}

function lowerNode(lowering: Lowering, node: GraphNode): void {
  lowering.kernel = node.kernel;
  try {
    kernelTable[node.kernel].lower(lowering, node);
  } catch (error) {
    if (error instanceof UnsupportedKernelError) throw error;
    const inputs = Object.entries(node.inputs).map(([name, v]) => `${name} [${v.shape}]`);
    const call = `${JSON.stringify(node.attrs)} of ${inputs.join(', ')}`;
    // What one kernel cannot do in some form is computed elsewhere; the notice carries the reason.
    throw new UnsupportedKernelError(
      node.kernel,
      `${call}: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
}
