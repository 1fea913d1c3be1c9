import { expect, test } from 'vitest';
import { batchedShape } from '../../../../../src/model/formats/onnx/trace/reshape.ts';

const axis = (at: number, count = 1, inner = 1) => ({ axis: at, count, inner });

/** Shapes for one input, where the batch lies, the shape that the file states for one input, and for any number of them. */
const RESHAPES = [
  ['features flattened', [1, 8, 7, 7], axis(0), [1, 392], [1, 392], axis(0)],
  ['an image as rows of pixels', [1, 768, 14, 14], axis(0), [1, 768, 196], [1, 768, 196], axis(0)],
  ['heads among the inputs', [17, 1, 32], axis(1), [17, 4, 8], [17, 4, 8], axis(1, 4, 4)],
  ['steps among the inputs', [17, 1, 32], axis(1), [17, 32], [17, 32], axis(0, 17, 1)],
  ['heads joined, steps among the inputs', [17, 1, 4, 8], axis(1), [17, 32], [17, 32], axis(0, 17, 1)],
  ['steps taken apart again', [17, 32], axis(0, 17, 1), [17, 1, 32], [17, 1, 32], axis(1)],
  ['windows of an image', [1, 2, 2, 2, 2, 16], axis(0), [4, 4, 16], [4, 4, 16], axis(0, 4, 4)],
  ['windows joined again', [4, 4, 16], axis(0, 4, 4), [1, 2, 2, 2, 2, 16], [1, 2, 2, 2, 2, 16], axis(0)],
] as const;

test.each(RESHAPES)('%s', (_, from, batch, target, shape, found) => {
  expect(batchedShape({ from, batch, target, stated: 1, hints: [], open: -1 })).toEqual({
    shape,
    batch: found,
  });
});

/** The same with the axis that takes up the rest. */
const OPEN = [
  ['features flattened', [1, 8, 7, 7], axis(0), [1, 392], 1, axis(0)],
  ['keys and values of heads', [1, 256, 64], axis(0), [1, 256, 2, 1, 32], 1, axis(0)],
  ['an axis of length 1 behind the inputs', [1, 784], axis(0), [1, 1, 28, 28], 0, axis(0)],
  ['windows', [1, 2, 2, 2, 2, 16], axis(0), [4, 4, 16], 0, axis(0, 4, 4)],
  ['the state of one direction', [1, 1, 32], axis(1), [1, 1, 32], 1, axis(1)],
  ['steps among the inputs', [17, 1, 32], axis(1), [17, 32], 0, axis(0, 17, 1)],
] as const;

test.each(OPEN)('%s, one axis open', (_, from, batch, target, open, found) => {
  expect(batchedShape({ from, batch, target, stated: 1, hints: [], open })?.batch).toEqual(found);
});

test('a file of eight inputs', () => {
  const ask = { from: [1, 12], batch: axis(0), target: [8, 3, 4], stated: 8, hints: [], open: -1 };
  expect(batchedShape(ask)).toEqual({ shape: [1, 3, 4], batch: axis(0) });
});

test('an axis that follows the batch in the file is the one', () => {
  const ask = { from: [17, 1, 32], batch: axis(1), target: [17, 32], stated: 1, hints: [1], open: -1 };
  expect(batchedShape(ask)).toEqual({ shape: [17, 32], batch: axis(1, 32, 32) });
});

test('a shape that mixes inputs is none', () => {
  expect(
    batchedShape({ from: [5, 1, 6], batch: axis(1), target: [3, 10], stated: 1, hints: [], open: -1 }),
  ).toBeNull();
});
