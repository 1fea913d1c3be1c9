import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { operator } from '../../../network/operation.ts';
import type { OnnxNode } from './node.ts';
import { define, type OnnxOperator } from './operator.ts';

const IN_PLACE = operator('activation');
const HELD = operator('activation', { held: true });

type Function = (x: Tensor, node: OnnxNode) => Tensor;

function activation(name: string, f: Function, traits = IN_PLACE): OnnxOperator {
  return define(name, traits, ([x], node) => f(x as Tensor, node));
}

export const activations: readonly OnnxOperator[] = [
  activation('Relu', (x) => tf.relu(x)),
  activation('LeakyRelu', (x, node) => tf.leakyRelu(x, node.float('alpha', 0.01))),
  { ...activation('Sigmoid', (x) => tf.sigmoid(x)), ending: 'sigmoid' },
  activation('Tanh', (x) => tf.tanh(x)),
  activation('Softplus', (x) => tf.softplus(x), HELD),
];
