"""Makes the graph models of this folder, with TensorFlow 2: `python make.py [name ...]`.

Each is traced, frozen and optimised by Grappler with the passes that tensorflowjs_converter asks for, its batch
normalisations are folded and its depthwise convolutions fused as the converter does, and it is written as model.json
and a weight file. expected.json holds inputs, logits and gradients of the largest logit that TensorFlow itself gives.
"""

import json
import pathlib
import sys

import numpy as np
import tensorflow as tf
from google.protobuf.json_format import MessageToDict
from rewrites import fold_normalisations, fuse_depthwise
from tensorflow.core.protobuf import config_pb2, meta_graph_pb2
from tensorflow.python.framework import tensor_util
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2
from tensorflow.python.grappler import tf_optimizer
from tensorflow.python.training.saver import export_meta_graph

HERE = pathlib.Path(__file__).parent
FIRST_PASS = ["pruning", "constfold", "arithmetic", "dependency"] * 2
SECOND_PASS = ["remap", "constfold", "arithmetic", "dependency"]


class Network(tf.Module):
    """Variables from a seed, made when they are first asked for."""

    def __init__(self, layers, seed):
        super().__init__()
        self.random = np.random.default_rng(seed)
        self.layers = layers
        self.values = {}
        # TensorFlow has no gradient of convolutions in groups on the CPU: there they are taken apart.
        self.apart = False

    def weight(self, name, shape, low=None, high=None):
        if name not in self.values:
            limit = np.sqrt(6 / np.prod(shape[:-1])) if low is None else None
            value = self.random.uniform(-limit if low is None else low, limit if high is None else high, shape)
            self.values[name] = tf.Variable(value.astype(np.float32), name=name)
        return self.values[name]

    def conv(self, x, name, filters, size=3, strides=1):
        with tf.name_scope(name):
            return tf.nn.conv2d(x, self.weight(f"{name}/kernel", [size, size, x.shape[-1], filters]), strides, "SAME")

    def grouped(self, x, name, filters, groups, size=3, strides=1):
        kernel = self.weight(f"{name}/kernel", [size, size, x.shape[-1] // groups, filters])
        with tf.name_scope(name):
            if not self.apart:
                return tf.nn.conv2d(x, kernel, strides, "SAME")
            parts = zip(tf.split(x, groups, -1), tf.split(kernel, groups, -1))
            return tf.concat([tf.nn.conv2d(part, own, strides, "SAME") for part, own in parts], -1)

    def depthwise(self, x, name):
        with tf.name_scope(name):
            kernel = self.weight(f"{name}/depthwise_kernel", [3, 3, x.shape[-1], 1])
            return tf.nn.depthwise_conv2d(x, kernel, [1, 1, 1, 1], "SAME")

    def norm(self, x, name):
        with tf.name_scope(name):
            parts = [("gamma", 0.5, 1.5), ("beta", -0.5, 0.5), ("mean", -0.3, 0.3), ("variance", 0.5, 2)]
            scale, offset, mean, variance = [self.weight(f"{name}/{p}", [x.shape[-1]], a, b) for p, a, b in parts]
            return tf.raw_ops.FusedBatchNormV3(
                x=x, scale=scale, offset=offset, mean=mean, variance=variance, epsilon=1e-3, is_training=False
            ).y

    def dense(self, x, name, units):
        with tf.name_scope(name):
            kernel = self.weight(f"{name}/kernel", [x.shape[-1], units])
            return tf.nn.bias_add(tf.matmul(x, kernel), self.weight(f"{name}/bias", [units], -0.5, 0.5))

    def logits(self, x):
        return self.layers(self, x)


def residual(n, x):
    """What MobileNetV2 is made of: every normalisation is folded."""
    stem = tf.nn.relu6(n.norm(n.conv(x, "stem", 6), "stem_bn"))
    wide = tf.nn.relu6(n.norm(n.conv(stem, "expand", 12, 1), "expand_bn"))
    deep = tf.nn.relu6(n.norm(n.depthwise(wide, "depthwise"), "depthwise_bn"))
    joined = stem + n.norm(n.conv(deep, "project", 6, 1), "project_bn")
    last = tf.nn.relu(n.norm(n.conv(joined, "last", 8, 3, 2), "last_bn"))
    return n.dense(tf.reduce_mean(last, [1, 2]), "predictions", 4)


def preactivation(n, x):
    """What DenseNet is made of: normalisations before the convolutions. The last hidden layer is called twice."""
    features = n.conv(x, "stem", 6)
    for block in ["block1", "block2"]:
        inner = n.conv(tf.nn.relu(n.norm(features, f"{block}_0_bn")), f"{block}_1", 5, 1)
        grown = n.conv(tf.nn.relu(n.norm(inner, f"{block}_1_bn")), f"{block}_2", 3)
        features = tf.concat([features, grown], -1)
    pooled = tf.nn.avg_pool2d(tf.nn.leaky_relu(n.norm(features, "bn"), 0.1), 3, 2, "SAME")
    vector = tf.reduce_mean(pooled, [1, 2])
    for _ in range(2):
        vector = tf.tanh(n.dense(vector, "shared", 12))
    return n.dense(vector, "predictions", 4)


def resnext(n, x):
    """Convolutions in groups: folded with an activation, of one channel a group, alone, and before a normalisation that stays."""
    stem = tf.nn.relu(n.norm(n.conv(x, "stem", 6), "stem_bn"))
    inner = tf.nn.relu(n.norm(n.grouped(stem, "inner", 9, 3), "inner_bn"))
    each = tf.nn.relu6(n.norm(n.grouped(inner, "each", 18, 9), "each_bn"))
    alone = n.grouped(each, "alone", 6, 2, 1)
    joined = tf.nn.leaky_relu(n.norm(stem + alone, "joined_bn"), 0.1)
    last = tf.nn.elu(n.grouped(joined, "last", 8, 2, 3, 2))
    return n.dense(tf.reduce_mean(last, [1, 2]), "predictions", 4)


def optimised(graph_def, graph, signature, passes):
    config = config_pb2.ConfigProto()
    config.graph_options.rewrite_options.optimizers[:] = passes
    meta = export_meta_graph(graph_def=graph_def, graph=graph)
    meta.signature_def["serving_default"].CopyFrom(signature)
    return tf_optimizer.OptimizeGraph(config, meta)


def convert(function, folder):
    frozen = convert_variables_to_constants_v2(function, aggressive_inlining=True)
    signature = meta_graph_pb2.SignatureDef()
    for ports, tensors in [(signature.inputs, frozen.inputs), (signature.outputs, frozen.outputs)]:
        for tensor in tensors:
            port = ports[tensor.name]
            port.name, port.dtype = tensor.name, tensor.dtype.as_datatype_enum
            port.tensor_shape.CopyFrom(tensor.shape.as_proto())
    graph = frozen.graph
    graph_def = fold_normalisations(optimised(graph.as_graph_def(), graph, signature, FIRST_PASS))
    for node in graph_def.node:
        if node.op in ("Conv2D", "MatMul"):
            node.device = "/device:CPU:0"
    graph_def = fuse_depthwise(optimised(graph_def, graph, signature, SECOND_PASS))

    weights, chunks = [], []
    for node in graph_def.node:
        if node.op == "Const":
            tensor = node.attr["value"].tensor
            value = tensor_util.MakeNdarray(tensor)
            value = value.astype(np.int32) if value.dtype == np.int64 else value
            weights.append({"name": node.name, "shape": list(value.shape), "dtype": str(value.dtype)})
            chunks.append(value.tobytes())
            for field, _ in tensor.ListFields():
                if field.name not in ("dtype", "tensor_shape"):
                    tensor.ClearField(field.name)
    document = {
        "format": "graph-model",
        "generatedBy": tf.__version__,
        "convertedBy": "make.py",
        "signature": MessageToDict(signature),
        "modelTopology": MessageToDict(graph_def),
        "weightsManifest": [{"paths": ["group1-shard1of1.bin"], "weights": weights}],
    }
    folder.mkdir(exist_ok=True)
    (folder / "group1-shard1of1.bin").write_bytes(b"".join(chunks))
    (folder / "model.json").write_text(json.dumps(document, indent=1) + "\n")


def main(*names):
    for seed, layers in enumerate([residual, preactivation, resnext], 1):
        if names and layers.__name__ not in names:
            continue
        network = Network(layers, seed)
        inputs = np.random.default_rng(seed + 10).uniform(-1, 1, [2, 8, 8, 2]).astype(np.float32)
        x = tf.constant(inputs)
        network.apart = True
        with tf.GradientTape() as tape:
            tape.watch(x)
            logits = network.logits(x)
            largest = tf.reduce_sum(tf.reduce_max(logits, 1))
        gradient = tape.gradient(largest, x)
        network.apart = False
        np.testing.assert_allclose(network.logits(x), logits, rtol=1e-5, atol=1e-6)
        function = tf.function(lambda image: tf.nn.softmax(network.logits(image), name="probabilities"))
        folder = HERE / layers.__name__
        convert(function.get_concrete_function(tf.TensorSpec([None, 8, 8, 2], name="image")), folder)
        expected = {"inputs": inputs, "logits": logits.numpy(), "gradient": gradient.numpy()}
        numbers = {key: value.ravel().astype(float).round(9).tolist() for key, value in expected.items()}
        (folder / "expected.json").write_text(json.dumps(numbers) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
