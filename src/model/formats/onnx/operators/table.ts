import { activations } from './activations.ts';
import type { OnnxOperator } from './operator.ts';

/** Every operator, one entry for each of its meanings. */
export const OPERATORS: readonly OnnxOperator[] = [...activations];

/** The meaning of an operator in an operator set of its domain; null where there is none. `ai.onnx` is the empty domain. */
export function operatorFor(domain: string, name: string, set: number): OnnxOperator | null {
  const own = domain === 'ai.onnx' ? '' : domain;
  const found = OPERATORS.find(
    ({ name: its, domain: of, sets: [first, last] }) =>
      its === name && of === own && set >= first && set <= last,
  );
  return found ?? null;
}
