import type { Operator } from '../lower/tensor.ts';
import type { Device } from './device.ts';

/**
 * The names of nodes that a device has a kernel for and computes too roughly or wrong (ONNX Runtime 1.30): WebGPU promises of
 * sine and cosine an absolute error of 2^-11 only, and a slice that leaps backwards returns the wrong part.
 */
export function leftToCpu(device: Device, operators: readonly Operator[]): string[] {
  if (device !== 'webgpu') return [];
  return operators
    .filter((operator) => ['Sin', 'Cos', 'Tan'].includes(operator.op) || leapsBackwards(operator))
    .map(({ outputs }) => outputs[0].name);
}

/** The fifth input of a slice are its steps. Those of -1, which turn filters round, are right. */
function leapsBackwards({ op, inputs }: Operator): boolean {
  const steps = op === 'Slice' ? inputs[4]?.data : undefined;
  return steps !== undefined && Array.from(steps as ArrayLike<number | bigint>).some((step) => step < -1);
}
