import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Composite, Estimate } from '../../engine/composite.ts';
import type { TensorFunction } from '../../engine/engine.ts';
import { nameOfStep, type Step } from '../../engine/step.ts';
import type { Model } from '../../model/model.ts';
import type { Pass } from './pass.ts';
import { signalAt, withUnits } from './pass-function.ts';

/** What the number of undefined filters is named by, before the name of the layer. */
const UNDEFINED = 'undefined in ';

/** What an estimate finds of a model, as a function of samples [count, ...] and weights: what steps are known by, flat. */
export function estimateFunction(given: Model, estimate: Estimate, units?: Pass['units']): TensorFunction {
  const model = units ? withUnits(given) : given;
  return ({ samples }, weights) => {
    const found: Record<string, Tensor> = {};
    const layers = new Layers();
    // tf.grad frees what is not returned.
    const put = (name: string, tensor: Tensor) => {
      found[name] = tf.keep(tf.reshape(tensor, [-1]));
    };
    const composite = estimate.finding((step, value, missing) => {
      const layer = `${UNDEFINED}${layers.of(step)}`;
      put(nameOfStep(step), value);
      // A layer may have several steps.
      put(layer in found ? `${layer} (${nameOfStep(step)})` : layer, missing);
    });
    try {
      signalAt(samples, layers.watching(composite), NOTHING, (x, under) =>
        tf.sum(under(() => model.apply(x, weights, layers.tap), x)),
      );
      return Object.fromEntries(Object.entries(found).map(([name, tensor]) => [name, tensor.clone()]));
    } finally {
      tf.dispose(Object.values(found));
    }
  };
}

const NOTHING = new Map<string, Tensor>();

/** Which layer a step belongs to: the one whose output comes next. */
class Layers {
  readonly #names = new Map<string, string>();
  readonly #passed: string[] = [];

  watching(composite: Composite): Composite {
    return {
      ...composite,
      ruleFor: (kernel, step, known) => {
        this.#passed.push(nameOfStep(step));
        return composite.ruleFor(kernel, step, known);
      },
    };
  }

  readonly tap = (layer: string, output: Tensor): Tensor => {
    for (const step of this.#passed.splice(0)) this.#names.set(step, layer);
    return output;
  };

  of(step: Step): string {
    const name = nameOfStep(step);
    return this.#names.get(name) ?? name;
  }
}

/** What an estimate found under one set of weights. */
export interface Estimated {
  /** By the names that rules know it by. */
  readonly known: ReadonlyMap<string, Float32Array>;
  /** Layers of which something is undefined, with how many of their filters, and how many they have. */
  readonly undefined: readonly { readonly layer: string; readonly count: number; readonly of: number }[];
}

/** The outputs of an estimate's function. */
export function estimatedOf(outputs: Readonly<Record<string, Float32Array>>): Estimated {
  const entries = Object.entries(outputs);
  return {
    known: new Map(entries.filter(([name]) => !name.startsWith(UNDEFINED))),
    undefined: entries.flatMap(([name, [count, of]]) =>
      name.startsWith(UNDEFINED) && count > 0 ? [{ layer: name.slice(UNDEFINED.length), count, of }] : [],
    ),
  };
}
