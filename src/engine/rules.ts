import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { MINIMUM } from './corrections/broadcast.ts';
import { intercept, isKernelCall } from './corrections/interception.ts';
import { plainGradient } from './corrections/plain-gradient.ts';

export const RULES = ['gradient', 'guided', 'deconvnet'] as const;

/**
 * How a signal passes a ReLU on its way back.
 * - `gradient`: times the derivative of the activation.
 * - `guided`: where the derivative is 1 and the signal positive (Springenberg et al. 2015, section 3.4).
 * - `deconvnet`: where the signal is positive, whatever the input was (Zeiler and Fergus 2014, section 2.1); a cap,
 *   as in ReLU6, is ignored.
 */
export type Rule = (typeof RULES)[number];

type Unary = (dy: Tensor, x: Tensor) => Tensor;

/** max(dy, 0) as a product, which the compiled engine recognises. */
const positive = (dy: Tensor): Tensor => tf.mul(dy, tf.step(dy));

// Taken before any scope can have replaced them.
const PLAIN = {
  Relu: plainGradient('Relu'),
  Relu6: plainGradient('Relu6'),
  ClipByValue: plainGradient('ClipByValue'),
  Minimum: MINIMUM,
} as const;

const plain =
  (name: 'Relu' | 'Relu6'): Unary =>
  (dy, x) =>
    PLAIN[name].gradFunc(dy, [x], {}).x();

/** Backward rules of the two ReLU kernels. Fused kernels run as convolution, bias and ReLU under a gradient. */
const BACKWARD: Readonly<Record<Rule, Readonly<Record<'Relu' | 'Relu6', Unary>>>> = {
  gradient: { Relu: plain('Relu'), Relu6: plain('Relu6') },
  guided: {
    Relu: (dy, x) => tf.mul(positive(dy), tf.step(x)),
    Relu6: (dy, x) => tf.mul(tf.mul(positive(dy), tf.step(x)), tf.cast(tf.lessEqual(x, 6), 'float32')),
  },
  deconvnet: { Relu: positive, Relu6: positive },
};

/** Set on the attributes of a kernel that caps the output of a ReLU: the name of the capped operand. */
const CAPPED = 'cappedRelu';

/**
 * tf.layers knows two more capped ReLUs: `reLU({maxValue})` clips a ReLU's output to [0, max], the activation `relu6`
 * takes its minimum with a scalar. Guided needs nothing for them, since the cap's own derivative is zero above; for
 * deconvnet the cap passes everything to the operand that is a ReLU's output.
 */
function cap(name: 'ClipByValue' | 'Minimum'): GradConfig {
  const { inputsToSave, gradFunc } = PLAIN[name];
  return {
    kernelName: name,
    inputsToSave,
    gradFunc: (dy, saved, attrs) => {
      const gradients = gradFunc(dy, saved, attrs);
      const capped = attrs?.[CAPPED];
      return typeof capped === 'string' ? { ...gradients, [capped]: () => dy as Tensor } : gradients;
    },
  };
}

/** Marks caps: kernels that read the very tensor that a ReLU kernel gave, with a scalar bound. */
function markCaps(): () => void {
  const outputs = new WeakSet<Tensor>();
  return intercept((run) => (call) => {
    if (!isKernelCall(call)) return run(call);
    const { kernelName, inputs, attrs } = call;
    if (kernelName === 'Relu') {
      const output = run(call);
      outputs.add(output as Tensor);
      return output;
    }
    if (kernelName !== 'Minimum' && kernelName !== 'ClipByValue') return run(call);
    const [operand] = Object.entries(inputs).find(([, tensor]) => outputs.has(tensor)) ?? [];
    const bounded =
      kernelName === 'ClipByValue'
        ? attrs.clipValueMin === 0
        : Object.values(inputs).some((tensor) => tensor.rank === 0);
    return run(operand && bounded ? { ...call, attrs: { ...attrs, [CAPPED]: operand } } : call);
  });
}

/** What a function gave under a rule, and how often the rule met a ReLU on a backward path. */
export interface Ruled<T> {
  readonly result: T;
  /** 0: the network has no ReLU between the differentiated value and the input, so the rule changed nothing. */
  readonly met: number;
}

/**
 * Runs `fn` with the gradients of the ReLU kernels replaced by a rule, and puts back what was in force before, also
 * when `fn` throws. Scopes nest: the innermost rule holds. The rule acts on operations that run inside the scope, so
 * the forward pass belongs into `fn` too (as with `tf.grad`). Works eagerly and while recording.
 *
 * Throws TypeError if `fn` is asynchronous: the rule would be gone before it ends.
 */
export function withRule<T>(rule: Rule, fn: () => T): Ruled<T> {
  let met = 0;
  const relu = (kernelName: 'Relu' | 'Relu6'): GradConfig => ({
    kernelName,
    inputsToSave: ['x'],
    gradFunc: (dy, saved) => ({
      x: () => {
        met++;
        return BACKWARD[rule][kernelName](dy as Tensor, (saved as Tensor[])[0]);
      },
    }),
  });
  const caps =
    rule === 'deconvnet' ? [cap('ClipByValue'), cap('Minimum')] : [PLAIN.ClipByValue, PLAIN.Minimum];
  const replacements = [relu('Relu'), relu('Relu6'), ...caps];
  const previous = replacements.map(({ kernelName }) => tf.getGradient(kernelName));
  const unmark = markCaps();
  try {
    for (const config of replacements) tf.registerGradient(config);
    const result = fn();
    if (result instanceof Promise)
      throw new TypeError('a rule holds only while a function runs: it cannot be async');
    return { result, met };
  } finally {
    unmark();
    for (const config of previous) tf.registerGradient(config);
  }
}
