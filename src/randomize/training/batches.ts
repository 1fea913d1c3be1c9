import type { Dropout } from '../../model/model.ts';
import { Stream } from '../stream.ts';

/** The order of the inputs in an epoch. It follows from seed and epoch alone, so training can go on at any epoch. */
export function epochOrder(count: number, seed: number, epoch: number, shuffle: boolean): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  return shuffle ? new Stream('training order', seed, epoch).shuffle(order) : order;
}

/** Draws the masks of an epoch, step by step: 0 with probability `rate`, else 1 / (1 - rate). */
export function maskSource(
  dropouts: readonly Dropout[],
  batch: number,
  seed: number,
  epoch: number,
): () => Record<string, Float32Array> {
  const sources = dropouts.map(({ name, shape, rate }) => {
    const stream = new Stream('dropout', seed, epoch, name);
    const size = shape.reduce((product, n) => product * n, batch);
    const kept = 1 / (1 - rate);
    const draw = () => Float32Array.from({ length: size }, () => (stream.uniform() < rate ? 0 : kept));
    return { name, draw };
  });
  return () => Object.fromEntries(sources.map(({ name, draw }) => [`mask:${name}`, draw()]));
}

/** The chosen inputs one after the other, and their labels one-hot. */
export function gather(
  data: Float32Array,
  labels: ArrayLike<number>,
  chosen: Int32Array,
  size: number,
  classes: number,
): { x: Float32Array; targets: Float32Array } {
  const x = new Float32Array(chosen.length * size);
  const targets = new Float32Array(chosen.length * classes);
  for (const [to, from] of chosen.entries()) {
    x.set(data.subarray(from * size, (from + 1) * size), to * size);
    targets[to * classes + labels[from]] = 1;
  }
  return { x, targets };
}
