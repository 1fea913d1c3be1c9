import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { KernelCall } from './corrections/interception.ts';

/** Gradients by operand, computed when they are called for. */
export type OperandGradients = Readonly<Record<string, () => Tensor>>;

/** The operands that are there, in their order: some of a kernel are optional. */
export const present = (inputs: NamedTensorMap): Tensor[] =>
  Object.values(inputs).filter((tensor) => tensor != null);

/** Operands by name, from the copies of them that were saved in their order. */
export function operandsOf(inputs: NamedTensorMap, saved: readonly Tensor[]): NamedTensorMap {
  const names = Object.keys(inputs).filter((name) => inputs[name] != null);
  return Object.fromEntries(names.map((name, i) => [name, saved[i]]));
}

/** The derivative that is registered for a kernel; none for a kernel without one. */
export function derivativeOf(
  { kernelName, inputs, attrs }: KernelCall,
  saved: readonly Tensor[],
  signal: Tensor,
): OperandGradients {
  const config = tf.getGradient(kernelName);
  if (!config) return {};
  const operands = operandsOf(inputs, saved);
  const kept = config.saveAllInputs
    ? Object.values(operands)
    : (config.inputsToSave ?? []).map((name) => operands[name] as Tensor);
  const output = saved[saved.length - 1];
  return config.gradFunc(
    signal,
    [...kept, ...(config.outputsToSave ?? []).flatMap((out) => (out ? [output] : []))],
    attrs,
  );
}

/** Gradients by the names under which other inputs list the same tensors. */
export function renamed(
  gradients: OperandGradients,
  from: NamedTensorMap,
  to: NamedTensorMap,
): Record<string, () => Tensor> {
  const names = new Map(Object.entries(to).map(([name, tensor]) => [tensor, name]));
  return Object.fromEntries(
    Object.entries(gradients).flatMap(([name, gradient]) => {
      const other = names.get(from[name]);
      return other === undefined ? [] : [[other, gradient] as const];
    }),
  );
}
