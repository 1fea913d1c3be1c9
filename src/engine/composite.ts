import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { type CustomCall, intercept, isKernelCall, type KernelCall } from './corrections/interception.ts';
import { derivativeOf, type OperandGradients, operandsOf, present, renamed } from './derivative.ts';
import { type Step, Steps } from './step.ts';

export type { OperandGradients } from './derivative.ts';
export type { Operand, Place, Step } from './step.ts';

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

/** Names the backward rule of each kernel by its place (the field's word, after Anders et al. 2021: zennit). */
export interface Composite {
  readonly name: string;
  /** The kernels that it is made for: it does nothing on a network in which a signal meets none of them. */
  readonly kernels: readonly string[];
  /** What the signal starts with at the explained logit S: 1, the default, S itself, or max(S, 0). */
  readonly start?: 'one' | 'logit' | 'positive-logit';
  /** Whether batch normalisation is merged into the layer that it follows. */
  readonly merges?: boolean;
  /**
   * Whether its rules compare an input with a reference: the network then runs on both, the inputs in the first half of the
   * batch and their references in the second, and only the first half is explained.
   */
  readonly compares?: boolean;
  /** What its rules need to know of a network's layers, found from samples before anything is explained; nothing by default. */
  readonly estimate?: Estimate;
  /** Null where the kernel keeps its derivative. `known` has what the estimate found. */
  ruleFor(kernel: string, place: Step, known: Known): BackwardRule | null;
}

/** Numbers of a network's layers by the names of steps, flat. */
export type Known = ReadonlyMap<string, Tensor>;

/**
 * What is found of a network's layers from samples: once for a set of weights, after which a pass costs what its rules do.
 * Equal names find the same from the same samples.
 */
export interface Estimate {
  readonly name: string;
  /** How many samples it looks at. */
  readonly samples: number;
  /** What it costs for each of them, in forward passes. */
  readonly forwards: number;
  /** The composite under which samples go through the network; its rules tell what they find of their steps. */
  finding(tell: Tell): Composite;
}

/** Takes what was found of a step, and of how many of how many filters nothing was, [2]. */
export type Tell = (step: Step, found: Tensor, missing: Tensor) => void;

const NOTHING: Known = new Map();

/** What a function gave under a composite. */
export interface Composed<T> {
  readonly result: T;
  /**
   * How often its rules passed a signal, by kernel: complete once the signal has been all the way back. Empty where they met
   * nothing between the differentiated value and the input.
   */
  readonly met: ReadonlyMap<string, number>;
}

/** The composite in force; null where every kernel keeps its derivative. */
let active: Scope | null = null;

/**
 * Runs `fn` with the backward rules of a composite, and puts back what was in force before, also when `fn` throws. Scopes
 * nest: the innermost composite holds. Rules act on kernels that run inside the scope: the forward pass belongs into `fn`, the
 * way back may come after it. Rules that ask what depends on the input need that tensor, those of an estimate what it found. Works
 * eagerly and while recording.
 *
 * Throws TypeError if `fn` is asynchronous: the rules would be gone before it ends.
 */
export function withComposite<T>(
  composite: Composite,
  fn: () => T,
  input?: Tensor,
  known: Known = NOTHING,
): Composed<T> {
  const scope = new Scope(composite, new Steps(input), known);
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
  readonly #steps: Steps;
  readonly #known: Known;
  /** Kernels that the custom gradient under way has run; null outside of one. */
  #inside: Inside[] | null = null;

  constructor(composite: Composite, steps: Steps, known: Known) {
    this.#composite = composite;
    this.#steps = steps;
    this.#known = known;
  }

  kernel(call: KernelCall, run: Run): Tensor | Tensor[] {
    // A copy is what it copies: tfjs makes one of all that a gradient will need.
    if (call.kernelName === 'Identity') return this.#steps.copied(call, run(call));
    const step = this.#steps.next(call);
    const rule = this.#composite.ruleFor(call.kernelName, step, this.#known);
    const output = rule && !this.#inside ? this.#ruled(call, rule, run) : run(call);
    if (rule) this.#inside?.push({ call, rule, output: output as Tensor });
    this.#steps.made(step, output);
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
        let own: Tensor[] = [];
        const result = call.forwardFunc(backend, (tensors) => {
          own = tensors;
        });
        held = own.length;
        // What a backend runs inside of one of its kernels, and throws away again, is no step of the function.
        const steps = inside.filter(({ call: { inputs }, output }) =>
          [...present(inputs), output].every((tensor) => !tensor.isDisposed),
        );
        inside.splice(0, inside.length, ...steps);
        save([...own, ...inside.flatMap(({ call: { inputs }, output }) => [...present(inputs), output])]);
        return result;
      } finally {
        this.#inside = null;
      }
    };
    const ruled: CustomCall['ruled'] = (dy, saved, plain) =>
      inside.length === 0 ? null : this.#passAll(inside, call, dy, saved.slice(held), plain);
    const backwardsFunc: CustomCall['backwardsFunc'] = (dy, saved) => {
      const plain = (signal: Tensor) => call.backwardsFunc(signal, saved);
      return ruled(dy, saved, plain) ?? plain(dy);
    };
    return run({ ...call, forwardFunc, backwardsFunc, ruled });
  }

  /** The gradients of a function whose kernels run one after the other, such as a product that is reshaped. */
  #passAll(
    inside: readonly Inside[],
    { inputs }: CustomCall,
    dy: Tensor,
    saved: readonly Tensor[],
    plain: (signal: Tensor) => Record<string, () => Tensor>,
  ): Record<string, () => Tensor> {
    let rest = saved;
    const kept = inside.map(({ call }) => {
      const own = rest.slice(0, present(call.inputs).length + 1);
      rest = rest.slice(own.length);
      return own;
    });
    let signal = dy;
    for (let i = inside.length - 1; i > 0; i--) {
      const { call, rule } = inside[i];
      const derivative = (at: Tensor) => derivativeOf(call, kept[i], at);
      const gradients = this.#pass(call, rule, signal, kept[i], derivative);
      const from = Object.keys(call.inputs).find((name) => call.inputs[name] === inside[i - 1].output);
      if (!from)
        throw new Error(`no rule holds for ${call.kernelName} beside ${inside[i - 1].call.kernelName}`);
      signal = gradients[from]();
    }
    const [{ call: kernel, rule }] = inside;
    const derivative = (at: Tensor) => renamed(plain(at), inputs, kernel.inputs);
    return renamed(this.#pass(kernel, rule, signal, kept[0], derivative), kernel.inputs, inputs);
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
}
