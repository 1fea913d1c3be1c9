import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { describeModel } from '../../../../src/model/describe.ts';
import { loadModel } from '../../../../src/model/load.ts';
import type { Model } from '../../../../src/model/model.ts';
import { lastConvolutional } from '../../../../src/model/sites.ts';
import { writeModel } from '../../../../src/model/write.ts';
import { describeRandomization, randomize } from '../../../../src/randomize/randomize.ts';
import { relativeError, uniform } from '../../../engine/differences.ts';
import { refusal, temporaryFolder } from '../../networks.ts';
import { attribute, dims, GraphBuilder } from './graph-builder.ts';
import { convolution, INPUT_SHAPE, mixedGraph, SCOPE, SIGNATURE, tinyGraph } from './graph-networks.ts';

const mixed = async () =>
  loadModel(
    await mixedGraph().save((document) => {
      document.signature = SIGNATURE;
    }),
  );

/** Logits under the trained weights or those that are given. */
function logitsOf(model: Model, x: tf.Tensor, weights = model.trained): Float32Array {
  return tf.tidy(() => {
    const tensors = model.weights.map(
      ({ name, shape }) => [name, tf.tensor(weights.get(name)!.slice(), [...shape])] as const,
    );
    return model.apply(x, new Map(tensors)).dataSync().slice() as Float32Array;
  });
}

describe('the description of a graph model', () => {
  test('layers are convolutions and products with their biases and folded normalisations, by scope', async () => {
    const model = await mixed();
    expect(model.layers.map(({ name, kind, weights }) => [name, kind, weights.length])).toEqual([
      ['predictions', 'MatMul', 2],
      ['fc1', '_FusedMatMul', 2],
      ['conv3', '_FusedConv2D', 2],
      ['depth2', 'FusedDepthwiseConv2dNative', 2],
      ['bn', 'FusedBatchNormV3', 4],
      ['depth', 'DepthwiseConv2dNative', 1],
      ['conv2', '_FusedConv2D', 2],
      ['conv1', 'Conv2D', 2],
    ]);
    expect(model.layers.find(({ name }) => name === 'conv2')?.weights).toEqual([
      `${SCOPE}conv2/Conv2D_weights`,
      `${SCOPE}conv2/Conv2D_bn_offset`,
    ]);
    expect(model.format).toBe('tfjs-graph-model');
    expect(model.removedActivation).toBe('softmax');
  });

  test('sites are outputs after the activation, and all of those that follow a convolution are for Grad-CAM', async () => {
    const model = await mixed();
    expect(model.sites.map(({ name, shape, convolutional }) => [name, shape, convolutional])).toEqual([
      ['pad/Pad', [10, 10, 2], false],
      ['conv1', [8, 8, 4], true],
      ['conv2', [8, 8, 4], true],
      ['depth', [8, 8, 4], true],
      ['bn', [8, 8, 4], true],
      ['add/add', [8, 8, 4], true],
      ['pool/MaxPool', [4, 4, 4], false],
      ['depth2', [4, 4, 4], true],
      ['concat/concat', [4, 4, 8], true],
      ['conv3', [4, 4, 6], true],
      ['gap/Mean', [1, 1, 6], false],
      ['flat/Reshape', [6], false],
      ['fc1', [7], false],
      ['predictions', [5], false],
    ]);
    expect(lastConvolutional(model)?.name).toBe('conv3');
    expect(model.sites.filter(({ cut }) => cut).map(({ name }) => name)).toEqual([
      ...[
        'pad/Pad',
        'conv1',
        'add/add',
        'pool/MaxPool',
        'concat/concat',
        'conv3',
        'gap/Mean',
        'flat/Reshape',
      ],
      ...['fc1', 'predictions'],
    ]);
  });

  test('a site holds its output but where the operation runs in the place of its input', async () => {
    const model = await mixed();
    const passing = model.sites.filter((site) => !site.held).map(({ name }) => name);
    expect(passing).toEqual(['pad/Pad', 'bn', 'add/add', 'gap/Mean', 'flat/Reshape']);
  });

  test('what is random and what stays is told', async () => {
    const model = await mixed();
    expect(describeModel(model).notices).toMatchInlineSnapshot(`
      [
        "a graph model records no initializers: new kernels are drawn by fan, new biases are zero",
        "3 batch normalisations were folded into other weights, statistics included, and random weights come without: --batch-norm recalibrate normalises them on the inputs",
        "7 constants are not randomised: whole numbers, booleans and single numbers of the architecture",
      ]
    `);
    const random = describeRandomization(model, 'own', 'initialise');
    const short = Object.entries(random).map(([name, how]) => [name.slice(SCOPE.length), how]);
    expect(Object.fromEntries(short)).toMatchInlineSnapshot(`
      {
        "bn/FusedBatchNormV3/ReadVariableOp": "zeros (the format names no initializer)",
        "bn/FusedBatchNormV3/ReadVariableOp_1": "ones (the format names no initializer)",
        "bn/ReadVariableOp": "ones (the format names no initializer)",
        "bn/ReadVariableOp_1": "zeros (the format names no initializer)",
        "conv1/BiasAdd/ReadVariableOp": "zeros (the format names no initializer)",
        "conv1/Conv2D/ReadVariableOp": "Glorot uniform (the format names no initializer)",
        "conv2/Conv2D_bn_offset": "zeros (the format names no initializer)",
        "conv2/Conv2D_weights": "Glorot uniform (the format names no initializer)",
        "conv3/Conv2D_bn_offset": "zeros (the format names no initializer)",
        "conv3/Conv2D_weights": "Glorot uniform (the format names no initializer)",
        "depth/depthwise/ReadVariableOp": "Glorot uniform (the format names no initializer)",
        "depth2/depthwise_bn_offset": "zeros (the format names no initializer)",
        "depth2/depthwise_weights": "Glorot uniform (the format names no initializer)",
        "fc1/BiasAdd/ReadVariableOp": "zeros (the format names no initializer)",
        "fc1/MatMul/ReadVariableOp": "Glorot uniform (the format names no initializer)",
        "predictions/BiasAdd/ReadVariableOp": "zeros (the format names no initializer)",
        "predictions/MatMul/ReadVariableOp": "Glorot uniform (the format names no initializer)",
      }
    `);
  });
});

describe('constants of the architecture are no weights', () => {
  test('whole numbers, single numbers and the scaling of the input', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 4, 4, 3]);
    g.weight('scale/factor', [1, 1, 1, 3], [2, 3, 4]);
    g.op('scale/Mul', 'Mul', ['x', 'scale/factor']);
    g.weight('c/kernel', [3, 3, 3, 2]);
    g.op('c/Conv2D', 'Conv2D', ['scale/Mul', 'c/kernel'], convolution());
    // Hard sigmoid: 3, 6 and a sixth are no weights.
    g.weight('three', [], [3]);
    g.op('h/add', 'AddV2', ['c/Conv2D', 'three']);
    g.op('h/Relu6', 'Relu6', ['h/add']);
    g.weight('sixth', [], [1 / 6]);
    g.op('h/mul', 'Mul', ['h/Relu6', 'sixth']);
    g.op('h/gate', 'Mul', ['c/Conv2D', 'h/mul']);
    g.ints('axes', [1, 2]);
    g.op('mean', 'Mean', ['h/gate', 'axes']);
    // A bias of one entry is a weight.
    g.weight('d/kernel', [2, 1]);
    g.weight('d/bias', [1], [0.3]);
    g.op('d/MatMul', 'MatMul', ['mean', 'd/kernel']);
    g.op('d/BiasAdd', 'BiasAdd', ['d/MatMul', 'd/bias']);
    const model = await loadModel(await g.save());
    expect(model.weights.map(({ name }) => name)).toEqual(['c/kernel', 'd/kernel', 'd/bias']);
    expect(model.notices?.slice(1)).toEqual([
      '3 constants are not randomised: whole numbers, booleans and single numbers of the architecture',
      'constants that scale the input are not randomised: scale/factor',
    ]);
    const { weights, coverage } = randomize(model, { stage: 'full' });
    expect(coverage).toBe(1);
    const x = uniform([2, 4, 4, 3], 1);
    expect(logitsOf(model, x, weights)).not.toEqual(logitsOf(model, x));
  });

  test('the largest whole number, which slices use for "to the end", stays exact', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 5]);
    g.ints('begin', [0, 1]);
    g.ints('end', [2 ** 31 - 1, 2 ** 31 - 1]);
    g.ints('step', [1, 1]);
    const masks = ['begin_mask', 'end_mask', 'ellipsis_mask', 'new_axis_mask', 'shrink_axis_mask'];
    g.op(
      'slice',
      'StridedSlice',
      ['x', 'begin', 'end', 'step'],
      Object.fromEntries(masks.map((mask) => [mask, attribute.int(0)])),
    );
    g.weight('kernel', [4, 2]);
    g.op('y', 'MatMul', ['slice', 'kernel']);
    const model = await loadModel(await g.save());
    const x = uniform([3, 5], 2) as tf.Tensor2D;
    const expected = tf.matMul(
      tf.slice2d(x, [0, 1], [3, 4]),
      tf.tensor2d(model.trained.get('kernel')!, [4, 2]),
    );
    expect(relativeError(expected.dataSync(), logitsOf(model, x))).toBeLessThan(1e-6);
  });
});

describe('layers of other shapes', () => {
  test('a kernel used twice is one layer, at its place nearest to the output', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 3]);
    g.weight('same/kernel', [3, 3]);
    g.op('one/MatMul', 'MatMul', ['x', 'same/kernel']);
    g.op('one/Relu', 'Relu', ['one/MatMul']);
    g.weight('mid/kernel', [3, 3]);
    g.op('mid/MatMul', 'MatMul', ['one/Relu', 'mid/kernel']);
    g.op('two/MatMul', 'MatMul', ['mid/MatMul', 'same/kernel']);
    const model = await loadModel(await g.save());
    expect(model.layers.map(({ name }) => name)).toEqual(['same', 'mid']);
    expect(model.sites.map(({ name }) => name)).toEqual(['one/MatMul', 'mid', 'same']);
  });

  test('constants in one scope do not make one layer of a network', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 3]);
    g.weight('weights/a', [3, 4]);
    g.weight('weights/b', [4, 2]);
    g.op('first', 'MatMul', ['x', 'weights/a']);
    g.op('second', 'MatMul', ['first', 'weights/b']);
    const model = await loadModel(await g.save());
    expect(model.layers.map(({ name, weights }) => [name, weights])).toEqual([
      ['second', ['weights/b']],
      ['first', ['weights/a']],
    ]);
  });

  test('a layer normalisation in loose arithmetic is one layer', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 4]);
    g.weight('d/kernel', [4, 4]);
    g.op('d/MatMul', 'MatMul', ['x', 'd/kernel']);
    g.ints('axis', [1]);
    g.op('ln/mean', 'Mean', ['d/MatMul', 'axis'], { keep_dims: attribute.flag(true) });
    g.op('ln/centred', 'Sub', ['d/MatMul', 'ln/mean']);
    g.positive('ln/gamma', [4]);
    g.op('ln/mul', 'Mul', ['ln/centred', 'ln/gamma']);
    g.weight('ln/beta', [4]);
    g.op('ln/add', 'AddV2', ['ln/mul', 'ln/beta']);
    const model = await loadModel(await g.save());
    expect(model.layers.map(({ name, weights }) => [name, weights])).toEqual([
      ['ln', ['ln/gamma', 'ln/beta']],
      ['d', ['d/kernel']],
    ]);
    expect(model.weights.map(({ role }) => role)).toEqual(['kernel', 'scale', 'offset']);
  });
});

describe('outputs', () => {
  const twoHeads = () => {
    const g = tinyGraph();
    g.weight('box/kernel', [3, 4]);
    g.op('box/MatMul', 'MatMul', ['x', 'box/kernel']);
    g.ints('box/shape', [-1, 2, 2]);
    g.op('box/Reshape', 'Reshape', ['box/MatMul', 'box/shape']);
    return g;
  };

  test('the only vector among several is the class scores', async () => {
    const model = await loadModel(await twoHeads().save());
    expect(model.classes).toBe(2);
    expect(model.weights.map(({ name }) => name)).toEqual(['dense/kernel', 'dense/bias']);
  });

  test('otherwise one is chosen by its name in the signature or of its node', async () => {
    const g = twoHeads();
    g.weight('more/kernel', [3, 6]);
    g.op('more/MatMul', 'MatMul', ['x', 'more/kernel']);
    const folder = await g.save((document) => {
      document.signature = {
        inputs: { x: { name: 'x:0', tensorShape: dims([1, 3]) } },
        outputs: { scores: { name: 'probabilities:0' }, extra: { name: 'more/MatMul:0' } },
      };
    });
    expect(await refusal(() => loadModel(folder), folder)).toMatchInlineSnapshot(
      `"FOLDER/model.json: expected one output that is a vector per input, found scores [batch, 2], extra [batch, 6]. Choose the class scores with --output NAME."`,
    );
    const [scores, extra] = [
      await loadModel(folder, { output: 'scores' }),
      await loadModel(folder, { output: 'more/MatMul' }),
    ];
    expect([scores.classes, extra.classes]).toEqual([2, 6]);
    expect(scores.sha256).not.toBe(extra.sha256);
    expect(await refusal(() => loadModel(folder, { output: 'score' }), folder)).toMatchInlineSnapshot(
      `"option output: expected one of the model's outputs scores, extra, found score. Did you mean scores?"`,
    );
  });

  test('an output that cannot be explained does not keep another one from it', async () => {
    const g = tinyGraph();
    g.op('found', 'Where', ['probabilities']);
    g.op('scores', 'Identity', ['probabilities']);
    expect((await loadModel(await g.save())).classes).toBe(2);
  });

  test('classes in an axis among ones', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 2, 2, 3]);
    g.weight('kernel', [2, 2, 3, 4]);
    g.op('conv', 'Conv2D', ['x', 'kernel'], convolution(1, 'VALID'));
    g.op('softmax', 'Softmax', ['conv']);
    const model = await loadModel(await g.save());
    expect([model.classes, model.removedActivation]).toEqual([4, 'softmax']);
    expect(logitsOf(model, uniform([3, 2, 2, 3], 4))).toHaveLength(12);
  });

  test.each([
    ['LogSoftmax', 3, 'multi-class', 'log-softmax', 3],
    ['Sigmoid', 1, 'binary', 'sigmoid', 2],
    ['Sigmoid', 3, 'multi-label', 'sigmoid', 3],
    ['Identity', 1, 'regression', null, 1],
  ] as const)('%s over %d: %s', async (op, units, output, removed, classes) => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 4]);
    g.weight('kernel', [4, units]);
    g.op('product', 'MatMul', ['x', 'kernel'], {});
    g.op('end', op, ['product']);
    const model = await loadModel(await g.save());
    expect([model.output, model.removedActivation, model.classes]).toEqual([output, removed, classes]);
    const x = uniform([5, 4], 4) as tf.Tensor2D;
    const z = tf.matMul(x, tf.tensor2d(model.trained.get('kernel')!.slice(), [4, units])).dataSync();
    const expected = output === 'binary' ? [...z].flatMap((logit) => [-logit, logit]) : [...z];
    for (const [i, logit] of logitsOf(model, x).entries()) expect(logit).toBeCloseTo(expected[i], 5);
  });

  test('a sigmoid that is fused into the last product is taken off', async () => {
    const g = new GraphBuilder();
    g.placeholder('x', [null, 3]);
    g.weight('d/kernel', [3, 2]);
    g.weight('d/bias', [2]);
    const fused = (ops: string[]) => ({ fused_ops: attribute.texts(ops), num_args: attribute.int(1) });
    g.op('d/Sigmoid', '_FusedMatMul', ['x', 'd/kernel', 'd/bias'], fused(['BiasAdd', 'Sigmoid']));
    const model = await loadModel(await g.save());
    expect(model.removedActivation).toBe('sigmoid');
    const x = uniform([2, 3], 3) as tf.Tensor2D;
    const [kernel, bias] = model.weights.map(({ name, shape }) =>
      tf.tensor(model.trained.get(name)!, [...shape]),
    );
    const expected = tf.add(tf.matMul(x, kernel as tf.Tensor2D), bias);
    expect(relativeError(expected.dataSync(), logitsOf(model, x))).toBeLessThan(1e-6);
  });
});

test('a batch size in the signature and the placeholder binds nobody', async () => {
  const g = tinyGraph();
  (g.nodes[0].attr.shape.shape as { dim: unknown }) = dims([1, 3]) as never;
  const model = await loadModel(await g.save());
  expect(logitsOf(model, uniform([5, 3], 1))).toHaveLength(10);
});

test('quantised weights are decoded', async () => {
  const folder = await tinyGraph().save((document) => {
    const [kernel] = document.weightsManifest[0].weights;
    // The kernel's 24 bytes are 6 of codes and an unused group of its own.
    kernel.quantization = { dtype: 'uint8', scale: 0.5, min: -64, original_dtype: 'float32' };
    document.weightsManifest[0].weights.push({ name: 'unused', shape: [18], dtype: 'bool' });
  });
  const model = await loadModel(folder);
  const bytes = await readFile(join(folder, 'group1-shard1of1.bin'));
  expect([...model.trained.get('dense/kernel')!]).toEqual([...bytes.subarray(0, 6)].map((q) => q * 0.5 - 64));
});

test('weights that were given are neither changed nor kept, and disposing frees every tensor', async () => {
  const before = tf.memory().numTensors;
  const model = await mixed();
  const x = uniform([2, ...INPUT_SHAPE], 6);
  const trained = new Map([...model.trained].map(([name, values]) => [name, values.slice()]));
  const first = logitsOf(model, x);
  const { weights } = randomize(model, { stage: 'full', seed: 3 });
  expect(logitsOf(model, x, weights)).not.toEqual(first);
  expect(logitsOf(model, x)).toEqual(first);
  expect(model.trained).toEqual(trained);
  x.dispose();
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(() => logitsOf(model, tf.zeros([1, ...INPUT_SHAPE]))).toThrow('used after dispose');
});

describe('writing', () => {
  test('what loadModel reads back bit by bit, signature and whole numbers included', async () => {
    const model = await mixed();
    const { weights } = randomize(model, { stage: 'full', seed: 1 });
    const folder = join(await temporaryFolder(), 'random');
    await writeModel(model, weights, folder);
    const read = await loadModel(folder);
    expect(read.trained).toEqual(weights);
    expect(read.sha256).not.toBe(model.sha256);
    const x = uniform([2, ...INPUT_SHAPE], 8);
    expect(logitsOf(read, x)).toEqual(logitsOf(model, x, weights));
    await writeModel(read, model.trained, join(folder, 'back'));
    expect((await loadModel(join(folder, 'back'))).sha256).toBe(model.sha256);
  });

  test('what the converter itself reads, with the softmax that was taken off', async () => {
    const model = await mixed();
    const { weights } = randomize(model, { stage: 'conv3', seed: 2 });
    const folder = await temporaryFolder();
    await writeModel(model, weights, folder);
    const document = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
    const bytes = await readFile(join(folder, 'weights.bin'));
    const weightSpecs = document.weightsManifest[0].weights;
    const weightData = new Uint8Array(bytes).buffer;
    const network = new GraphModel(tf.io.fromMemory({ ...document, weightSpecs, weightData }));
    await network.load();
    const x = uniform([2, ...INPUT_SHAPE], 9);
    const logits = tf.tensor2d(logitsOf(model, x, weights), [2, 5]);
    const expected = tf.softmax(logits).dataSync();
    const found = (network.predict(x) as tf.Tensor).dataSync();
    expect(relativeError(expected, found)).toBeLessThan(1e-6);
  });
});
