import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type CustomCall, intercept, isKernelCall, type KernelCall } from './corrections/interception.ts';

/** Gradients by operand, computed when they are called for. */
export type OperandGradients = Readonly<Record<string, () => Tensor>>;

/** A kernel that ran on the way forward, as its backward rule sees it. */
export interface ForwardCall {
  readonly kernel: string;
  readonly inputs: NamedTensorMap;
  readonly output: Tensor;
  readonly attrs: NamedAttrMap;
  /** What the kernel's derivative gives for a signal. */
  derivative(signal: Tensor): OperandGradients;
}

/** How a signal passes one kernel on its way back. Operands that a rule does not name go by the derivative. */
export type BackwardRule = (signal: Tensor, call: ForwardCall) => OperandGradients;

/** Where a kernel stands in the forward pass. */
export interface Place {
  /** Number of kernels of the same name before it, from the input: 0 for the first. */
  readonly index: number;
  /** By operand: the shape of its tensor, and the kernel that gave it; null for inputs, weights and constants. */
  readonly operands: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly from: string | null }>
  >;
  readonly attrs: NamedAttrMap;
}

/** Names the backward rule of each kernel by its place (the field's word, after Anders et al. 2021: zennit). */
export interface Composite {
  readonly name: string;
  /** The kernels that it is made for: it does nothing on a network in which a signal meets none of them. */
  readonly kernels: readonly string[];
  /** Null where the kernel keeps its derivative. */
  ruleFor(kernel: string, place: Place): BackwardRule | null;
}

/** What a function gave under a composite. */
export interface Composed<T> {
  readonly result: T;
  /** How often its rules passed a signal, by kernel. Empty where they met nothing between the differentiated value and the input. */
  readonly met: ReadonlyMap<string, number>;
}

/** The composite in force; null where every kernel keeps its derivative. */
let active: Scope | null = null;

/**
 * Runs `fn` with the backward rules of a composite, and puts back what was in force before, also when `fn` throws. Scopes
 * nest: the innermost composite holds. Rules act on kernels that run inside the scope, so the forward pass belongs into
 * `fn` too (as with `tf.grad`). Works eagerly and while recording.
 *
 * Throws TypeError if `fn` is asynchronous: the rules would be gone before it ends.
 */
export function withComposite<T>(composite: Composite, fn: () => T): Composed<T> {
  const scope = new Scope(composite);
  const previous = active;
  active = scope;
  const takeOff = intercept((run) => (call) => {
    if (active !== scope) return run(call);
    return isKernelCall(call) ? scope.kernel(call, run) : scope.custom(call, run);
  });
  try {
    const result = fn();
    if (result instanceof Promise)
      throw new TypeError('a composite holds only while a function runs: it cannot be async');
    return { result, met: scope.met };
  } finally {
    takeOff();
    active = previous;
  }
}

type Run = (call: KernelCall | CustomCall) => Tensor | Tensor[];

interface Inside {
  readonly call: KernelCall;
  readonly rule: BackwardRule;
  readonly output: Tensor;
}

class Scope {
  readonly met = new Map<string, number>();
  readonly #composite: Composite;
  readonly #counts = new Map<string, number>();
  readonly #producers = new WeakMap<Tensor, string>();
  /** Kernels that the custom gradient under way has run; null outside of one. */
  #inside: Inside[] | null = null;

  constructor(composite: Composite) {
    this.#composite = composite;
  }

  kernel(call: KernelCall, run: Run): Tensor | Tensor[] {
    const rule = this.#ruleFor(call);
    if (this.#inside) {
      const output = run(call);
      if (rule) this.#inside.push({ call, rule, output: output as Tensor });
      return output;
    }
    const output = rule ? this.#ruled(call, rule, run) : run(call);
    if (!Array.isArray(output)) this.#producers.set(output, call.kernelName);
    return output;
  }

  /** A kernel with a custom gradient around it, such as a convolution with its bias, goes by the rule of the kernel. */
  custom(call: CustomCall, run: Run): Tensor | Tensor[] {
    if (this.#inside) return run(call);
    const inside: Inside[] = [];
    let held = 0;
    const forwardFunc: CustomCall['forwardFunc'] = (backend, save) => {
      this.#inside = inside;
      try {
        return call.forwardFunc(backend, (tensors) => {
          held = tensors.length;
          save([
            ...tensors,
            ...inside.flatMap(({ call: { inputs }, output }) => [...present(inputs), output]),
          ]);
        });
      } finally {
        this.#inside = null;
      }
    };
    const ruled: CustomCall['ruled'] = (dy, saved, plain) => {
      if (inside.length !== 1) return null;
      const [{ call: kernel, rule }] = inside;
      const derivative = (signal: Tensor) => renamed(plain(signal), call.inputs, kernel.inputs);
      return renamed(this.#pass(kernel, rule, dy, saved.slice(held), derivative), kernel.inputs, call.inputs);
    };
    const backwardsFunc: CustomCall['backwardsFunc'] = (dy, saved) => {
      const plain = (signal: Tensor) => call.backwardsFunc(signal, saved);
      return ruled(dy, saved, plain) ?? plain(dy);
    };
    return run({ ...call, forwardFunc, backwardsFunc, ruled });
  }

  #ruled(call: KernelCall, rule: BackwardRule, run: Run): Tensor | Tensor[] {
    return run({
      inputs: call.inputs,
      forwardFunc: (_, save) => {
        const output = run(call) as Tensor;
        save([...present(call.inputs), output]);
        return output;
      },
      backwardsFunc: (dy, saved) =>
        this.#pass(call, rule, dy, saved, (signal) => derivativeOf(call, saved, signal)),
    });
  }

  /** The gradients of one kernel under its rule. `saved` are its operands and its output, as they were on the way forward. */
  #pass(
    { kernelName: kernel, inputs, attrs }: KernelCall,
    rule: BackwardRule,
    dy: Tensor,
    saved: readonly Tensor[],
    derivative: (signal: Tensor) => OperandGradients,
  ): Record<string, () => Tensor> {
    const call = {
      kernel,
      inputs: operandsOf(inputs, saved),
      output: saved[saved.length - 1],
      attrs,
      derivative,
    };
    const ruled = Object.entries(rule(dy, call)).map(([name, gradient]) => {
      const counted = () => {
        this.met.set(kernel, (this.met.get(kernel) ?? 0) + 1);
        return gradient();
      };
      return [name, counted] as const;
    });
    const whole = ruled.length < present(inputs).length ? derivative(dy) : {};
    return { ...whole, ...Object.fromEntries(ruled) };
  }

  #ruleFor({ kernelName, inputs, attrs }: KernelCall): BackwardRule | null {
    const index = this.#counts.get(kernelName) ?? 0;
    this.#counts.set(kernelName, index + 1);
    const operands = Object.fromEntries(
      Object.entries(inputs).flatMap(([name, tensor]) =>
        tensor == null
          ? []
          : [[name, { shape: tensor.shape, from: this.#producers.get(tensor as Tensor) ?? null }] as const],
      ),
    );
    return this.#composite.ruleFor(kernelName, { index, operands, attrs });
  }
}

const present = (inputs: NamedTensorMap): Tensor[] =>
  Object.values(inputs).filter((tensor) => tensor != null);

/** Operands by name, from the copies of them that were saved in their order. */
function operandsOf(inputs: NamedTensorMap, saved: readonly Tensor[]): NamedTensorMap {
  const names = Object.keys(inputs).filter((name) => inputs[name] != null);
  return Object.fromEntries(names.map((name, i) => [name, saved[i]]));
}

/** The derivative that is registered for a kernel; none for a kernel without one. */
function derivativeOf({ kernelName, inputs, attrs }: KernelCall, saved: readonly Tensor[], signal: Tensor) {
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
function renamed(
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
