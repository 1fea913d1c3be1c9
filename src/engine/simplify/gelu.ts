import { type GraphNode, uniformValue, type Value } from '../record/graph.ts';
import type { Facts } from './facts.ts';
import { factorsOf, isProduct, productOf, productOfNode } from './product.ts';

/** 1 + erf(x / sqrt(2)): twice the normal distribution at x. */
interface Distribution {
  readonly sum: Value;
  readonly erf: Value;
  readonly scaled: Value;
  readonly x: Value;
}

/** x * (1 + erf(x / sqrt(2))) / 2, however it is written, becomes one kernel: Hendrycks and Gimpel 2016. */
export function rewriteGelu(node: GraphNode, facts: Facts): GraphNode | null {
  if (node.kernel !== 'Multiply') return null;
  const { a, b } = node.inputs;
  const found = distributionAmong([...factorsOf(a, facts), ...factorsOf(b, facts)], facts);
  if (!found) return null;
  const { x, erf, sum } = found;
  const product = productOfNode(node, facts, new Set([x, sum]));
  const gelu = isProduct(product, 1 / 2, [
    [x, 1],
    [sum, 1],
  ]);
  return gelu ? { ...node, kernel: 'Gelu', inputs: { x, erf }, attrs: {} } : null;
}

/**
 * Its gradient, dy * (1 + erf(x / sqrt(2))) / 2 + dy * x * exp(-x^2 / 2) / sqrt(2 pi), takes ten passes over the memory as tfjs
 * writes it.
 */
export function rewriteGeluGradient(node: GraphNode, facts: Facts): GraphNode | null {
  if (node.kernel !== 'Add') return null;
  const { a, b } = node.inputs;
  return geluGradient(node, facts, a, b) ?? geluGradient(node, facts, b, a);
}

function geluGradient(node: GraphNode, facts: Facts, first: Value, second: Value): GraphNode | null {
  const factors = factorsOf(first, facts);
  const found = distributionAmong(factors, facts);
  if (!found) return null;
  const { x, erf, scaled, sum } = found;
  const others = factorsOf(second, facts);
  const density = others.find((v) => isDensity(v, x, facts));
  if (!density) return null;
  const dy = factors.find((v) => {
    if (!others.includes(v)) return false;
    const whole = new Set([v, x, sum, density]);
    const [one, other] = [first, second].map((part) => productOf(part, facts, whole));
    const peak = 1 / Math.sqrt(2 * Math.PI);
    return (
      isProduct(one, 1 / 2, [
        [v, 1],
        [sum, 1],
      ]) &&
      isProduct(other, peak, [
        [v, 1],
        [x, 1],
        [density, 1],
      ])
    );
  });
  return dy ? { ...node, kernel: 'GeluGradient', inputs: { dy, x, scaled, erf }, attrs: {} } : null;
}

function distributionAmong(values: readonly Value[], facts: Facts): Distribution | null {
  for (const sum of values) {
    const add = facts.made(sum, 'Add');
    if (!add) continue;
    const { a, b } = add.inputs;
    const found = distribution(sum, a, b, facts) ?? distribution(sum, b, a, facts);
    if (found) return found;
  }
  return null;
}

function distribution(sum: Value, erf: Value, one: Value, facts: Facts): Distribution | null {
  const made = facts.made(erf, 'Erf');
  if (!made || uniformValue(one) !== 1) return null;
  const scaled = made.inputs.x;
  const x = factorsOf(scaled, facts).find((v) =>
    isProduct(productOf(scaled, facts, new Set([v])), Math.SQRT1_2, [[v, 1]]),
  );
  return x ? { sum, erf, scaled, x } : null;
}

/** exp(-x^2 / 2). */
function isDensity(v: Value, x: Value, facts: Facts): boolean {
  const exp = facts.made(v, 'Exp');
  return exp !== null && isProduct(productOf(exp.inputs.x, facts, new Set([x])), -1 / 2, [[x, 2]]);
}
