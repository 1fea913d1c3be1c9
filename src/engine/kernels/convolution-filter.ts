import type { OnnxBuilder } from '../lower/builder.ts';
import { wholeBlocks } from '../lower/channel-blocks.ts';
import type { Filter } from '../lower/pending.ts';
import { pad } from '../lower/regions.ts';
import type { Ref } from '../lower/tensor.ts';

/**
 * A filter from all channels to all channels, kept in the order of tfjs until it is known how it is read: turning it around
 * is most of what binding weights takes. `backward` reads the last axis and writes the one before.
 */
export function denseFilter(onnx: OnnxBuilder, rowsColsInOut: Ref, backward = false): Filter {
  const [rows, cols, first, last] = rowsColsInOut.dims;
  const [inputs, outputs] = backward ? [last, first] : [first, last];
  return {
    inputs,
    outputs,
    stage: rowsColsInOut.stage,
    scaled: (factor) => {
      const along = backward ? [outputs, 1] : [outputs];
      return denseFilter(onnx, onnx.mul(rowsColsInOut, onnx.reshape(factor, along)), backward);
    },
    plain: () => {
      // In two steps, of which backward needs the first only: to [O, I, ..] at once takes two thirds longer.
      const turned = onnx.transpose(rowsColsInOut, [2, 3, 0, 1]);
      return backward ? turned : onnx.transpose(turned, [1, 0, 2, 3]);
    },
    blocked: (block, whole) => {
      const fill = (channels: number, filled: boolean) => (filled ? wholeBlocks(channels, block) : channels);
      const [I, O] = [fill(inputs, whole), fill(outputs, true)];
      const [A, B] = backward ? [O, I] : [I, O];
      const filled = pad(onnx, rowsColsInOut, [0, 0, 0, 0], [0, 0, A - first, B - last]);
      const parts = (n: number, blocks: boolean) => (blocks ? [n / block, block] : [n]);
      const shape = [rows, cols, ...parts(A, backward || whole), ...parts(B, !backward || whole)];
      return onnx.reshape(onnx.transpose(onnx.reshape(filled, shape), order(backward, whole)), [
        O,
        I,
        rows,
        cols,
      ]);
    },
  };
}

/**
 * The blocked kernels' order of filters: [O / b, I / b, rows, cols, b of I, b of O], or [O / b, I, rows, cols, b of O] for
 * images of few channels, which are read as they are.
 */
function order(backward: boolean, whole: boolean): number[] {
  if (whole) return backward ? [2, 4, 0, 1, 5, 3] : [4, 2, 0, 1, 3, 5];
  return backward ? [2, 4, 0, 1, 3] : [3, 2, 0, 1, 4];
}

/** A filter of each channel by itself, [O, O / channels, rows, cols] or, backward, [C, O / C, rows, cols]. */
export function depthwiseFilter(onnx: OnnxBuilder, filter: Ref): Filter {
  const [outputs, perGroup, rows, cols] = filter.dims;
  return {
    inputs: perGroup,
    outputs,
    stage: filter.stage,
    scaled: (factor) =>
      depthwiseFilter(onnx, onnx.mul(filter, onnx.reshape(factor, [factor.dims[0], 1, 1, 1]))),
    plain: () => filter,
    blocked: (block) => {
      const O = wholeBlocks(outputs, block);
      const filled = pad(onnx, filter, [0, 0, 0, 0], [O - outputs, 0, 0, 0]);
      const parted = onnx.reshape(filled, [O / block, block, perGroup, rows, cols]);
      return onnx.reshape(onnx.transpose(parted, [0, 2, 3, 4, 1]), [O, perGroup, rows, cols]);
    },
  };
}
