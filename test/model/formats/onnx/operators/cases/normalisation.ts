import type { OperatorCase } from '../agreement.ts';
import { x } from '../operands.ts';

const image = x([2, 4, 3, 5], 5, -2, 2);
const steps = x([2, 3, 8], 6, -2, 2);
const positive = (length: number, seed: number) => x([length], seed, 0.5, 2);
const vector = (length: number, seed: number) => x([length], seed);

const byStatistics = (name: string, operand: OperatorCase['operands'][number], set = 17, epsilon = 1e-5) => ({
  name,
  op: 'BatchNormalization',
  set,
  operands: [operand, positive(4, 1), vector(4, 2), vector(4, 3), positive(4, 4)],
  attributes: { epsilon: { float: epsilon } },
});

export const NORMALISATIONS: readonly OperatorCase[] = [
  byStatistics('of images', image),
  byStatistics('of images, before set 9', image, 7, 1e-3),
  byStatistics('of images, before set 14', image, 11, 1e-2),
  byStatistics('of vectors', x([3, 4], 5)),
  byStatistics('in one dimension', x([2, 4, 6], 5)),
  { name: 'of images', op: 'InstanceNormalization', operands: [image, positive(4, 1), vector(4, 2)] },
  {
    name: 'in one dimension',
    op: 'InstanceNormalization',
    operands: [x([2, 4, 6], 5), positive(4, 1), vector(4, 2)],
  },
  { name: 'over the last axis', op: 'LayerNormalization', operands: [steps, positive(8, 1), vector(8, 2)] },
  { name: 'without an offset', op: 'LayerNormalization', operands: [steps, positive(8, 1)] },
  {
    name: 'over two axes',
    op: 'LayerNormalization',
    operands: [steps, x([3, 8], 1), x([3, 8], 2)],
    attributes: { axis: 1, epsilon: { float: 1e-3 } },
  },
  { name: 'with its statistics', op: 'LayerNormalization', operands: [steps, positive(8, 1)], outputs: 3 },
  {
    name: 'of parameters for each group',
    op: 'GroupNormalization',
    set: 18,
    operands: [image, positive(2, 1), vector(2, 2)],
    attributes: { num_groups: 2 },
  },
  {
    name: 'of parameters for each channel',
    op: 'GroupNormalization',
    set: 21,
    operands: [image, positive(4, 1), vector(4, 2)],
    attributes: { num_groups: 2, epsilon: { float: 1e-3 } },
  },
  { name: 'over the last axis', op: 'RMSNormalization', set: 23, operands: [steps, positive(8, 1)] },
  { name: 'over the usual axes', op: 'MeanVarianceNormalization', operands: [image] },
  {
    name: 'over the last axis',
    op: 'MeanVarianceNormalization',
    operands: [image],
    attributes: { axes: [3] },
  },
  { name: 'of squares', op: 'LpNormalization', operands: [steps] },
  { name: 'of magnitudes', op: 'LpNormalization', operands: [steps], attributes: { p: 1, axis: 1 } },
  {
    name: 'over an odd number of channels',
    op: 'LRN',
    operands: [image],
    attributes: { size: 3, alpha: { float: 0.3 }, beta: { float: 0.6 }, bias: { float: 2 } },
  },
];
