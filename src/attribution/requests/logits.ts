import { Collected, copyInput, type Request } from './request.ts';

/** The logits [N, classes] of the inputs. */
export const logits: Request<Float32Array> = {
  key: 'logits',
  pass: { kind: 'logits' },
  points: 1,
  open: ({ inputs }) => {
    const collected = new Collected('logits', inputs.count);
    return {
      fill: (image, _, out) => copyInput(inputs, image, out),
      take: (image, _, outputs) => collected.take(image, outputs),
      done: () => collected.values,
    };
  },
  logitsOf: (answer) => answer,
};
