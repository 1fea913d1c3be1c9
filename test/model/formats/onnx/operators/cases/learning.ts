import type { OperatorCase } from '../agreement.ts';
import { x } from '../operands.ts';

const scaler = (name: string, attributes: OperatorCase['attributes']): OperatorCase => ({
  ...{ name, op: 'Scaler', domain: 'ai.onnx.ml', operands: [x([2, 3], 1)], attributes },
});

export const LEARNING: readonly OperatorCase[] = [
  scaler('of columns', { offset: { floats: [0.5, -1, 2] }, scale: { floats: [2, 0.5, 1] } }),
  scaler('of all at once', { offset: { floats: [0.5] }, scale: { floats: [2] } }),
];
