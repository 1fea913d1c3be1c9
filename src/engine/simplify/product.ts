import { type GraphNode, uniformValue, type Value } from '../record/graph.ts';
import type { Facts } from './facts.ts';

type Powers = readonly (readonly [Value, number])[];

/** A value as a number times powers of other values. Axes of length 1 are repeated, as in any product. */
export interface Product {
  readonly factor: number;
  readonly powers: ReadonlyMap<Value, number>;
}

/** Takes products, quotients, squares and negations apart, but for the values of `whole`. */
export function productOf(v: Value, facts: Facts, whole: ReadonlySet<Value> = new Set()): Product {
  const number = uniformValue(v);
  if (number !== undefined) return { factor: number, powers: new Map() };
  const node = whole.has(v) ? null : facts.maker(v);
  return (node && productOfNode(node, facts, whole)) ?? { factor: 1, powers: new Map([[v, 1]]) };
}

/** The same of the value that a node makes; null where it makes no product. */
export function productOfNode(node: GraphNode, facts: Facts, whole: ReadonlySet<Value>): Product | null {
  const operands = operandsOf(node);
  if (!operands) return null;
  let factor = node.kernel === 'Neg' ? -1 : 1;
  const powers = new Map<Value, number>();
  for (const [value, power] of operands) {
    const own = productOf(value, facts, whole);
    factor *= own.factor ** power;
    for (const [part, times] of own.powers) powers.set(part, (powers.get(part) ?? 0) + power * times);
  }
  return { factor, powers };
}

/** The values that a product is made of, with those that it is computed by on the way, itself included. */
export function factorsOf(v: Value, facts: Facts): Value[] {
  const node = facts.maker(v);
  return [v, ...((node && operandsOf(node)) ?? []).flatMap(([value]) => factorsOf(value, facts))];
}

/** Whether a product is that number, to rounding, times those powers and no others. */
export function isProduct(product: Product | null, factor: number, powers: Powers): boolean {
  return (
    product !== null &&
    Math.abs(product.factor - factor) <= 1e-6 * Math.abs(factor) &&
    product.powers.size === powers.length &&
    powers.every(([value, power]) => product.powers.get(value) === power)
  );
}

function operandsOf({ kernel, inputs, outputs }: GraphNode): Powers | null {
  if (outputs[0].dtype !== 'float32') return null;
  const { a, b, x } = inputs;
  if (kernel === 'Multiply')
    return [
      [a, 1],
      [b, 1],
    ];
  if (kernel === 'RealDiv')
    return [
      [a, 1],
      [b, -1],
    ];
  if (kernel === 'Square') return [[x, 2]];
  return kernel === 'Neg' ? [[x, 1]] : null;
}
