import type { OnnxNode } from '../operators/node.ts';
import { linearClassifier } from './linear-classifier.ts';
import type { Traced } from './traced.ts';
import type { NodeCall, Tracer } from './tracer.ts';

/** Gives the results of a node by way of others; null of a result for names, null of all for a node that is carried out. */
type WriteOut = (tracer: Tracer, call: NodeCall, node: OnnxNode) => readonly (Traced | null)[] | null;

/** Probabilities of a softmax sum to 1: what makes them do so leaves them. */
const normalizer: WriteOut = (_, { operands: [x] }, node) =>
  x?.reference?.node.ending?.name === 'softmax' && node.string('norm', 'MAX') === 'L1' ? [x] : null;

/** Operators for tables that are said in others, by domain and name. */
export const WRITTEN_OUT: ReadonlyMap<string, WriteOut> = new Map<string, WriteOut>([
  ['ai.onnx.ml.LinearClassifier', linearClassifier],
  ['ai.onnx.ml.Normalizer', normalizer],
]);
