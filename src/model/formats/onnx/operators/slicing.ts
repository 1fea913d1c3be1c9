import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import { axisOf, rearranged, whenKnown } from './folding.ts';
import type { OnnxNode } from './node.ts';
import { define, NEWEST_SET, type OnnxOperator } from './operator.ts';

interface Walk {
  /** The first place, of a walk with places. */
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

interface Stated {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly axes: readonly number[] | undefined;
  readonly steps: readonly number[] | undefined;
}

/** For each axis the places that are taken. */
function walksOf(shape: readonly number[], { starts, ends, axes, steps }: Stated, node: OnnxNode): Walk[] {
  const walks = shape.map((count): Walk => ({ start: 0, step: 1, count }));
  const along = axes ?? [...starts.keys()];
  if (ends.length !== starts.length || along.length !== starts.length)
    node.refuse('as many ends and axes as starts', `${starts.length}, ${ends.length} and ${along.length}`);
  for (const [i, stated] of along.entries()) {
    const axis = axisOf(node, stated, shape.length);
    const [length, step] = [shape[axis], steps?.[i] ?? 1];
    if (step === 0) node.refuse('steps that are not 0', `[${steps}]`);
    const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
    const place = (value: number) => Math.min(high, Math.max(low, value < 0 ? value + length : value));
    const start = Math.min(Math.max(place(starts[i]), 0), step > 0 ? length : length - 1);
    const end = place(ends[i]);
    walks[axis] = { start, step, count: Math.max(0, Math.ceil((end - start) / step)) };
  }
  return walks;
}

function taken(x: Tensor, walks: readonly Walk[]): Tensor {
  const size = walks.map(({ count }) => count);
  if (walks.every(({ step, count }) => step === 1 || count <= 1)) {
    if (`${size}` === `${x.shape}`) return x;
    const begin = walks.map(({ start, count }) => (count === 0 ? 0 : start));
    return tf.slice(x, begin, size);
  }
  // The end of a walk backwards is before the first place, which strided slices count from the end.
  const backwards = walks.flatMap(({ step }, axis) => (step < 0 ? [axis] : []));
  const turned = backwards.length > 0 ? tf.reverse(x, backwards) : x;
  const start = walks.map((walk, axis) => (walk.step < 0 ? x.shape[axis] - 1 - walk.start : walk.start));
  const steps = walks.map(({ step }) => Math.abs(step));
  const end = walks.map(({ count }, axis) => start[axis] + (count - 1) * steps[axis] + 1);
  return steps.every((step) => step === 1)
    ? tf.slice(turned, start, size)
    : tf.stridedSlice(turned, start, end, steps);
}

function slice(
  stated: (node: OnnxNode) => Stated,
  sets: readonly [number, number],
  constants: readonly number[],
): OnnxOperator {
  const traits = operator('other', { held: false });
  return define('Slice', traits, ([x], node) => taken(x!, walksOf(x!.shape, stated(node), node)), {
    sets,
    constants,
    fold: whenKnown(([x], node) => {
      const walks = walksOf(x!.shape, stated(node), node);
      const place = (at: readonly number[]) => at.map((i, axis) => walks[axis].start + i * walks[axis].step);
      return rearranged(
        x!,
        walks.map(({ count }) => count),
        place,
      );
    }),
  });
}

export const slices: readonly OnnxOperator[] = [
  slice(
    (node) => ({
      starts: node.ints('starts', []),
      ends: node.ints('ends', []),
      axes: node.ints('axes'),
      steps: undefined,
    }),
    [1, 9],
    [],
  ),
  slice(
    (node) => ({
      starts: node.numbers(1) ?? [],
      ends: node.numbers(2) ?? [],
      axes: node.numbers(3),
      steps: node.numbers(4),
    }),
    [10, NEWEST_SET],
    [1, 2, 3, 4],
  ),
];
