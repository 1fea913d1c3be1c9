import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type {
  Executable,
  ExecutableParts,
  Hook,
  HookPlace,
  NodeTap,
  Values,
} from '../../network/executable.ts';
import type { Operation } from '../../network/operation.ts';
import { withChannelsFirst, withChannelsLast } from './inputs/input-operations.ts';
import type { OnnxOperation } from './trace/onnx-operation.ts';

interface Around {
  readonly tap?: NodeTap;
  /** Takes an operation's place; null where it does not. */
  readonly instead?: (node: Operation, operands: readonly Tensor[]) => Tensor | null;
}

/** A network of ONNX operations as a pure function. Images and sequences are shown to taps and hooks with their channels last. */
export function runNetwork({ flow, input, output, removed, tapped }: ExecutableParts): Executable {
  let running: Operation | null = null;
  const run = (x: Tensor, constants: Values, { tap, instead }: Around): Tensor => {
    const results = new Map<Operation, readonly Tensor[]>();
    const outputOf = (node: Operation, index: number): Tensor => {
      const found = results.get(node)?.[index] ?? (index === 0 ? constants.get(node) : undefined);
      if (!found) throw new Error(`output ${index} of ${node.name} is missing`);
      return found;
    };
    const [batch] = x.shape;
    for (const node of flow.order) {
      if (node.kind === 'constant' && node !== input) continue;
      running = node;
      const operands = node.inputs.map((reference) =>
        node === input ? x : outputOf(reference.node, reference.index),
      );
      const made =
        node === input
          ? [x]
          : ((instead && replaced(node, operands, instead)) ??
            carriedOut(node as OnnxOperation, operands, batch, node === removed?.node));
      results.set(
        node,
        tap && tapped.has(node) ? [tapping(node as OnnxOperation, made[0], tap), ...made.slice(1)] : made,
      );
    }
    return outputOf(output.node, output.index);
  };
  return {
    run: (x, constants, tap) => {
      running = null;
      return run(x, constants, { tap });
    },
    running: () => running,
    hooked: (places) => (x, constants, hook) => run(x, constants, { instead: hooking(places, hook) }),
  };
}

function carriedOut(
  node: OnnxOperation,
  operands: readonly Tensor[],
  batch: number,
  removed: boolean,
): readonly Tensor[] {
  return removed ? [operands[0]] : node.perform(operands, batch);
}

function replaced(
  node: Operation,
  operands: readonly Tensor[],
  instead: NonNullable<Around['instead']>,
): readonly Tensor[] | null {
  const made = instead(node, operands);
  return made && [made];
}

function tapping(node: OnnxOperation, output: Tensor, tap: NodeTap): Tensor {
  if (!node.image || output.rank < 3) return tap(node, output);
  const shown = withChannelsLast(output);
  const back = tap(node, shown);
  return back === shown ? output : withChannelsFirst(back);
}

function hooking(places: readonly HookPlace[], hook: Hook) {
  const at = new Map(places.map(({ node }, index) => [node, index]));
  return (node: Operation, [x, ...others]: readonly Tensor[]): Tensor | null => {
    const index = at.get(node);
    if (index === undefined) return null;
    // Normalisations go over the channels, which hooks take for the last axis.
    const axes = x.shape.map((_, axis) => axis);
    const last = [0, ...axes.slice(2), 1].slice(0, x.rank);
    const first = [0, x.rank - 1, ...axes.slice(1, -1)].slice(0, x.rank);
    return tf.transpose(hook(index, [tf.transpose(x, last), ...others]), first);
  };
}
