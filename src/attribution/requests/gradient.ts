import type { Composite } from '../../engine/composite.ts';
import { gradient as plain } from '../composites/registry.ts';
import { Collected, copyInput, type Request } from './request.ts';

export interface GradientAnswer {
  /** dS/dx, [N, ...input shape]. */
  readonly gradient: Float32Array;
  /** [N, classes]. */
  readonly logits: Float32Array;
}

/** dS/dx at the input under a composite, S being the logit of the explained class. Brings the logits along. */
export function gradient(composite: Composite = plain): Request<GradientAnswer> {
  return {
    key: `gradient ${composite.name}`,
    pass: { kind: 'gradient', composite },
    points: 1,
    open: ({ inputs }) => {
      const gradients = new Collected('gradient', inputs.count);
      const logits = new Collected('logits', inputs.count);
      return {
        fill: (image, _, out) => copyInput(inputs, image, out),
        take: (image, _, outputs) => {
          gradients.take(image, outputs);
          logits.take(image, outputs);
        },
        done: () => ({ gradient: gradients.values, logits: logits.values }),
      };
    },
    logitsOf: ({ logits }) => logits,
  };
}
