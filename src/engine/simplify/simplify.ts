import { removeDead } from '../record/dead.ts';
import type { Graph, GraphNode } from '../record/graph.ts';
import { rewriteBias } from './bias.ts';
import { mergeDuplicates } from './duplicates.ts';
import { Facts } from './facts.ts';
import { rewriteGelu, rewriteGeluGradient } from './gelu.ts';
import { rewriteGroups } from './groups.ts';
import { rewriteIndicator } from './indicators.ts';
import { rewriteLayerNorm, rewriteLayerNormGradient } from './layer-norm.ts';
import { rewriteClip, rewriteProduct, rewriteSelection, rewriteStep } from './masks.ts';
import { narrowRows } from './rows.ts';
import { carryTransposes } from './transposes.ts';

/** Rewrites of one node into a cheaper one with the same result, or null. The first that applies is taken. */
const REWRITES: readonly ((node: GraphNode, facts: Facts) => GraphNode | null)[] = [
  rewriteStep,
  rewriteClip,
  rewriteProduct,
  rewriteSelection,
  rewriteGelu,
  rewriteGeluGradient,
  rewriteLayerNorm,
  rewriteLayerNormGradient,
  rewriteBias,
  rewriteGroups,
  rewriteIndicator,
];

/** The graph with cheaper nodes where they give the same result. */
export function simplify(graph: Graph): Graph {
  const merged = mergeDuplicates(removeDead(narrowRows(mergeDuplicates(carryTransposes(graph)))));
  const facts = new Facts(merged);
  const nodes = merged.nodes.map((node) => {
    let rewritten: GraphNode | null = null;
    for (const rewrite of REWRITES) rewritten ??= rewrite(node, facts);
    facts.learn(node, rewritten ?? node);
    return rewritten ?? node;
  });
  return removeDead({ ...merged, nodes });
}
