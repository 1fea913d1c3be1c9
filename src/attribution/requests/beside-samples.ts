import type { Composite } from '../../engine/composite.ts';
import { repetitions } from '../settings.ts';
import { backgroundReference } from './multipliers.ts';
import { Collected, copyInput, type Request, sizeOf } from './request.ts';

/** How many inputs of the run the rules of a composite are estimated from. */
export const sampleSettings = { samples: repetitions(32) };

/** What arrives at the input under rules that are estimated from samples, the first inputs of the run: [N, ...input shape]. */
export function besideSamples(composite: Composite, samples: number): Request<Float32Array> {
  return {
    key: `beside-samples ${composite.name}`,
    pass: { kind: 'gradient', composite },
    points: 1,
    open: ({ inputs }) => {
      const size = sizeOf(inputs);
      const signals = new Collected('gradient', inputs.count);
      return {
        fill: (image, _, out) => copyInput(inputs, image, out),
        fillSamples: (out) => {
          for (let k = 0; k < samples; k++) out.set(backgroundReference(inputs, k), k * size);
        },
        take: (image, _, outputs) => signals.take(image, outputs),
        done: () => signals.values,
      };
    },
  };
}
