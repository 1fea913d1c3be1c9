import type { Tensor } from '@tensorflow/tfjs-core';
import type { InputError } from '../../../../errors.ts';
import type { Reference } from '../../../network/operation.ts';
import { operator as traits } from '../../../network/operation.ts';
import { fansOf } from '../fans.ts';
import type { NodeParts, OnnxNode } from '../operators/node.ts';
import type { OnnxOperator } from '../operators/operator.ts';
import { type OnnxOperation, type Perform, WITHOUT_KERNEL } from './onnx-operation.ts';
import type { Traced } from './traced.ts';

interface Given {
  readonly operator: OnnxOperator;
  readonly parts: NodeParts;
  readonly called: () => string;
}

/** The operation of a node. `sources` are the operands that it reads as tensors, null for the others. */
export function nodeOperation(
  { operator, parts, called }: Given,
  node: OnnxNode,
  sources: readonly (Traced | null)[],
  perform: Perform,
): OnnxOperation {
  const read = sources.flatMap((source, index) => (source?.reference ? [{ index, ...source }] : []));
  const images = read.some(({ reference }) => (reference!.node as OnnxOperation).image);
  const { traits: own, roles, ending, notice } = operator;
  return {
    ...own,
    // Only a table's rows are looked up; other axes belong to each row.
    ...(own.kind === 'lookup' && node.int('axis', 0) !== 0 && traits('other')),
    ...{ name: called(), op: parts.op, notice, refusal: null },
    inputs: read.map(({ reference }) => reference!),
    ending: ending && endsInClasses(node, sources[0]) ? { name: ending, whole: true } : null,
    lastAxis: operator.lastAxis(node),
    epsilon: own.kind === 'normalisation' ? node.float('epsilon', 1e-5) : 0,
    image: own.kind === 'convolution' ? (read[0]?.tensor?.rank ?? 0) > 2 : images && own.channelwise,
    roleOf: (input) => {
      const role = roles[read[input]?.index] ?? 'other';
      return role === 'offset' && isTable(read[input].tensor) ? 'other' : role;
    },
    fansOf: (input) => fansOf(read[input].tensor!.shape, node),
    perform: (tensors, batch) => {
      let next = 0;
      return perform(
        sources.map((source) => (source?.reference ? tensors[next++] : null)),
        batch,
      );
    },
  };
}

/** Whether what is added differs along several axes: positions, and no bias of the channels. */
const isTable = (tensor: Tensor | null): boolean =>
  (tensor?.shape.filter((extent) => extent !== 1).length ?? 0) > 1;

/** Whether an activation at the end of a network goes over the classes, which lie along the last axis. */
function endsInClasses(node: OnnxNode, source: Traced | null): boolean {
  const rank = source?.tensor?.rank ?? 0;
  const axis = node.int('axis', node.set < 13 ? 1 : -1);
  return rank === 2 || axis === -1 || axis === rank - 1;
}

/** An operation that cannot be carried out; `refusal` is null where the fault is with an operand. */
export function refusedOperation(
  parts: Pick<NodeParts, 'name' | 'op'>,
  operands: readonly (Traced | null)[],
  refusal: InputError | null,
): OnnxOperation {
  const inputs = operands.flatMap((operand): Reference[] => (operand?.reference ? [operand.reference] : []));
  return {
    ...traits('other'),
    ...WITHOUT_KERNEL,
    ...{ name: parts.name, op: parts.op, inputs, refusal },
    perform: () => {
      throw refusal ?? new Error(`${parts.name} cannot be carried out`);
    },
  };
}
