import { type GraphNode, sameShape, uniformValue, type Value } from '../record/graph.ts';
import type { Facts } from './facts.ts';
import { factorsOf, isProduct, productOf } from './product.ts';

/**
 * (x - mean) / sqrt(variance + epsilon) over the last axis becomes one kernel, which gives 1 / sqrt(variance + epsilon) too:
 * Ba et al. 2016. Images keep theirs: channels first, the last axis is not theirs.
 */
export function rewriteLayerNorm(node: GraphNode, facts: Facts): GraphNode | null {
  if (node.kernel !== 'RealDiv' || node.outputs[0].shape.length > 3) return null;
  const { a: centred, b: deviation } = node.inputs;
  const difference = facts.made(centred, 'Sub');
  const root = facts.made(deviation, 'Sqrt');
  const sum = root && facts.made(root.inputs.x, 'Add');
  if (!difference || !sum) return null;
  const { a: x, b: mean } = difference.inputs;
  const [epsilon] = [sum.inputs.a, sum.inputs.b].map(uniformValue).filter((v) => v !== undefined);
  const variance = facts.made(uniformValue(sum.inputs.a) === undefined ? sum.inputs.a : sum.inputs.b, 'Mean');
  const average = facts.made(mean, 'Mean');
  if (epsilon === undefined || !variance || !average) return null;
  const square = facts.made(variance.inputs.x, 'Square');
  if (square?.inputs.x !== centred || average.inputs.x !== x) return null;
  if (!isLastAxis(variance) || !isLastAxis(average)) return null;
  const inverse: Value = { ...deviation, source: { kind: 'kernel', name: 'LayerNorm' } };
  return {
    ...node,
    kernel: 'LayerNorm',
    inputs: { x },
    attrs: { epsilon },
    outputs: [node.outputs[0], inverse],
  };
}

/**
 * The gradient g of the result, on its way back past the deviation: g / deviation - centred * sum(g * centred) / (n *
 * deviation^3). In terms of the result y that is inverse * (g - y * mean(g * y)).
 */
export function rewriteLayerNormGradient(node: GraphNode, facts: Facts): GraphNode | null {
  if (node.kernel !== 'Add') return null;
  const { a, b } = node.inputs;
  return layerNormGradient(node, facts, a, b) ?? layerNormGradient(node, facts, b, a);
}

function layerNormGradient(node: GraphNode, facts: Facts, first: Value, second: Value): GraphNode | null {
  const quotient = facts.made(first, 'RealDiv');
  const norm = quotient && facts.layerNormBy(quotient.inputs.b);
  if (!norm) return null;
  const { a: g, b: deviation } = quotient.inputs;
  const { centred } = norm;
  const whole = new Set([g, centred, deviation]);
  const sum = factorsOf(second, facts).find((v) => {
    const summed = facts.made(sumOf(v, facts), 'Sum');
    if (!summed || !isLastAxis(summed)) return false;
    return isProduct(productOf(summed.inputs.x, facts, whole), 1, [
      [g, 1],
      [centred, 1],
    ]);
  });
  const width = centred.shape.at(-1)!;
  const expected = [
    [centred, 1],
    [deviation, -3],
  ] as const;
  if (!sum || !sameShape(g.shape, centred.shape)) return null;
  if (!isProduct(productOf(second, facts, whole), -1 / width, [...expected, [sum, 1]])) return null;
  const { y, inverse } = norm;
  return { ...node, kernel: 'LayerNormGradient', inputs: { g, y, inverse }, attrs: {} };
}

/** What a sum was before it got its axis of length 1 back. */
function sumOf(v: Value, facts: Facts): Value {
  const reshaped = facts.made(v, 'Reshape');
  if (!reshaped) return v;
  const { x } = reshaped.inputs;
  return sameShape([...x.shape, 1], v.shape) ? x : v;
}

/** Whether a reduction is over the last axis alone. */
function isLastAxis({ inputs: { x }, attrs }: GraphNode): boolean {
  const { axis } = attrs as { axis: number | readonly number[] };
  const axes = typeof axis === 'number' ? [axis] : axis;
  return axes.length === 1 && (axes[0] === -1 || axes[0] === x.shape.length - 1);
}
