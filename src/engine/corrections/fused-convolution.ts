import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { CONVOLUTIONS } from './convolution.ts';
import { intercept, isKernelCall, type KernelCall } from './interception.ts';

const BACKWARD = {
  FusedConv2D: CONVOLUTIONS.Conv2D,
  FusedDepthwiseConv2D: CONVOLUTIONS.DepthwiseConv2dNative,
} as const;

type Fused = KernelCall & { readonly kernelName: keyof typeof BACKWARD };

function isFusedLinear(call: KernelCall): call is Fused {
  return call.kernelName in BACKWARD && (call.attrs.activation ?? 'linear') === 'linear';
}

/** The gradient at a bias is the sum over the axes along which it was broadcast. */
function biasGradient(dy: Tensor, bias: Tensor): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(bias.shape, dy.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, bias.shape);
}

/** Operands in the order in which tfjs passes them to its custom gradient: input, filter, bias. */
function gradients(call: Fused, dy: Tensor, saved: readonly Tensor[]): Record<string, () => Tensor> {
  const [filter, x, y, bias] = saved;
  const dy4 = tf.reshape<tf.Rank.R4>(dy, (y as Tensor4D).shape);
  const at = BACKWARD[call.kernelName](dy4, x as Tensor4D, filter as Tensor4D, call.attrs);
  return { 0: at.x, 1: at.filter, ...(bias ? { 2: () => biasGradient(dy4, bias) } : {}) };
}

let installed = false;

/**
 * Convolution layers of tf.layers run a fused kernel (convolution and bias) whose gradient is a closure inside tfjs: it
 * refuses dilation and computes the filter's gradient also where only the input's is asked for, which costs a third of
 * the backward pass. Its place is taken by the gradients of the plain convolution, computed when called for.
 *
 * A fused kernel with a ReLU needs nothing: under a gradient tfjs runs it as convolution, bias and ReLU.
 */
export function correctFusedConvolutions(): void {
  if (installed) return;
  installed = true;
  let latest: Fused | null = null;
  intercept((run) => (call) => {
    if (isKernelCall(call)) {
      if (isFusedLinear(call)) latest = call;
      return run(call);
    }
    let fused: Fused | null = null;
    return run({
      ...call,
      forwardFunc: (backend, save) => {
        latest = null;
        const result = call.forwardFunc(backend, save);
        fused = latest;
        return result;
      },
      backwardsFunc: (dy, saved) => {
        const found = fused;
        if (!found) return call.backwardsFunc(dy, saved);
        const plain = (signal: Tensor) => gradients(found, signal, saved);
        return call.ruled?.(dy, saved, plain) ?? plain(dy);
      },
    });
  });
}
