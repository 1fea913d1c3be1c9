import type { OperatorCase } from '../agreement.ts';
import type { Attribute } from '../one-node.ts';
import { constant, x } from '../operands.ts';

const [steps, batch, width, hidden] = [3, 2, 4, 3];
const GATES: Readonly<Record<string, number>> = { RNN: 1, GRU: 3, LSTM: 4 };

interface Layer {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly bias?: boolean;
  readonly states?: boolean;
  readonly peepholes?: boolean;
  readonly lengths?: boolean;
}

function layer(
  op: string,
  name: string,
  { attributes = {}, bias, states, peepholes, lengths }: Layer = {},
): OperatorCase {
  const directions = attributes.direction === 'bidirectional' ? 2 : 1;
  const rows = GATES[op] * hidden;
  const memories = op === 'LSTM' ? 2 : 1;
  const operands = [
    x(attributes.layout ? [batch, steps, width] : [steps, batch, width], 1),
    x([directions, rows, width], 2),
    x([directions, rows, hidden], 3),
    bias ? x([directions, 2 * rows], 4) : null,
    lengths ? constant([batch], [steps, steps], 'int32') : null,
    ...Array.from({ length: memories }, (_, i) => (states ? x([directions, batch, hidden], 5 + i) : null)),
    ...(peepholes ? [x([directions, 3 * hidden], 7)] : []),
  ];
  while (operands.at(-1) === null) operands.pop();
  return {
    name,
    op,
    operands,
    attributes: { hidden_size: hidden, ...attributes },
    outputs: 1 + memories,
    within: 5e-6,
  };
}

export const RECURRENCES: readonly OperatorCase[] = [
  ...['RNN', 'GRU', 'LSTM'].flatMap((op) => [
    layer(op, 'alone'),
    layer(op, 'with biases and states', { bias: true, states: true, lengths: true }),
    layer(op, 'backwards', { attributes: { direction: 'reverse' }, bias: true }),
    layer(op, 'both ways', { attributes: { direction: 'bidirectional' }, bias: true, states: true }),
  ]),
  layer('GRU', 'as PyTorch writes it', { attributes: { linear_before_reset: 1 }, bias: true }),
  layer('GRU', 'of other activations', {
    attributes: { activations: ['HardSigmoid', 'Softsign'] },
    bias: true,
  }),
  layer('LSTM', 'with peepholes', { peepholes: true, bias: true, states: true }),
  layer('LSTM', 'with clipped gates', { attributes: { clip: { float: 0.4 } }, bias: true }),
  layer('RNN', 'of another activation', {
    attributes: { activations: ['LeakyRelu'], activation_alpha: { floats: [0.2] } },
  }),
];
