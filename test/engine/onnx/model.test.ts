import { expect, test } from 'vitest';
import {
  encodeModel,
  float,
  type OnnxDType,
  type OnnxOperator,
  type OnnxTensor,
} from '../../../src/engine/onnx/model.ts';
import * as ort from '../../../src/engine/onnx-runtime.ts';
import { operatorsOf, readMessage, textOf } from './reader.ts';

const tensor = (name: string, dims: number[], dtype: OnnxDType = 'float32'): OnnxTensor => ({
  name,
  dims,
  dtype,
});

/** The attributes of one operator, as they were written. */
function written(attrs: OnnxOperator['attrs'], name = 'x') {
  const operator = { op: 'Neg', inputs: [tensor(name, [1])], outputs: [tensor('y', [1])], attrs };
  const bytes = encodeModel({ name: 'g', operators: [operator], inputs: [], outputs: [], initializers: [] });
  const graph = readMessage(readMessage(bytes).get(7)![0] as Uint8Array);
  return readMessage(graph.get(1)![0] as Uint8Array);
}

test.each([0, 1, 127, 128, 300, 2 ** 31, 2 ** 40, -1, -(2 ** 31)])('the integer %i survives', (value) => {
  const [read] = readMessage(written({ axis: value }).get(5)![0] as Uint8Array).get(3)!;
  expect(BigInt.asIntN(64, read as bigint)).toBe(BigInt(value));
});

test('names longer than 127 bytes and outside ASCII survive', () => {
  const name = 'größe'.repeat(40);
  expect(textOf(written({}, name).get(1)![0])).toBe(name);
});

test('operators keep their order', () => {
  const step = (op: string, from: string, to: string): OnnxOperator => ({
    op,
    inputs: [tensor(from, [1])],
    outputs: [tensor(to, [1])],
    attrs: {},
  });
  const operators = [step('Neg', 'x', 'a'), step('Abs', 'a', 'b'), step('Exp', 'b', 'y')];
  const bytes = encodeModel({ name: 'g', operators, inputs: [], outputs: [], initializers: [] });
  expect(operatorsOf(bytes)).toEqual(['Neg', 'Abs', 'Exp']);
});

test('ONNX Runtime understands every kind of attribute, input and initializer', async () => {
  const x = tensor('x', [1, 1, 2, 2]);
  const [leaky, sum, wide, y] = ['leaky', 'sum', 'wide', 'y'].map((name) => tensor(name, [1, 1, 2, 2]));
  const initializers = [
    { ...tensor('bias', []), data: Float32Array.of(0.5) },
    { ...tensor('pads', [8], 'int64'), data: BigInt64Array.from([0, 0, 0, -1, 0, 0, 0, 1], BigInt) },
    { ...tensor('mask', [2], 'bool'), data: Uint8Array.of(1, 0) },
    { ...tensor('minus', [2]), data: Float32Array.of(-1, -2) },
  ];
  const bytes = encodeModel({
    name: 'g',
    operators: [
      { op: 'LeakyRelu', inputs: [x], outputs: [leaky], attrs: { alpha: float(0.25) } },
      { op: 'Add', inputs: [leaky, initializers[0]], outputs: [sum], attrs: {} },
      { op: 'Pad', inputs: [sum, initializers[1], null], outputs: [wide], attrs: { mode: 'edge' } },
      {
        op: 'Where',
        inputs: [initializers[2], wide, initializers[3]],
        outputs: [tensor('chosen', [1, 1, 2, 2])],
        attrs: {},
      },
      {
        op: 'Transpose',
        inputs: [tensor('chosen', [1, 1, 2, 2])],
        outputs: [y],
        attrs: { perm: [0, 1, 3, 2] },
      },
    ],
    inputs: [x],
    outputs: [y],
    initializers,
  });
  const session = await ort.InferenceSession.create(bytes);
  const feeds = { x: new ort.Tensor('float32', Float32Array.of(1, -4, 3, -8), x.dims) };
  // Leaky: 1 -1 3 -2. Sum: 1.5 -.5 3.5 -1.5. Shifted left, edge repeated: -.5 -.5 -1.5 -1.5. Second column: -2.
  expect([...((await session.run(feeds)).y.data as Float32Array)]).toEqual([-0.5, -1.5, -2, -2]);
  await session.release();
});
