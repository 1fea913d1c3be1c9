"""Makes operations.json, with TensorFlow 2: `python operations.py`.

Each case is one operation with one choice of attributes; operations that the converter makes (FusedDepthwiseConv2dNative)
are written out. What goes in and what multiplies the output follow from formulas that the test repeats.
"""

import inspect
import json
import pathlib

import numpy as np
import tensorflow as tf

BATCH, LOGITS = 2, 3
FUSED = "FusedDepthwiseConv2dNative"
WINDOW = {"strides": [1, 1, 1, 1], "padding": "SAME"}
POOL = {"ksize": [1, 3, 3, 1], "strides": [1, 2, 2, 1], "padding": "SAME"}
IMAGE = [6, 5, 2]


def wave(shape, phase):
    return np.sin(1.7 * np.arange(np.prod(shape)) + phase).astype(np.float32).reshape(shape)


def case(op, attr, shape, *constants, raw=None):
    return {"op": op, "attr": attr, "shape": shape, "constants": constants, "raw": raw}


def fused(alpha, attr):
    def run(x, kernel, bias):
        y = tf.nn.depthwise_conv2d(x, kernel, attr["strides"], attr["padding"], dilations=attr["dilations"][1:3])
        return tf.nn.leaky_relu(y + bias, alpha)

    return run


def resizes(op):
    flags = [(False, False), (True, False), (False, True)]
    sizes = [[9, 7], [3, 4], [12, 10]]
    return [case(op, {"align_corners": a, "half_pixel_centers": h}, IMAGE, size) for a, h in flags for size in sizes]


def depthwise(alpha, **attr):
    whole = {**WINDOW, "dilations": [1, 1, 1, 1], **attr}
    named = {**whole, "fused_ops": ["BiasAdd", "LeakyRelu"], "num_args": 1, "leakyrelu_alpha": alpha}
    return case(FUSED, named, IMAGE, ("w", [3, 3, 2, 1]), ("w", [2]), raw=fused(alpha, whole))


CASES = [
    *[case("Conv2D", {**WINDOW, **change}, IMAGE, ("w", [3, 2, 2, 3])) for change in [
        {}, {"padding": "VALID"}, {"strides": [1, 2, 1, 1]}, {"dilations": [1, 2, 1, 1]},
        {"padding": "EXPLICIT", "explicit_paddings": [0, 0, 1, 2, 0, 3, 0, 0]}]],
    *[case("Conv2D", {**WINDOW, **change}, IMAGE[:2] + [4], ("w", [3, 2, inner, 8])) for inner, change in [
        (2, {"padding": "VALID"}), (1, {"strides": [1, 2, 1, 1]}), (2, {"dilations": [1, 2, 1, 1]}),
        (2, {"padding": "EXPLICIT", "explicit_paddings": [0, 0, 1, 2, 0, 3, 0, 0]})]],
    *[case("DepthwiseConv2dNative", {**WINDOW, **change}, IMAGE, ("w", [3, 2, 2, 2])) for change in [
        {}, {"padding": "VALID"}, {"strides": [1, 2, 2, 1]}, {"dilations": [1, 2, 2, 1]},
        {"padding": "EXPLICIT", "explicit_paddings": [0, 0, 1, 2, 0, 3, 0, 0]}]],
    *[depthwise(alpha) for alpha in (0.05, 0.2, 0.7)],
    depthwise(0.1, strides=[1, 2, 2, 1]),
    depthwise(0.1, dilations=[1, 2, 2, 1]),
    *[case(op, {**POOL, **change}, IMAGE) for op in ("MaxPool", "AvgPool") for change in [
        {}, {"padding": "VALID"}, {"ksize": [1, 2, 1, 1], "strides": [1, 1, 1, 1]}]],
    *[case("FusedBatchNormV3", {"is_training": False, **change}, IMAGE, ("w", [2]), ("w", [2]), ("w", [2]), ("p", [2]))
      for change in [{}, {"epsilon": 0.001}, {"epsilon": 0.3}]],
    *[case("LeakyRelu", change, IMAGE) for change in [{}, {"alpha": 0.05}]],
    *[case("LRN", {**change}, IMAGE[:2] + [4]) for change in [
        {}, {"depth_radius": 1}, {"bias": 2.0, "alpha": 0.5, "beta": 0.75}]],
    *resizes("ResizeBilinear"),
    *resizes("ResizeNearestNeighbor"),
    *[case(op, change, [4, 3], 1) for op in ("Cumsum",) for change in [
        {}, {"exclusive": True}, {"reverse": True}, {"exclusive": True, "reverse": True}]],
    *[case("MirrorPad", {"mode": mode}, IMAGE, [[0, 0], [2, 1], [0, 3], [0, 0]]) for mode in ("REFLECT", "SYMMETRIC")],
    case("PadV2", {}, IMAGE, [[0, 0], [2, 1], [0, 3], [0, 0]], 0.5),
    case("DepthToSpace", {"block_size": 2}, [3, 2, 8]),
    case("SpaceToBatchND", {}, [4, 4, 2], [2], [[0, 0]]),
    *[case("BatchMatMulV2", change, [4, 4], ("w", [4, 4])) for change in [{}, {"adj_x": True}, {"adj_y": True}]],
    *[case("MatMul", change, [4], ("w", [4, 4])) for change in [{}, {"transpose_b": True}]],
    *[case(op, change, [4, 3], 1) for op in ("Mean", "Sum", "Max", "Min", "Prod") for change in [
        {}, {"keep_dims": True}]],
    *[case("StridedSlice", change, [4, 6], *numbers) for change, numbers in [
        ({}, ([0, 1, 1], [2, 3, 6], [1, 1, 2])), ({"begin_mask": 3, "end_mask": 3}, ([1, 1, 2], [1, 1, 5], [1, 1, 1])),
        ({"ellipsis_mask": 1}, ([0, 1], [0, 4], [1, 2])), ({"begin_mask": 1, "end_mask": 1, "shrink_axis_mask": 2},
                                                            ([0, 2, 1], [0, 3, 6], [1, 1, 1])),
        ({"begin_mask": 1, "end_mask": 1, "new_axis_mask": 2}, ([0, 0, 1], [0, 0, 4], [1, 1, 1]))]],
    case("GatherV2", {"batch_dims": 0}, [4, 3], [2, 0], 1),
    case("Softmax", {}, [4, 3]),
    case("LogSoftmax", {}, [4, 3]),
    case("Squeeze", {"axis": [2]}, [4, 1, 3]),
    case("ExpandDims", {}, [4, 3], 1),
]


def constant(value, index):
    if isinstance(value, tuple):
        kind, shape = value
        return wave(shape, index) if kind == "w" else (1.5 + 0.5 * wave(shape, index)).astype(np.float32)
    return np.float32(value) if isinstance(value, float) else np.asarray(value, np.int32)


def result(one):
    x = wave([BATCH, *one["shape"]], 0.5)
    values = [constant(value, index) for index, value in enumerate(one["constants"])]
    if one["raw"]:
        return one["raw"](x, *values)
    function = getattr(tf.raw_ops, one["op"])
    names = inspect.signature(function).parameters
    made = function(**dict(zip(names, [x, *values])), **one["attr"])
    return made[0] if isinstance(made, tuple) else made


def main():
    made = []
    for one in CASES:
        y = np.asarray(result(one)).astype(np.float64).reshape(BATCH, -1)
        last = wave([y.shape[1], LOGITS], 0.3).astype(np.float64)
        logits = [float(f"{value:.8g}") for value in (y @ last).ravel()]
        constants = [
            {"kind": value[0], "shape": value[1]} if isinstance(value, tuple) else {"value": value}
            for value in one["constants"]
        ]
        made.append({"op": one["op"], "attr": one["attr"], "shape": one["shape"], "constants": constants,
                     "outputs": y.shape[1], "logits": logits})
    lines = ",\n".join(json.dumps(one) for one in made)
    (pathlib.Path(__file__).parent / "operations.json").write_text(f"[\n{lines}\n]\n")
    print(len(made), "cases")


if __name__ == "__main__":
    main()
