import { type GraphNode, sameShape, uniformValue, type Value } from '../record/graph.ts';
import type { ClippedRelu, Facts } from './facts.ts';
import type { IndicatorAttrs } from './indicators.ts';

type Attrs = Record<string, number | undefined>;

const SMALLEST_NORMAL = 1.1754944e-38;

/** The sign of a ReLU's output says as much as that of its input, which then need not be kept. */
export function rewriteStep(node: GraphNode, facts: Facts): GraphNode | null {
  if (node.kernel !== 'Step' || (node.attrs as Attrs).alpha) return null;
  const output = facts.reluOf(node.inputs.x);
  return output ? { ...node, inputs: { x: output } } : null;
}

/** A layer's ReLU with a maximum is recorded as Relu, then ClipByValue from 0: clipping alone does both. */
export function rewriteClip(node: GraphNode, facts: Facts): GraphNode | null {
  if (node.kernel !== 'ClipByValue' || (node.attrs as Attrs).clipValueMin !== 0) return null;
  const relu = facts.made(node.inputs.x, 'Relu');
  return relu ? { ...node, inputs: { x: relu.inputs.x } } : null;
}

/**
 * Products of a gradient with the mask of a ReLU become one mask on the activation's output, and dy * step(dy), which
 * guided rules contain, becomes Relu(dy).
 */
export function rewriteProduct(node: GraphNode, facts: Facts): GraphNode | null {
  if (node.kernel !== 'Multiply') return null;
  const { a, b } = node.inputs;
  return maskedProduct(node, facts, a, b) ?? maskedProduct(node, facts, b, a);
}

function maskedProduct(node: GraphNode, facts: Facts, dy: Value, mask: Value): GraphNode | null {
  if (dy.dtype !== 'float32' || !sameShape(dy.shape, mask.shape)) return null;
  const six = relu6Mask(facts, mask);
  if (six) return insideMask(node, dy, six);
  const step = facts.made(mask, 'Step');
  if (!step || (step.attrs as Attrs).alpha) return null;
  const { x } = step.inputs;
  if (x === dy) return { ...node, kernel: 'Relu', inputs: { x: dy }, attrs: {} };
  // Both masks of a ReLU with a maximum at once.
  const clip = facts.made(dy, 'ClipMask');
  const clipped = clip?.inputs.y === x ? facts.clippedReluOf(x) : undefined;
  const { low, high } = (clip?.attrs ?? {}) as Attrs;
  if (clip && clipped && low === 0 && high === clipped.limit)
    return insideMask(node, clip.inputs.dy, clipped);
  return { ...node, kernel: 'SlopeMask', inputs: { dy, y: x }, attrs: { slope: 0 } };
}

/** 0 < x < limit, told from max(0, min(x, limit)). */
function insideMask(node: GraphNode, dy: Value, { output, limit }: ClippedRelu): GraphNode {
  const attrs = { low: SMALLEST_NORMAL, high: nextBelow(limit) };
  return { ...node, kernel: 'ClipMask', inputs: { dy, y: output }, attrs };
}

/** The largest float32 below a positive number. */
function nextBelow(limit: number): number {
  const number = Float32Array.of(limit);
  new Int32Array(number.buffer)[0] -= 1;
  return number[0];
}

/** (x <= 6) * step(x), as tfjs writes the mask of Relu6; by now it looks like the mask of a ReLU, applied to x <= 6. */
function relu6Mask(facts: Facts, mask: Value): ClippedRelu | null {
  const product = facts.made(mask, 'SlopeMask');
  const below = product && facts.made(product.inputs.dy, 'Indicator');
  if (!below || (below.attrs as IndicatorAttrs).comparison !== 'LessEqual') return null;
  if (below.inputs.a !== product.inputs.y || (product.attrs as Attrs).slope !== 0) return null;
  const clipped = facts.clippedReluOf(below.inputs.a);
  return clipped && uniformValue(below.inputs.b) === clipped.limit ? clipped : null;
}

/**
 * Selections between a gradient and a part of it, as the gradients of ClipByValue, LeakyRelu and Prelu are, become masks.
 * Only those: in a selection between any two tensors the branch not taken may be infinite.
 */
export function rewriteSelection(node: GraphNode, facts: Facts): GraphNode | null {
  if (node.kernel !== 'Select') return null;
  const { condition, t: dy, e: other } = node.inputs;
  const zero = uniformValue(other) === 0 || facts.made(other, 'ZerosLike') !== null;
  if (!sameShape(condition.shape, dy.shape) || dy.dtype !== 'float32') return null;
  return zero ? clipGradient(node, facts, dy) : slopeGradient(node, facts, dy, other);
}

/** Select(low <= y and y <= high, dy, 0). */
function clipGradient(node: GraphNode, facts: Facts, dy: Value): GraphNode | null {
  const both = facts.made(node.inputs.condition, 'LogicalAnd');
  const above = both && facts.made(both.inputs.a, 'GreaterEqual');
  const below = both && facts.made(both.inputs.b, 'LessEqual');
  if (!above || !below || above.inputs.a !== below.inputs.a) return null;
  const [low, high] = [above.inputs.b, below.inputs.b].map(uniformValue);
  if (low === undefined || high === undefined) return null;
  return { ...node, kernel: 'ClipMask', inputs: { dy, y: above.inputs.a }, attrs: { low, high } };
}

/** Select(y > 0, dy, dy * slope). */
function slopeGradient(node: GraphNode, facts: Facts, dy: Value, other: Value): GraphNode | null {
  const positive = facts.made(node.inputs.condition, 'Greater');
  const product = facts.made(other, 'Multiply');
  if (!positive || uniformValue(positive.inputs.b) !== 0 || !product) return null;
  const { a, b } = product.inputs;
  if (a !== dy && b !== dy) return null;
  const y = positive.inputs.a;
  const factor = a === dy ? b : a;
  const slope = uniformValue(factor);
  if (slope !== undefined && slope >= 0 && slope <= 1) {
    return { ...node, kernel: 'SlopeMask', inputs: { dy, y }, attrs: { slope } };
  }
  return { ...node, kernel: 'PreluMask', inputs: { dy, y, slope: factor }, attrs: {} };
}
