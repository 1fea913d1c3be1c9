import type { Composite } from '../engine/composite.ts';
import type { ActivationAnswer } from './requests/activation.ts';

/** A model with one set of weights, trained or random: what a method of the user's own is given. */
export interface BoundModel {
  readonly inputShape: readonly number[];
  readonly classes: number;
  /** Logits [count, classes] of a batch [count, ...inputShape]: [-z, z] of one sigmoid output with the logit z. */
  logits(values: Float32Array): Promise<Float32Array>;
  /**
   * Gradient of the target's logit at each input, [count, ...inputShape]. A composite, or the name of one (`guided`,
   * `deconvnet`), takes the place of the derivative.
   */
  gradient(
    values: Float32Array,
    targets: ArrayLike<number>,
    composite?: string | Composite,
  ): Promise<Float32Array>;
  /** Output of a site and the gradient of the target's logit with respect to it, [count, ...shape] each. */
  activation(
    site: string,
    values: Float32Array,
    targets: ArrayLike<number>,
    composite?: string | Composite,
  ): Promise<ActivationAnswer>;
}
