import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LoadOptions } from '../../../../src/model/formats/format.ts';
import { loadModel } from '../../../../src/model/load.ts';
import { refusal } from '../../networks.ts';
import { float32, int64, LINEAR, type ModelText, modelBytes, written } from './written-model.ts';

async function refused(model: ModelText | Uint8Array, options: LoadOptions = {}): Promise<string> {
  const { folder, path } = await written(model);
  return refusal(() => loadModel(path, options), folder);
}

const [gemm] = LINEAR.nodes;
const [weight, bias] = LINEAR.tensors!;
const image: ModelText = {
  ...LINEAR,
  tensors: [{ name: 'w', dims: [2, 1, 1, 1], raw: float32([1, 2]) }],
  inputs: [{ name: 'x', shape: ['N', 1, 'H', 'W'] }],
  nodes: [
    { op: 'Conv', inputs: ['x', 'w'], outputs: ['maps'], name: 'conv' },
    { op: 'GlobalAveragePool', inputs: ['maps'], outputs: ['pooled'] },
    { op: 'Flatten', inputs: ['pooled'], outputs: ['scores'] },
  ],
};
const two: ModelText = {
  ...LINEAR,
  inputs: [...LINEAR.inputs!, { name: 'shift', shape: ['N', 3] }],
  nodes: [
    { op: 'Add', inputs: ['x', 'shift'], outputs: ['sum'] },
    { ...gemm, inputs: ['sum', 'fc.weight', 'fc.bias'] },
  ],
};
/** A layer on what a node makes of sizes alone. */
const grown = (
  op: string,
  inputs: readonly string[],
  sizes: readonly number[],
  attributes = {},
): ModelText => ({
  ...LINEAR,
  tensors: [
    ...LINEAR.tensors!,
    { name: 'sizes', dims: [sizes.length], type: 7, raw: int64(sizes) },
    { name: 'one', dims: [1], raw: float32([1]) },
  ],
  nodes: [
    { op, inputs, outputs: ['huge'], name: 'grow', attributes },
    { op: 'ReduceSum', inputs: ['huge'], outputs: ['sum'], attributes: { keepdims: 0 } },
    { op: 'Add', inputs: ['x', 'sum'], outputs: ['more'] },
    { ...gemm, inputs: ['more', 'fc.weight', 'fc.bias'] },
  ],
});

describe('a damaged file', () => {
  test('other bytes', async () => {
    expect(await refused(new TextEncoder().encode('hello, this is no model'))).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: expected an ONNX model, found bytes that are none: Unimplemented type: 4. The file is cut off, damaged or of another kind."`,
    );
  });
  test('an end within a message', async () => {
    const bytes = modelBytes(LINEAR);
    expect(await refused(bytes.subarray(0, bytes.length - 20))).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: expected an ONNX model, found bytes that are none: a message that goes beyond the one it lies in. The file is cut off, damaged or of another kind."`,
    );
  });
  test('an empty one', async () => {
    expect(await refused(new Uint8Array())).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: expected an ONNX model with a graph, found an empty file."`,
    );
  });
  test('another IR version', async () => {
    expect(await refused({ ...LINEAR, ir: 2 })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: expected IR version 3 to 13, found 2."`,
    );
  });
  test('an operator set to come', async () => {
    expect(await refused({ ...LINEAR, set: 99 })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: node /fc/Gemm: expected an operator of the list in docs/onnx.md, found Gemm (operator set 99)."`,
    );
  });
});

describe('a graph that does not hold together', () => {
  test('a circle', async () => {
    const nodes = [
      { op: 'Add', inputs: ['x', 'b'], outputs: ['a'], name: 'first' },
      { op: 'Relu', inputs: ['a'], outputs: ['b'], name: 'second' },
      { ...gemm, inputs: ['b', 'fc.weight', 'fc.bias'] },
    ];
    expect(await refused({ ...LINEAR, nodes })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: node second: expected a graph without circles, found a circle."`,
    );
  });
  test('a value that nothing gives', async () => {
    const nodes = [{ ...gemm, inputs: ['x', 'fc.weights', 'fc.bias'] }];
    expect(await refused({ ...LINEAR, nodes })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: input fc.weights of node /fc/Gemm: expected a value of the graph, found none."`,
    );
  });
  test('a value that two nodes give', async () => {
    const nodes = [gemm, { op: 'Relu', inputs: ['x'], outputs: ['scores'], name: 'other' }];
    expect(await refused({ ...LINEAR, nodes })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: value scores: expected one of that name, found a second one by node other."`,
    );
  });
  test('two tensors of one name', async () => {
    expect(await refused({ ...LINEAR, tensors: [weight, weight, bias] })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: expected one tensor of that name, found more than one."`,
    );
  });
  test('an output that nothing gives', async () => {
    expect(await refused({ ...LINEAR, outputs: ['score'] })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: output score: expected a value of the graph, found none."`,
    );
  });
  test('an operator that is not known', async () => {
    const nodes = [{ ...gemm, op: 'NonMaxSuppression', name: 'nms' }];
    expect(await refused({ ...LINEAR, nodes })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: node nms: expected an operator of the list in docs/onnx.md, found NonMaxSuppression (operator set 17)."`,
    );
  });
  test('a domain that is not imported', async () => {
    const nodes = [{ ...gemm, domain: 'com.example' }];
    expect(await refused({ ...LINEAR, nodes })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: node /fc/Gemm: expected an operator of the list in docs/onnx.md, found com.example.Gemm (of a set that the file does not import)."`,
    );
  });
  test('a function that calls itself', async () => {
    const nodes = [{ op: 'Own', domain: 'own', inputs: ['x'], outputs: ['scores'] }];
    const self = {
      name: 'Own',
      domain: 'own',
      inputs: ['a'],
      outputs: ['b'],
      nodes: [{ op: 'Own', domain: 'own', inputs: ['a'], outputs: ['b'] }],
    };
    expect(await refused({ ...LINEAR, nodes, functions: [self] })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: expected functions and branches within one another, at most 32 deep, found more."`,
    );
  });
  test('functions that call the next one twice', async () => {
    const functions = Array.from({ length: 30 }, (_, i) => ({
      ...{ name: `F${i}`, domain: 'own', inputs: ['a'], outputs: ['c'] },
      nodes: [
        { op: i === 29 ? 'Relu' : `F${i + 1}`, domain: i === 29 ? '' : 'own', inputs: ['a'], outputs: ['b'] },
        { op: i === 29 ? 'Relu' : `F${i + 1}`, domain: i === 29 ? '' : 'own', inputs: ['b'], outputs: ['c'] },
      ],
    }));
    const nodes = [
      { op: 'F0', domain: 'own', inputs: ['x'], outputs: ['h'] },
      { ...gemm, inputs: ['h', 'fc.weight', 'fc.bias'] },
    ];
    expect(await refused({ ...LINEAR, nodes, functions })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: expected at most 20000 nodes, functions written out, found more."`,
    );
  });
  test('branches within branches', async () => {
    const nested = (depth: number): ModelText['nodes'][number] => {
      const graph = {
        graph: {
          nodes: [depth === 0 ? { op: 'Identity', inputs: ['x'], outputs: ['i0'] } : nested(depth - 1)],
          outputs: [`i${depth}`],
        },
      };
      return {
        op: 'If',
        inputs: ['yes'],
        outputs: [`i${depth + 1}`],
        attributes: { then_branch: graph, else_branch: graph },
      };
    };
    // Twice as many bytes with every branch, so that a deep file has one of them only.
    const chain = (depth: number): ModelText['nodes'][number] => ({
      op: 'If',
      inputs: ['yes'],
      outputs: [`c${depth}`],
      attributes: {
        then_branch: {
          graph: {
            nodes: depth === 0 ? [] : [chain(depth - 1)],
            outputs: [depth === 0 ? 'x' : `c${depth - 1}`],
          },
        },
      },
    });
    const tensors = [...LINEAR.tensors!, { name: 'yes', dims: [], type: 9, raw: [1] }];
    expect(
      await refused({
        ...LINEAR,
        tensors,
        nodes: [nested(2), chain(60), { ...gemm, inputs: ['c60', 'fc.weight', 'fc.bias'] }],
      }),
    ).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: expected an ONNX model, found bytes that are none: graphs within graphs, more than 32 deep. The file is cut off, damaged or of another kind."`,
    );
  });
  test('an If that the input decides', async () => {
    const graph = { graph: { nodes: [gemm], outputs: ['scores'] } };
    const nodes = [
      { op: 'ReduceSum', inputs: ['x'], outputs: ['sum'] },
      {
        op: 'If',
        inputs: ['sum'],
        outputs: ['result'],
        name: 'if',
        attributes: { then_branch: graph, else_branch: graph },
      },
    ];
    expect(await refused({ ...LINEAR, nodes, outputs: ['result'] })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: node if: expected operations of a static graph, found If with a condition that the input decides."`,
    );
  });
});

describe('tensors that lie', () => {
  test('too few bytes', async () => {
    expect(await refused({ ...LINEAR, tensors: [{ ...weight, dims: [3, 3] }, bias] })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: expected 36 bytes for shape [3, 3], found 24."`,
    );
  });
  test('a giant shape', async () => {
    expect(
      await refused({ ...LINEAR, tensors: [{ ...weight, dims: [2 ** 31, 2 ** 31] }, bias] }),
    ).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: expected a shape of whole numbers, found [2147483648, 2147483648]."`,
    );
  });
  test('a negative extent', async () => {
    expect(
      await refused({ ...LINEAR, tensors: [{ ...weight, dims: [-3, -2] }, bias] }),
    ).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: expected a shape of whole numbers, found [-3, -2]."`,
    );
  });
  test('a type that is not read', async () => {
    expect(await refused({ ...LINEAR, tensors: [{ ...weight, type: 14 }, bias] })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: expected numbers or booleans of 8 to 64 bits, found complex numbers."`,
    );
  });
  test('numbers of another kind than the type says', async () => {
    expect(
      await refused({
        ...LINEAR,
        tensors: [{ ...weight, type: 7, raw: undefined, floats: [1, 2, 3, 4, 5, 6] }, bias],
      }),
    ).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: expected int64_data or raw_data for int64, found float_data."`,
    );
  });
  test('a shape that does not fit its reader', async () => {
    expect(await refused({ ...LINEAR, tensors: [{ ...weight, dims: [2, 3] }, bias] })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: node /fc/Gemm: expected an operation that TensorFlow.js runs on what reaches it, found Gemm with the error "Error in matMul: inner shapes (3) and (2) of Tensors with shapes 0,3 and 2,3 and transposeA=false and transposeB=false must match."."`,
    );
  });
  test('a weight that is no number', async () => {
    expect(
      await refused({ ...LINEAR, tensors: [weight, { ...bias, raw: float32([Number.NaN, 0]) }] }),
    ).toMatchInlineSnapshot(`"FOLDER/net.onnx: tensor fc.bias[0]: expected a finite number, found NaN."`);
  });
});

describe('weights in another file', () => {
  const outside = async (location: string, more: Readonly<Record<string, string>> = {}) => {
    const tensors = [{ ...weight, raw: undefined, external: { location, ...more } }, bias];
    const { folder, path } = await written({ ...LINEAR, tensors }, { 'beside.bin': new Uint8Array(40) });
    await mkdir(join(folder, '../elsewhere'), { recursive: true });
    await writeFile(join(folder, '../elsewhere/secret.bin'), new Uint8Array(40));
    await symlink('../elsewhere/secret.bin', join(folder, 'link.bin'));
    return refusal(() => loadModel(path), folder);
  };

  test.each(['../elsewhere/secret.bin', '/etc/passwd', '', 'a/../../x', 'link.bin'])(
    '%j is outside',
    async (location) => {
      expect(await outside(location)).toContain('expected the name of a file in the folder of the model');
    },
  );
  test('a link', async () => {
    expect(await outside('link.bin')).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: expected the name of a file in the folder of the model, found "link.bin", a link to outside of it."`,
    );
  });
  test('a file that is missing', async () => {
    expect(await outside('none.bin')).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: none.bin: expected the name of a file in the folder of the model, found no such file. Weights that were saved beside the model have to be copied with it."`,
    );
  });
  test('an offset beyond its end', async () => {
    expect(await outside('beside.bin', { offset: '32' })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: beside.bin: expected 24 bytes from 32 on, found a file of 40 bytes. The file is cut off, or belongs to another model."`,
    );
  });
  test('an offset that is none', async () => {
    expect(await outside('beside.bin', { offset: '-8' })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: offset: expected a whole number, found "-8"."`,
    );
  });
  test('another length than the shape has', async () => {
    expect(await outside('beside.bin', { length: '8' })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: tensor fc.weight: expected 24 bytes for shape [3, 2], found 8."`,
    );
  });
});

describe('more than a file of its size should ask for', () => {
  test('a constant', async () => {
    expect(await refused(grown('ConstantOfShape', ['sizes'], [2 ** 20, 2 ** 20]))).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: node grow: expected a network that computes at most 1073741824 numbers per input in all, found ConstantOfShape with 1099511627776 of 1099511627776."`,
    );
  });
  test('a repeated one', async () => {
    expect(await refused(grown('Tile', ['one', 'sizes'], [2 ** 40]))).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: node grow: expected a network that computes at most 1073741824 numbers per input in all, found Tile with 1099511627776 of 1099511627776."`,
    );
  });
  test('an expanded one', async () => {
    expect(await refused(grown('Expand', ['one', 'sizes'], [2 ** 20, 2 ** 20]))).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: node grow: expected a network that computes at most 1073741824 numbers per input in all, found Expand with 1099511627776 of 1099511627776."`,
    );
  });
  test('an input', async () => {
    expect(
      await refused({ ...image, inputs: [{ name: 'x', shape: ['N', 1, 2 ** 30, 2 ** 30] }] }),
    ).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: input x: expected a network that computes at most 1073741824 numbers per input in all, found [N, 1, 1073741824, 1073741824]."`,
    );
  });
});

describe('inputs', () => {
  test('open axes', async () => {
    expect(await refused(image)).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: input x: expected a fixed input shape, found [N, 1, H, W]. Give the open extents: --size 224, or one for each with commas."`,
    );
    expect(await refused(image, { size: [4, 5, 6] })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: input x: expected a fixed input shape, found [N, 1, H, W] and 3 of 2 open extents. Give the open extents: --size 224, or one for each with commas."`,
    );
    const { path } = await written(image);
    expect((await loadModel(path, { size: 6 })).inputShape).toEqual([6, 6, 1]);
    expect((await loadModel(path, { size: [6, 4] })).inputShape).toEqual([6, 4, 1]);
  });
  test('no shape', async () => {
    expect(await refused({ ...LINEAR, inputs: [{ name: 'x' }] })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: input x: expected a fixed input shape, found one of any rank."`,
    );
  });
  test('whole numbers', async () => {
    expect(
      await refused({ ...LINEAR, inputs: [{ name: 'x', type: 7, shape: ['N', 3] }] }),
    ).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: input x: expected floats, which have a gradient, or indices that one embedding alone reads, found int64."`,
    );
  });
  test('several of them', async () => {
    expect(await refused(two)).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: expected a model with one input, or one to explain and something for the others, found 2: x, shift. Name the explained one with --input, and give each of the others something: --set NAME=1 or --set NAME=FILE.npy."`,
    );
    expect(await refused(two, { input: 'shif' })).toMatchInlineSnapshot(
      `"option input: expected one of the model's inputs x, shift, found shif. Did you mean shift?"`,
    );
    expect(await refused(two, { set: { shift: 1, x: 2 } })).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: expected a model with one input, or one to explain and something for the others, found 2: x, shift. Name the explained one with --input, and give each of the others something: --set NAME=1 or --set NAME=FILE.npy."`,
    );
    expect(
      await refused(two, { set: { shift: { shape: [4], values: [1, 2, 3, 4] } } }),
    ).toMatchInlineSnapshot(
      `"FOLDER/net.onnx: input shift: expected an array [1, 3], found [4]. It is the same for every explained input."`,
    );
    const { path } = await written(two);
    expect((await loadModel(path, { input: 'x', set: { shift: 1 } })).inputShape).toEqual([3]);
  });
});
