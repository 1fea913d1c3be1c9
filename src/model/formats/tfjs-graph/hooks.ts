import { registerOp } from '@tensorflow/tfjs-converter';
import type { JsonObject } from '../../json-values.ts';
import type { Hook } from '../../network/executable.ts';
import { fusedActivation, type WithAttributes } from './attributes.ts';

/** A node as the converter reads it. */
export interface NodeEntry {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: JsonObject;
}

/** The operation that hands its inputs to the hook in force. */
export const HOOK = 'SaliencySanityHook';

let current: Hook | null = null;

registerOp(HOOK, ({ inputs, attrs }) => {
  if (!current) throw new Error('a graph with hooks runs without one');
  return current(Number(attrs.index), inputs);
});

export function withHook<T>(hook: Hook, body: () => T): T {
  const previous = current;
  current = hook;
  try {
    return body();
  } finally {
    current = previous;
  }
}

const attr = (index: number): JsonObject => ({ index: { i: index } });

/** The node as a call of the hook, with the same inputs. */
export function replaced({ name, input }: NodeEntry, index: number): NodeEntry[] {
  return [{ name, op: HOOK, input, attr: attr(index) }];
}

const PLAIN: Readonly<Record<string, string>> = {
  _FusedConv2D: 'Conv2D',
  FusedDepthwiseConv2dNative: 'DepthwiseConv2dNative',
  _FusedMatMul: 'MatMul',
};

/**
 * The node with a call of the hook between the product and the offset of a normalisation that was folded. Fused
 * operations are taken apart for it.
 */
export function beforeOffset(
  entry: NodeEntry,
  node: WithAttributes,
  input: number,
  index: number,
): NodeEntry[] {
  const hook = `${entry.name}_hook${index}`;
  const plain = Object.hasOwn(PLAIN, node.op) ? PLAIN[node.op] : null;
  if (!plain) {
    return [
      { name: hook, op: HOOK, input: [entry.input[input]], attr: attr(index) },
      { ...entry, input: entry.input.with(input, hook) },
    ];
  }
  const [x, kernel, offset, ...rest] = entry.input;
  const [product, sum] = [`${entry.name}_product`, `${entry.name}_sum`];
  return [
    { name: product, op: plain, input: [x, kernel], attr: entry.attr },
    { name: hook, op: HOOK, input: [product], attr: attr(index) },
    { name: sum, op: 'AddV2', input: [hook, offset], attr: {} },
    { name: entry.name, ...activation(node, sum, rest) },
  ];
}

/**
 * A fused depthwise convolution that ends in a leaky unit as the operations that it is made of: the converter does not
 * pass on the slope. Every other entry as it is.
 */
export function withSlope(entry: NodeEntry): readonly NodeEntry[] {
  if (entry.op !== 'FusedDepthwiseConv2dNative') return [entry];
  if (fusedActivation(entry) !== 'LeakyRelu') return [entry];
  const [x, kernel, offset] = entry.input;
  const [product, sum] = [`${entry.name}_product`, `${entry.name}_sum`];
  return [
    { name: product, op: PLAIN[entry.op], input: [x, kernel], attr: entry.attr },
    { name: sum, op: 'AddV2', input: [product, offset], attr: {} },
    { name: entry.name, ...activation(entry, sum, []) },
  ];
}

function activation(node: WithAttributes, sum: string, rest: readonly string[]): Omit<NodeEntry, 'name'> {
  const op = fusedActivation(node) ?? 'Identity';
  const slope = node.attr.leakyrelu_alpha;
  return { op, input: [sum, ...rest], attr: op === 'LeakyRelu' && slope ? { alpha: slope } : {} };
}
