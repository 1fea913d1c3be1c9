import type { Plain } from '../operators/plain.ts';
import type { Traced } from './traced.ts';

/**
 * The numbers that a stored array of whole steps stands for: a weight of a quantised network, which is random like any
 * other. Null for what is no stored array of several numbers, and for what other operators make. `results` are those of
 * the node that takes the steps for numbers.
 */
export function quantisedWeight(
  op: string,
  operands: readonly (Traced | null)[],
  results: readonly Traced[],
): { readonly name: string; readonly array: Plain } | null {
  const [steps] = operands;
  if (
    op !== 'DequantizeLinear' ||
    !steps?.reference ||
    !steps.stored ||
    steps.known?.stated.values.length === 1
  ) {
    return null;
  }
  const array = results[0].stored?.();
  return array ? { name: steps.reference.node.name, array } : null;
}
