import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type Composite, type Known, withComposite } from '../../engine/composite.ts';
import type { TensorFunction } from '../../engine/engine.ts';
import { withSoftplus } from '../../engine/softplus-units.ts';
import type { Model } from '../../model/model.ts';
import { requireSite } from '../../model/sites.ts';
import { MisfitError } from '../misfit.ts';
import { compares, type Pass } from './pass.ts';

/** What a pass computes of a model, as a function of inputs x [batch, ...], one-hot targets [batch, classes] and weights. */
export function passFunction(given: Model, pass: Pass, batch: number): TensorFunction {
  const model: Pick<Model, 'apply' | 'sites'> = pass.units ? withUnits(given) : given;
  if (pass.kind === 'logits') return ({ x }, weights) => ({ logits: model.apply(x, weights) });
  const { composite } = pass;
  if (compares(pass)) {
    return ({ x, target, reference }, weights) =>
      withAsides(({ logits }) => {
        const gradient = signalAt(x, composite, weights, (t, under) => {
          const all = tf.concat([t, reference], 0);
          const own = tf.slice(
            under(() => model.apply(all, weights), all),
            [0, 0],
            [batch, -1],
          );
          return explained(logits.put(own), target, composite);
        });
        return { gradient, logits: logits.take() };
      });
  }
  if (pass.kind === 'gradient') {
    return ({ x, target }, weights) =>
      withAsides(({ logits }) => {
        const gradient = signalAt(x, composite, weights, (t, under) =>
          explained(logits.put(under(() => model.apply(t, weights), t)), target, composite),
        );
        return { gradient, logits: logits.take() };
      });
  }
  const site = requireSite(model, pass.site);
  // The activation is read by letting a tensor of zeros through at the site and differentiating with respect to that
  // tensor, so no sub-model has to be cut out.
  return ({ x, target }, weights) =>
    withAsides(({ activation, logits }) => {
      const zeros = tf.zeros([batch, ...site.shape]);
      const gradient = signalAt(zeros, composite, weights, (probe, under) => {
        const tap = (name: string, output: Tensor) =>
          name === site.name ? probed(activation.put(output), probe) : output;
        return explained(logits.put(under(() => model.apply(x, weights, tap), x)), target, composite);
      });
      return { activation: activation.take(), gradient, logits: logits.take() };
    });
}

/** The same network with softplus units. */
export const withUnits = (model: Model): Pick<Model, 'apply' | 'sites'> => ({
  sites: model.sites,
  apply: (...given) => withSoftplus(() => model.apply(...given)),
});

/** Runs a forward pass under a composite; `input` is the tensor that is explained. */
type Under = (forward: () => Tensor, input: Tensor) => Tensor;

/**
 * What arrives at `x` of the signal that starts at `f(x)`, under rules that know what stands among the weights. Throws
 * UnmetCompositeError where the rules met nothing.
 */
export function signalAt(
  x: Tensor,
  composite: Composite,
  known: Known,
  f: (x: Tensor, under: Under) => tf.Scalar,
): Tensor {
  let met: ReadonlyMap<string, number> = new Map();
  const under: Under = (forward, input) => {
    const composed = withComposite(composite, forward, input, known);
    met = composed.met;
    return composed.result;
  };
  const signal = tf.grad((t) => f(t, under))(x);
  const { kernels } = composite;
  if (kernels.length > 0 && !kernels.some((kernel) => met.has(kernel)))
    throw new UnmetCompositeError(composite);
  return signal;
}

/** The output of a site; what arrives there on the way back arrives at the probe, too. */
const probed = tf.customGrad((output, probe) => ({
  value: tf.clone(output as Tensor),
  gradFunc: (dy) => [tf.clone(dy), tf.reshape(dy, (probe as Tensor).shape)],
}));

/** The sum of the explained logits, from each of which a signal starts as the composite says. */
function explained(logits: Tensor, target: Tensor, { start = 'one' }: Composite): tf.Scalar {
  if (start === 'one') return tf.sum(tf.mul(logits, target));
  const seeded = tf.customGrad((given, save) => {
    const values = given as Tensor;
    (save as tf.GradSaveFunc)([values]);
    return {
      value: tf.sum(tf.mul(values, target)),
      gradFunc: (dy, saved) => {
        const [own] = saved as Tensor[];
        return tf.mul(tf.mul(dy, target), start === 'logit' ? own : tf.relu(own));
      },
    };
  });
  return tf.reshape<tf.Rank.R0>(seeded(logits), []);
}

/** Brings a tensor out of a function that `tf.grad` differentiates, which frees what is not returned. */
class Aside {
  #kept: tf.Tensor | null = null;

  put(tensor: tf.Tensor): tf.Tensor {
    this.#kept = tf.keep(tensor);
    return tensor;
  }

  take(): tf.Tensor {
    if (!this.#kept) throw new Error('nothing was put aside: the layer was not reached');
    return this.#kept.clone();
  }

  drop(): void {
    this.#kept?.dispose();
  }
}

function withAsides<T>(fn: (asides: { readonly activation: Aside; readonly logits: Aside }) => T): T {
  const asides = { activation: new Aside(), logits: new Aside() };
  try {
    return fn(asides);
  } finally {
    for (const aside of Object.values(asides)) aside.drop();
  }
}

/** A composite that met none of its kernels: what it gives would be the plain gradient under another name. */
export class UnmetCompositeError extends MisfitError {
  constructor({ name, kernels }: Composite) {
    super({
      thing: `composite ${name}`,
      expected: `a network with one of the kernels that it acts on: ${kernels.join(', ')}`,
      found: 'none between the logits and what they are differentiated by',
    });
  }
}
