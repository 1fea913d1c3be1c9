import * as tf from '@tensorflow/tfjs-core';
import { attribute, dims, GraphBuilder } from './graph-builder.ts';

const { flag, float, int, ints, text, texts, type } = attribute;

export const convolution = (strides = 1, padding: 'SAME' | 'VALID' = 'SAME') => ({
  T: type('float32'),
  data_format: text('NHWC'),
  dilations: ints([1, 1, 1, 1]),
  explicit_paddings: { list: {} },
  padding: text(padding),
  strides: ints([1, strides, strides, 1]),
  use_cudnn_on_gpu: flag(true),
});
const fused = (ops: readonly string[], count = 1) => ({
  epsilon: float(0),
  fused_ops: texts(ops),
  num_args: int(count),
});
const pool = {
  ksize: ints([1, 2, 2, 1]),
  strides: ints([1, 2, 2, 1]),
  padding: text('VALID'),
  data_format: text('NHWC'),
};
const product = { T: type('float32'), transpose_a: flag(false), transpose_b: flag(false) };

/** The scope that converted Keras models have. */
export const SCOPE = 'StatefulPartitionedCall/model/';
export const INPUT_SHAPE = [8, 8, 2] as const;
export const CLASSES = 5;

/**
 * A graph with what converted image classifiers are made of: padding, plain and fused convolutions with ReLU and ReLU6,
 * depthwise ones, a batch normalisation that was folded and one that was not, a residual, a branch, pooling, a
 * flattening by the batch size read from a shape, fused and plain products, softmax. 8x8x2 to 5 classes.
 */
export function mixedGraph(): GraphBuilder {
  const g = new GraphBuilder();
  const s = SCOPE;
  g.placeholder('input_1', [null, ...INPUT_SHAPE]);
  g.constant(`${s}pad/paddings`, [4, 2], 'int32', [0, 0, 1, 1, 1, 1, 0, 0]);
  g.op(`${s}pad/Pad`, 'Pad', ['input_1', `${s}pad/paddings`], { T: type('float32') });
  g.weight(`${s}conv1/Conv2D/ReadVariableOp`, [3, 3, 2, 4]);
  g.weight(`${s}conv1/BiasAdd/ReadVariableOp`, [4]);
  g.op(
    `${s}conv1/Conv2D`,
    'Conv2D',
    [`${s}pad/Pad`, `${s}conv1/Conv2D/ReadVariableOp`],
    convolution(1, 'VALID'),
  );
  g.op(`${s}conv1/BiasAdd`, 'BiasAdd', [`${s}conv1/Conv2D`, `${s}conv1/BiasAdd/ReadVariableOp`]);
  g.op(`${s}conv1/Relu`, 'Relu', [`${s}conv1/BiasAdd`]);
  // A batch normalisation that was folded: its constants are named after the convolution.
  g.weight(`${s}conv2/Conv2D_weights`, [3, 3, 4, 4]);
  g.weight(`${s}conv2/Conv2D_bn_offset`, [4]);
  g.op(
    `${s}conv2_relu/Relu6`,
    '_FusedConv2D',
    [`${s}conv1/Relu`, `${s}conv2/Conv2D_weights`, `${s}conv2/Conv2D_bn_offset`],
    { ...convolution(), ...fused(['BiasAdd', 'Relu6']) },
  );
  g.weight(`${s}depth/depthwise/ReadVariableOp`, [3, 3, 4, 1]);
  g.op(
    `${s}depth/depthwise`,
    'DepthwiseConv2dNative',
    [`${s}conv2_relu/Relu6`, `${s}depth/depthwise/ReadVariableOp`],
    convolution(),
  );
  g.positive(`${s}bn/ReadVariableOp`, [4]);
  g.weight(`${s}bn/ReadVariableOp_1`, [4]);
  g.weight(`${s}bn/FusedBatchNormV3/ReadVariableOp`, [4]);
  g.positive(`${s}bn/FusedBatchNormV3/ReadVariableOp_1`, [4]);
  const statistics = [
    'ReadVariableOp',
    'ReadVariableOp_1',
    'FusedBatchNormV3/ReadVariableOp',
    'FusedBatchNormV3/ReadVariableOp_1',
  ];
  g.op(
    `${s}bn/FusedBatchNormV3`,
    'FusedBatchNormV3',
    [`${s}depth/depthwise`, ...statistics.map((name) => `${s}bn/${name}`)],
    { T: type('float32'), data_format: text('NHWC'), epsilon: float(0.001), is_training: flag(false) },
  );
  g.op(`${s}relu6/Relu6`, 'Relu6', [`${s}bn/FusedBatchNormV3`]);
  g.op(`${s}add/add`, 'AddV2', [`${s}relu6/Relu6`, `${s}conv1/Relu`]);
  g.op(`${s}pool/MaxPool`, 'MaxPool', [`${s}add/add`], pool);
  g.weight(`${s}depth2/depthwise_weights`, [3, 3, 4, 1]);
  g.weight(`${s}depth2/depthwise_bn_offset`, [4]);
  g.op(
    `${s}depth2_relu/Relu`,
    'FusedDepthwiseConv2dNative',
    [`${s}pool/MaxPool`, `${s}depth2/depthwise_weights`, `${s}depth2/depthwise_bn_offset`],
    { ...convolution(), ...fused(['BiasAdd', 'Relu']) },
  );
  g.int(`${s}concat/axis`, 3);
  g.op(`${s}concat/concat`, 'ConcatV2', [`${s}depth2_relu/Relu`, `${s}pool/MaxPool`, `${s}concat/axis`], {
    N: int(2),
  });
  g.weight(`${s}conv3/Conv2D_weights`, [1, 1, 8, 6]);
  g.weight(`${s}conv3/Conv2D_bn_offset`, [6]);
  g.op(
    `${s}conv3_bn/FusedBatchNormV3`,
    '_FusedConv2D',
    [`${s}concat/concat`, `${s}conv3/Conv2D_weights`, `${s}conv3/Conv2D_bn_offset`],
    { ...convolution(), ...fused(['BiasAdd']) },
  );
  g.ints(`${s}gap/Mean/axes`, [1, 2]);
  g.op(`${s}gap/Mean`, 'Mean', [`${s}conv3_bn/FusedBatchNormV3`, `${s}gap/Mean/axes`], {
    keep_dims: flag(true),
  });
  flatten(g, `${s}flat`, `${s}gap/Mean`, 6);
  g.weight(`${s}fc1/MatMul/ReadVariableOp`, [6, 7]);
  g.weight(`${s}fc1/BiasAdd/ReadVariableOp`, [7]);
  g.op(
    `${s}fc1/Relu`,
    '_FusedMatMul',
    [`${s}flat/Reshape`, `${s}fc1/MatMul/ReadVariableOp`, `${s}fc1/BiasAdd/ReadVariableOp`],
    { ...product, ...fused(['BiasAdd', 'Relu']) },
  );
  g.weight(`${s}predictions/MatMul/ReadVariableOp`, [7, CLASSES]);
  g.weight(`${s}predictions/BiasAdd/ReadVariableOp`, [CLASSES]);
  g.op(
    `${s}predictions/MatMul`,
    'MatMul',
    [`${s}fc1/Relu`, `${s}predictions/MatMul/ReadVariableOp`],
    product,
  );
  g.op(`${s}predictions/BiasAdd`, 'BiasAdd', [
    `${s}predictions/MatMul`,
    `${s}predictions/BiasAdd/ReadVariableOp`,
  ]);
  g.op(`${s}predictions/Softmax`, 'Softmax', [`${s}predictions/BiasAdd`]);
  g.op('Identity', 'Identity', [`${s}predictions/Softmax`]);
  return g;
}

/** What Keras' Reshape layer becomes: the batch size is read from the shape of what comes in. */
function flatten(g: GraphBuilder, scope: string, source: string, features: number): void {
  g.op(`${scope}/Shape`, 'Shape', [source], { out_type: type('int32') });
  g.ints(`${scope}/begin`, [0]);
  g.ints(`${scope}/end`, [1]);
  g.ints(`${scope}/step`, [1]);
  const masks = { begin_mask: int(0), end_mask: int(0), ellipsis_mask: int(0), new_axis_mask: int(0) };
  g.op(
    `${scope}/strided_slice`,
    'StridedSlice',
    [`${scope}/Shape`, `${scope}/begin`, `${scope}/end`, `${scope}/step`],
    { ...masks, shrink_axis_mask: int(1) },
  );
  g.int(`${scope}/features`, features);
  g.op(`${scope}/shape`, 'Pack', [`${scope}/strided_slice`, `${scope}/features`], {
    N: int(2),
    axis: int(0),
  });
  g.op(`${scope}/Reshape`, 'Reshape', [source, `${scope}/shape`]);
}

/** The signature that the converter writes for `mixedGraph`. */
export const SIGNATURE = {
  inputs: { input_1: { name: 'input_1:0', dtype: 'DT_FLOAT', tensorShape: dims([null, ...INPUT_SHAPE]) } },
  outputs: { predictions: { name: 'Identity:0', dtype: 'DT_FLOAT', tensorShape: dims([null, CLASSES]) } },
};

/** The logits of `mixedGraph`, written with tfjs operations. */
export function mixedReference(x: tf.Tensor, weights: ReadonlyMap<string, tf.Tensor>): tf.Tensor {
  const w = <T extends tf.Tensor>(name: string) => weights.get(`${SCOPE}${name}`)! as T;
  const bias = (name: string) => w(`${name}/BiasAdd/ReadVariableOp`);
  const padded = tf.pad(x as tf.Tensor4D, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  const first = tf.relu(
    tf.add(tf.conv2d(padded, w<tf.Tensor4D>('conv1/Conv2D/ReadVariableOp'), 1, 'valid'), bias('conv1')),
  );
  const second = tf.relu6(
    tf.add(
      tf.conv2d(first as tf.Tensor4D, w<tf.Tensor4D>('conv2/Conv2D_weights'), 1, 'same'),
      w('conv2/Conv2D_bn_offset'),
    ),
  );
  const depth = tf.depthwiseConv2d(
    second as tf.Tensor4D,
    w<tf.Tensor4D>('depth/depthwise/ReadVariableOp'),
    1,
    'same',
  );
  const normalised = tf.batchNorm(
    depth,
    w<tf.Tensor1D>('bn/FusedBatchNormV3/ReadVariableOp'),
    w<tf.Tensor1D>('bn/FusedBatchNormV3/ReadVariableOp_1'),
    w<tf.Tensor1D>('bn/ReadVariableOp_1'),
    w<tf.Tensor1D>('bn/ReadVariableOp'),
    0.001,
  );
  const added = tf.add(tf.relu6(normalised), first);
  const pooled = tf.maxPool(added as tf.Tensor4D, 2, 2, 'valid');
  const deeper = tf.relu(
    tf.add(
      tf.depthwiseConv2d(pooled, w<tf.Tensor4D>('depth2/depthwise_weights'), 1, 'same'),
      w('depth2/depthwise_bn_offset'),
    ),
  );
  const joined = tf.concat([deeper, pooled], 3) as tf.Tensor4D;
  const last = tf.add(
    tf.conv2d(joined, w<tf.Tensor4D>('conv3/Conv2D_weights'), 1, 'same'),
    w('conv3/Conv2D_bn_offset'),
  );
  const flat = tf.reshape(tf.mean(last, [1, 2]), [-1, 6]);
  const hidden = tf.relu(tf.add(tf.matMul(flat, w<tf.Tensor2D>('fc1/MatMul/ReadVariableOp')), bias('fc1')));
  return tf.add(
    tf.matMul(hidden as tf.Tensor2D, w<tf.Tensor2D>('predictions/MatMul/ReadVariableOp')),
    bias('predictions'),
  );
}

/** A product and a softmax, 3 features to 2 classes: the smallest graph model. */
export function tinyGraph(): GraphBuilder {
  const g = new GraphBuilder();
  g.placeholder('x', [null, 3]);
  g.weight('dense/kernel', [3, 2]);
  g.weight('dense/bias', [2]);
  g.op('dense/MatMul', 'MatMul', ['x', 'dense/kernel'], product);
  g.op('dense/BiasAdd', 'BiasAdd', ['dense/MatMul', 'dense/bias']);
  g.op('probabilities', 'Softmax', ['dense/BiasAdd']);
  return g;
}
