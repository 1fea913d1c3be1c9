import type { NamedAttrMap, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { intercept, isKernelCall, type KernelCall } from '../../src/engine/corrections/interception.ts';
import type { ProgramSource, TensorSpec } from '../../src/engine/engine.ts';
import { record } from '../../src/engine/record/record.ts';

/** A call of a kernel whose gradient chooses: rounding can turn the choice where two numbers are all but equal. */
export interface Decision {
  readonly kernel: 'Relu' | 'Relu6' | 'ClipByValue' | 'MaxPool';
  readonly attrs: NamedAttrMap;
  /** Of the tensor that tells the choice: the input of a pooling, the output of an activation. */
  readonly shape: readonly number[];
}

type Deciding = KernelCall & { readonly kernelName: Decision['kernel'] };

const KERNELS: ReadonlySet<string> = new Set(['Relu', 'Relu6', 'ClipByValue', 'MaxPool']);

/** The name under which the i-th decision is handed out of a program and into another. */
export const decisionName = (i: number): string => `decision ${i}`;

const deciding = (call: KernelCall): call is Deciding => KERNELS.has(call.kernelName);

/** Runs `fn` with `instead` in the place of the deciding kernels, numbered in the order of their calls. */
function withDecisions<T>(fn: () => T, instead: (call: Deciding, run: () => Tensor, i: number) => Tensor): T {
  let count = 0;
  let inside = false;
  const stop = intercept((run) => (call) => {
    if (inside || !isKernelCall(call) || !deciding(call)) return run(call);
    inside = true;
    try {
      return instead(call, () => run(call) as Tensor, count++);
    } finally {
      inside = false;
    }
  });
  try {
    return fn();
  } finally {
    stop();
  }
}

/** The program with what each deciding kernel decided by as outputs of its own, and a list of these. */
export function observing(source: ProgramSource): { source: ProgramSource; decisions: readonly Decision[] } {
  let decisions: Decision[] = [];
  const fn: ProgramSource['fn'] = (inputs, weights) => {
    const kept: Tensor[] = [];
    decisions = [];
    const outputs = withDecisions(
      () => source.fn(inputs, weights),
      ({ kernelName, inputs: { x }, attrs }, run) => {
        const output = run();
        const telling = kernelName === 'MaxPool' ? x : output;
        kept.push(tf.keep(tf.clone(telling)));
        decisions.push({ kernel: kernelName, attrs, shape: telling.shape });
        return output;
      },
    );
    const told = kept.map((tensor, i) => [decisionName(i), tf.clone(tensor)] as const);
    tf.dispose(kept);
    return { ...outputs, ...Object.fromEntries(told) };
  };
  const observed = { ...source, fn };
  record(observed);
  return { source: observed, decisions };
}

/**
 * The program with the decisions of another run, which it is fed with, in the place of its own: on the way back a ReLU asks the
 * fed output, a pooling the fed input. The way forth is its own.
 */
export function exchanged(source: ProgramSource, decisions: readonly Decision[]): ProgramSource {
  const specs = decisions.map(({ shape }, i): [string, TensorSpec] => [
    decisionName(i),
    { shape, dtype: 'float32' },
  ]);
  return {
    ...source,
    inputs: { ...source.inputs, ...Object.fromEntries(specs) },
    fn: (inputs, weights) =>
      withDecisions(
        () => source.fn(inputs, weights),
        (call, run, i) => {
          const fed = inputs[decisionName(i)];
          const backwards = (dy: Tensor) => gradientBy(call, fed, dy);
          return tf.customGrad(() => ({ value: run(), gradFunc: backwards }))(call.inputs.x);
        },
      ),
  };
}

function gradientBy({ kernelName, attrs }: Deciding, fed: Tensor, dy: Tensor): Tensor {
  if (kernelName === 'MaxPool') return poolGradient(attrs, fed as Tensor4D, dy);
  const limit = limitOf(kernelName, attrs);
  const passed = tf.mul(dy, tf.step(fed));
  return limit === null ? passed : tf.mul(passed, tf.cast(tf.less(fed, limit), 'float32'));
}

/** Where an activation saturates; null where it does not. */
export function limitOf(kernel: Decision['kernel'], attrs: NamedAttrMap): number | null {
  if (kernel === 'Relu6') return 6;
  return kernel === 'ClipByValue' ? (attrs.clipValueMax as number) : null;
}

function poolGradient(attrs: NamedAttrMap, input: Tensor4D, dy: Tensor): Tensor {
  const output = tf.engine().runKernel('MaxPool', { x: input }, attrs) as Tensor;
  return tf.engine().runKernel('MaxPoolGrad', { dy, input, output }, attrs) as Tensor;
}
