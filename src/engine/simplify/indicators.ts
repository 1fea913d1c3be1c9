import type { GraphNode } from '../record/graph.ts';
import type { Facts } from './facts.ts';

export interface IndicatorAttrs {
  /** The comparison, as tfjs calls it. */
  readonly comparison: string;
}

/** Comparisons whose answer can be had as a number. */
const COMPARISONS = new Set(['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual']);

/** A comparison that is wanted as 0 or 1 becomes one kernel of numbers, so that images keep their order in memory. */
export function rewriteIndicator(node: GraphNode, facts: Facts): GraphNode | null {
  const { x } = node.inputs;
  if (node.kernel !== 'Cast' || node.outputs[0].dtype !== 'float32') return null;
  const compared = facts.maker(x);
  if (!compared || !COMPARISONS.has(compared.kernel)) return null;
  const { a, b } = compared.inputs;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return null;
  const attrs: IndicatorAttrs = { comparison: compared.kernel };
  return { ...node, kernel: 'Indicator', inputs: { a, b }, attrs };
}
