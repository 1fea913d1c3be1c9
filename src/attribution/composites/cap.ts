import type { Place } from '../../engine/composite.ts';

/** The operand that a kernel caps: the very output of a ReLU, with a scalar bound. */
export function cappedOperand(kernel: string, { operands, attrs }: Place): string | null {
  const bounded =
    (kernel === 'ClipByValue' && attrs.clipValueMin === 0) ||
    (kernel === 'Minimum' && Object.values(operands).some(({ shape }) => shape.length === 0));
  if (!bounded) return null;
  return Object.keys(operands).find((name) => operands[name].from?.kernel === 'Relu') ?? null;
}
