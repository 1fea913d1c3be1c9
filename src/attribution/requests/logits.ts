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

/** The logits [count, classes] of points that `write` writes, one after the other; asked of a single input, which is not looked at. */
export function writtenLogits(
  count: number,
  write: (at: number, out: Float32Array) => void,
): Request<Float32Array> {
  return {
    ...{ key: 'written-logits', pass: { kind: 'logits' }, points: count, varies: true },
    open: () => {
      const collected = new Collected('logits', count);
      return {
        fill: (_, point, out) => write(point, out),
        take: (_, point, outputs) => collected.take(point, outputs),
        done: () => collected.values,
      };
    },
  };
}
