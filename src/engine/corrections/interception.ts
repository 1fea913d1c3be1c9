import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** A kernel about to run, as the engine of tfjs passes it on. */
export interface KernelCall {
  readonly kernelName: string;
  readonly inputs: NamedTensorMap;
  readonly attrs: NamedAttrMap;
}

/** A function with a gradient of its own (`tf.customGrad`) about to run. */
export interface CustomCall {
  readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor | Tensor[];
  readonly backwardsFunc: (dy: Tensor, saved: Tensor[]) => Record<string, () => Tensor>;
  readonly inputs: NamedTensorMap;
  /** The gradients under a rule that is in force, from the plain ones; null where none is, as is known once it has run forward. */
  readonly ruled?: (
    dy: Tensor,
    saved: Tensor[],
    plain: (signal: Tensor) => Record<string, () => Tensor>,
  ) => Record<string, () => Tensor> | null;
}

type Call = KernelCall | CustomCall;
type Run = (call: Call) => Tensor | Tensor[];

export const isKernelCall = (call: Call): call is KernelCall => 'kernelName' in call;

/**
 * Wraps the one function of the tfjs engine through which every kernel and every custom gradient runs, on every
 * backend. There is no public place for it: gradients are replaceable by kernel name, but neither a kernel's missing
 * inputs nor the closures of `tf.customGrad` are. Returns what takes the wrapper off again; wrappers come off in the
 * reverse order.
 */
export function intercept(wrap: (run: Run) => Run): () => void {
  const engine = tf.engine() as unknown as { runKernelFunc: Run };
  const previous = engine.runKernelFunc;
  engine.runKernelFunc = wrap(previous.bind(engine));
  return () => {
    engine.runKernelFunc = previous;
  };
}
