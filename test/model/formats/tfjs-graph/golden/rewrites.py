"""Rewrites of a frozen graph that tensorflowjs_converter does itself, beside Grappler's."""

import numpy as np
import tensorflow as tf
from tensorflow.core.framework import graph_pb2
from tensorflow.python.framework import tensor_util

CONVOLUTIONS = ("Conv2D", "DepthwiseConv2dNative")


def rebuilt(graph_def, nodes, renamed):
    """A graph of the given nodes; inputs that went away are read from what took their place."""
    result = graph_pb2.GraphDef(versions=graph_def.versions, library=graph_def.library)
    result.node.extend(nodes)
    for node in result.node:
        node.input[:] = [renamed.get(name, name) for name in node.input]
    return result


def constant(name, value):
    node = tf.compat.v1.NodeDef(name=name, op="Const")
    node.attr["dtype"].type = tf.as_dtype(value.dtype).as_datatype_enum
    node.attr["value"].tensor.CopyFrom(tensor_util.make_tensor_proto(value))
    return node


def fold_normalisations(graph_def):
    """A batch normalisation of a convolution that nothing else reads becomes part of the kernel, and an offset."""
    nodes = {node.name: node for node in graph_def.node}
    reads = [name for node in graph_def.node for name in node.input]
    kept = dict(nodes)
    for norm in graph_def.node:
        if norm.op != "FusedBatchNormV3" or nodes[norm.input[0]].op not in CONVOLUTIONS:
            continue
        if reads.count(norm.input[0]) > 1:
            continue
        conv = nodes[norm.input[0]]
        kernel, scale, offset, mean, variance = [
            tensor_util.MakeNdarray(nodes[name].attr["value"].tensor) for name in [conv.input[1], *norm.input[1:5]]
        ]
        slope = scale / np.sqrt(variance + norm.attr["epsilon"].f)
        along = slope if conv.op == "Conv2D" else slope.reshape(kernel.shape[2:])
        weights = constant(f"{conv.name}_weights", (kernel * along).astype(np.float32))
        shift = constant(f"{conv.name}_bn_offset", (offset - mean * slope).astype(np.float32))
        kept.update({weights.name: weights, shift.name: shift})
        conv.input[1] = weights.name
        norm.op = "BiasAdd"
        norm.input[:] = [conv.name, shift.name]
        dtype = conv.attr["T"].type
        norm.ClearField("attr")
        norm.attr["T"].type = dtype
        norm.attr["data_format"].s = b"NHWC"
    used = {name.split(":")[0] for node in kept.values() for name in node.input}
    return rebuilt(graph_def, [n for n in kept.values() if n.op != "Const" or n.name in used], {})


def fuse_depthwise(graph_def):
    """A depthwise convolution, its offset and its activation become one operation."""
    nodes = {node.name: node for node in graph_def.node}
    gone = {}
    for bias in graph_def.node:
        if bias.op != "BiasAdd" or nodes[bias.input[0]].op != "DepthwiseConv2dNative":
            continue
        conv = nodes[bias.input[0]]
        conv.op = "FusedDepthwiseConv2dNative"
        conv.input.append(bias.input[1])
        conv.attr["fused_ops"].list.s.append(b"BiasAdd")
        conv.attr["num_args"].i = 1
        gone[bias.name] = conv.name
        readers = [node for node in graph_def.node if bias.name in node.input]
        if len(readers) == 1 and readers[0].op in ("Relu", "Relu6", "Elu"):
            conv.attr["fused_ops"].list.s.append(readers[0].op.encode())
            gone[readers[0].name] = conv.name
    return rebuilt(graph_def, [node for node in graph_def.node if node.name not in gone], gone)
