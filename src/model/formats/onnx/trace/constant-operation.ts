import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import type { StoredConstant } from '../../../network/stored-constant.ts';
import { isFloat, type Plain } from '../operators/plain.ts';
import { always } from './by-batch.ts';
import { type OnnxOperation, WITHOUT_KERNEL } from './onnx-operation.ts';
import { storedConstant } from './stored-constant.ts';
import type { Traced } from './traced.ts';

const CONSTANT = operator('constant');

/** The operation of a stored array. */
const operationOf = (name: string): OnnxOperation => ({
  ...CONSTANT,
  ...WITHOUT_KERNEL,
  ...{ name, op: 'Constant', inputs: [] },
  perform: () => {
    throw new Error(`the constant ${name} is given`);
  },
});

/**
 * A stored array as a traced value. Whole numbers, booleans and single numbers are known while the network is traced;
 * other floats are taken for weights, whose numbers come in only where an operator asks for them. `keep` is told of the
 * constant as the network has it.
 */
export function constantValue(name: string, plain: Plain, keep: (stored: StoredConstant) => void): Traced {
  const stored = storedConstant(name, plain);
  keep(stored);
  const weight = isFloat(plain.type) && plain.values.length !== 1;
  return {
    tensor: tf.tensor(stored.values, [...stored.shape], stored.dtype),
    batch: null,
    reference: { node: operationOf(name), index: 0 },
    known: weight ? null : always(plain),
    stored: () => plain,
    type: plain.type,
  };
}
