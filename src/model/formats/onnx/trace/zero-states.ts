import type { Traced } from './traced.ts';

/** Recurrent operators, whose first states are operands from the fifth on. */
const RECURRENT: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'RNN']);
const FIRST_STATES: readonly number[] = [5, 6];

/** Operands without first states of zeros, which exporters write out for one batch size: they are zero where none is given. */
export function withoutZeroStates(
  op: string,
  operands: readonly (Traced | null)[],
): readonly (Traced | null)[] {
  if (!RECURRENT.has(op)) return operands;
  return operands.map((operand, index) =>
    operand && FIRST_STATES.includes(index) && isZero(operand) ? null : operand,
  );
}

function isZero({ known, stored }: Traced): boolean {
  const array = known?.stated ?? stored?.();
  return array?.values.every((value) => value === 0) ?? false;
}
