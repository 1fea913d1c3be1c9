import type { Composite } from '../../engine/composite.ts';
import type { Site } from '../../model/model.ts';
import { gradient as plain } from '../composites/registry.ts';
import { Collected, copyInput, type Request } from './request.ts';

export interface ActivationAnswer {
  /** Output A of the site, [N, ...shape]. */
  readonly activation: Float32Array;
  /** dS/dA, [N, ...shape]. */
  readonly gradient: Float32Array;
  /** Of the site's output, without the batch axis. */
  readonly shape: readonly number[];
  /** [N, classes]. */
  readonly logits: Float32Array;
}

/** The output of a site at the input, and the logit's derivative with respect to it. Brings the logits along. */
export function activation(
  { name, shape }: Pick<Site, 'name' | 'shape'>,
  composite: Composite = plain,
): Request<ActivationAnswer> {
  return {
    key: `activation ${composite.name} ${name}`,
    pass: { kind: 'activation', composite, site: name },
    points: 1,
    open: ({ inputs }) => {
      const outputs = ['activation', 'gradient', 'logits'].map(
        (output) => new Collected(output, inputs.count),
      );
      return {
        fill: (image, _, out) => copyInput(inputs, image, out),
        take: (image, _, taken) => {
          for (const output of outputs) output.take(image, taken);
        },
        done: () => {
          const [activations, gradients, logits] = outputs.map(({ values }) => values);
          return { activation: activations, gradient: gradients, shape, logits };
        },
      };
    },
    logitsOf: ({ logits }) => logits,
  };
}
