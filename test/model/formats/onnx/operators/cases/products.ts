import type { OperatorCase } from '../agreement.ts';
import { x } from '../operands.ts';

const product = (name: string, a: number[], b: number[]): OperatorCase => ({
  ...{ name, op: 'MatMul', operands: [x(a, 1), x(b, 2)] },
});

const general = (
  name: string,
  shapes: number[][],
  attributes: OperatorCase['attributes'] = {},
): OperatorCase => ({
  ...{ name, op: 'Gemm', operands: shapes.map((shape, i) => x(shape, i + 1)), attributes },
});

const sum = (equation: string, ...shapes: number[][]): OperatorCase => ({
  name: equation,
  op: 'Einsum',
  operands: shapes.map((shape, i) => x(shape, i + 1)),
  attributes: { equation },
});

export const PRODUCTS: readonly OperatorCase[] = [
  product('of matrices', [3, 4], [4, 5]),
  product('with weights', [2, 3, 4], [4, 5]),
  product('with weights, four axes', [2, 3, 2, 4], [4, 5]),
  product('in batches', [2, 3, 3, 4], [2, 3, 4, 5]),
  product('in batches that are repeated', [2, 1, 3, 4], [3, 4, 5]),
  product('of a matrix and a batch', [3, 4], [2, 4, 5]),
  product('with a vector', [2, 3, 4], [4]),
  product('of a vector', [4], [2, 4, 5]),
  product('of vectors', [4], [4]),
  general('alone', [
    [2, 3],
    [3, 4],
  ]),
  general('with an offset', [[2, 3], [3, 4], [4]]),
  general(
    'of turned matrices',
    [
      [3, 2],
      [4, 3],
      [2, 1],
    ],
    { transA: 1, transB: 1 },
  ),
  general(
    'with factors',
    [
      [2, 3],
      [4, 3],
      [2, 4],
    ],
    { transB: 1, alpha: { float: 0.5 }, beta: { float: 2 } },
  ),
  general('with a number', [[2, 3], [3, 4], [1]], { beta: { float: 0.5 } }),
  sum('ij,jk->ik', [3, 4], [4, 5]),
  sum('bhid,bhjd->bhij', [2, 2, 3, 4], [2, 2, 5, 4]),
  sum('bhij , bhjd -> bihd', [2, 2, 3, 4], [2, 2, 4, 5]),
  sum('...ij,...jk', [2, 3, 4], [2, 4, 5]),
  sum('...ij,jk->...ik', [2, 2, 3, 4], [4, 5]),
  sum('i,j->ij', [3], [4]),
  sum('ij->ji', [3, 4]),
  sum('ij->i', [3, 4]),
  sum('ij,ij->', [3, 4], [3, 4]),
  sum('ab,bc,cd->ad', [2, 3], [3, 4], [4, 2]),
  sum('nchw,oc->nohw', [2, 3, 2, 2], [4, 3]),
];
