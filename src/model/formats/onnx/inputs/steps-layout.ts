import type { NodeProto } from '../file/graph-proto.ts';

/** Which axis of an input [a, b] holds the features of a step; null where it is no sequence. */
export type StepsLayout = 'features first' | 'features last' | null;

/** What leaves every axis where it is. */
const CELLWISE = new Set(['Identity', 'Cast', 'Dropout', 'Add', 'Sub', 'Mul', 'Div', 'Neg', 'Clip', 'Pad']);
/** What takes axis 1 of [batch, ...] for the channels. */
const CHANNELWISE = new Set([
  ...['Conv', 'ConvTranspose', 'BatchNormalization', 'InstanceNormalization', 'GroupNormalization'],
  ...['MaxPool', 'AveragePool', 'LpPool', 'GlobalAveragePool', 'GlobalMaxPool'],
]);
/** What takes the last axis for the features. */
const FEATUREWISE = new Set(['MatMul', 'LayerNormalization', 'RMSNormalization', 'LSTM', 'GRU', 'RNN']);
/** What may put axes elsewhere in ways that are not followed. */
const REARRANGING = new Set(['Unsqueeze', 'Squeeze', 'Reshape']);

/** A value of the graph, with the axes of the input that its axes are; null where that is lost. */
interface Followed {
  readonly value: string;
  readonly order: readonly number[] | null;
}

const AS_GIVEN: readonly number[] = [0, 1, 2];

/**
 * Tells from what reads an input [batch, a, b] first whether it is a sequence: convolutions over one axis take a for the
 * features, as PyTorch writes them, layers of sequences and products take b. A frame that puts an axis beside the steps for
 * its convolutions has features last.
 */
export function stepsLayout(name: string, nodes: readonly NodeProto[]): StepsLayout {
  const queue: Followed[] = [{ value: name, order: AS_GIVEN }];
  const seen = new Set([name]);
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { value, order } = next;
    for (const { op, inputs, outputs, attributes } of nodes) {
      if (!inputs.includes(value)) continue;
      if (inputs[0] === value && (CHANNELWISE.has(op) || FEATUREWISE.has(op))) {
        if (order === null) return CHANNELWISE.has(op) ? 'features last' : null;
        const axis = order[CHANNELWISE.has(op) ? 1 : 2];
        return axis === 0 ? null : axis === 1 ? 'features first' : 'features last';
      }
      const turned = attributes.find((one) => one.name === 'perm')?.ints ?? [];
      const after =
        op === 'Transpose' && order && turned.length === order.length
          ? turned.map((axis) => order[axis])
          : CELLWISE.has(op)
            ? order
            : null;
      const follows = CELLWISE.has(op) || op === 'Transpose' || REARRANGING.has(op);
      if (!follows || !outputs[0] || seen.has(outputs[0])) continue;
      seen.add(outputs[0]);
      queue.push({ value: outputs[0], order: after });
    }
  }
  return null;
}
