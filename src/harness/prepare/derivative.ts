import type { Method } from '../../attribution/method.ts';
import { createMethod, DERIVATIVE } from '../../attribution/registry.ts';

/** The methods of a run that are asked for, and the one that measures what can change on the network. */
export interface Measured {
  /** Those asked for, in their order; behind them the derivative, where it is not one of them. */
  readonly measured: readonly Method[];
  /** The name that the derivative has among them. */
  readonly derivative: string;
}

/**
 * Every run measures the network's own derivative, also where nobody asks for its maps: verdicts hold methods against it.
 * It gets another name where a method of the user's own has taken its.
 */
export function withDerivative(methods: readonly Method[]): Measured {
  const own = methods.find((method) => method.derivative);
  if (own) return { measured: methods, derivative: own.name };
  const taken = new Set(methods.map(({ name }) => name));
  let name = DERIVATIVE.name;
  while (taken.has(name)) name = `derivative (${name})`;
  return { measured: [...methods, { ...createMethod(DERIVATIVE.name), name }], derivative: name };
}
