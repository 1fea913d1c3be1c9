"""Makes layers.json, with Keras 3 on PyTorch in float64: `KERAS_BACKEND=torch python make.py`.

What Keras 3 defines otherwise than Keras 2 (hard_sigmoid, LeakyReLU's alpha, ThresholdedReLU) is written out in numpy.
Inputs, weights and the last layer follow from formulas that the test repeats; layers.json holds what comes out.
"""

import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
from cases import CASES

keras.config.set_floatx("float64")
BATCH, LOGITS = 2, 3
KERAS_2_ONLY = {"implementation", "time_major"}


def f32(values):
    """Float64 numbers that float32 holds too."""
    return np.asarray(values, np.float64).astype(np.float32).astype(np.float64)


def inputs(shape):
    return f32(np.cos(0.9 * np.arange(BATCH * np.prod(shape)))).reshape(BATCH, *shape)


def weight(index, name, shape):
    wave = 0.5 * np.sin(1.7 * np.arange(np.prod(shape)) + index)
    return f32(1 + wave if "variance" in name else wave).reshape(shape)


def hard_sigmoid(x):
    return keras.ops.clip(0.2 * x + 0.5, 0.0, 1.0)


class LayerNormalization(keras.layers.Layer):
    """Over any axes, which Keras 3 does not do on PyTorch."""

    def __init__(self, axis=-1, epsilon=1e-3, center=True, scale=True):
        super().__init__()
        self.axes, self.epsilon, self.center, self.scale = np.ravel(axis), epsilon, center, scale

    def build(self, shape):
        self.axes = [int(axis) % len(shape) for axis in self.axes]
        extents = [shape[axis] for axis in self.axes]
        self.along = [extent if axis in self.axes else 1 for axis, extent in enumerate(shape)]
        self.gamma = self.add_weight(name="gamma", shape=extents) if self.scale else None
        self.beta = self.add_weight(name="beta", shape=extents) if self.center else None

    def call(self, x):
        mean = keras.ops.mean(x, self.axes, keepdims=True)
        variance = keras.ops.mean((x - mean) ** 2, self.axes, keepdims=True)
        y = (x - mean) / keras.ops.sqrt(variance + self.epsilon)
        y = y * keras.ops.reshape(self.gamma, self.along) if self.scale else y
        return y + keras.ops.reshape(self.beta, self.along) if self.center else y


def keras_3(value):
    """A config of Keras 2 as Keras 3 has it."""
    if isinstance(value, list):
        return [keras_3(one) for one in value]
    if not isinstance(value, dict):
        return hard_sigmoid if value == "hard_sigmoid" else value
    if "class_name" in value:
        return build(value["class_name"], value["config"])
    return {key: keras_3(one) for key, one in value.items() if key not in KERAS_2_ONLY}


def build(kind, config):
    config = keras_3(config)
    if kind == "LayerNormalization":
        return LayerNormalization(**config)
    if kind == "BatchNormalization":
        config["axis"] = int(np.ravel(config.get("axis", -1))[0])
    if kind == "LeakyReLU":
        return keras.layers.LeakyReLU(negative_slope=config["alpha"])
    if kind == "ThresholdedReLU":
        return lambda x: x * (x > config["theta"])
    if kind == "Rescaling":
        return lambda x: x * np.array(config["scale"]) + np.array(config.get("offset", 0.0))
    if kind.startswith("AveragePooling"):
        return average_pool(kind, config)
    if kind == "GRU":
        config.setdefault("reset_after", True)
    return getattr(keras.layers, kind)(**config)


def merge_apart(kind, values):
    """Merged tensors of several ranks: axes of one entry are put in after the batch axis."""
    rank = max(value.ndim for value in values)
    return [value.reshape(value.shape[0], *[1] * (rank - value.ndim), *value.shape[1:]) for value in values]


def weight_name(kind, variable):
    """`l/lstm_cell/kernel`, as Keras 2 has it; the layer itself is called l."""
    *scopes, name = variable.path.split("/")[1:]
    own = "depthwise_kernel" if kind == "DepthwiseConv2D" and name == "kernel" else name
    return "/".join(["l", *scopes, own])


def average_pool(kind, config):
    """The mean of what lies inside the image, which is what TensorFlow takes under padding."""
    rank = int(kind[-2])
    sizes = np.broadcast_to(config["pool_size"], rank)
    strides = np.broadcast_to(config.get("strides") or sizes, rank)
    pool = getattr(keras.layers, kind)([int(n) for n in sizes], [int(n) for n in strides])
    first = config.get("data_format") == "channels_first"

    def apply(x):
        x = np.moveaxis(x, 1, -1) if first else x
        lengths = x.shape[1:-1]
        pads = [max(0, (-(-n // s) - 1) * s + k - n) for n, k, s in zip(lengths, sizes, strides)]
        same = config.get("padding") == "same"
        border = [(0, 0), *[(pad // 2, pad - pad // 2) if same else (0, 0) for pad in pads], (0, 0)]
        total, count = [keras.ops.convert_to_numpy(pool(np.pad(one, border))) for one in (x, np.ones_like(x))]
        return np.moveaxis(total / count, -1, 1) if first else total / count

    return apply


def case(kind, config, shape, branches):
    x = inputs(shape)
    values = [x] if branches is None else [
        x if branch is None else np.asarray(keras.ops.convert_to_numpy(build(branch["class_name"], branch["config"])(x)))
        for branch in branches
    ]
    if branches is not None and len({value.ndim for value in values}) > 1:
        values = merge_apart(kind, values)
    layer = build(kind, config)
    given = values[0] if branches is None else values
    layer(given)
    weights = []
    for index, variable in enumerate(getattr(layer, "weights", [])):
        if variable.dtype != "float64":
            continue
        name = weight_name(kind, variable)
        variable.assign(weight(index, name, variable.shape))
        weights.append([name, list(variable.shape)])
    y = keras.ops.convert_to_numpy(layer(given)).reshape(BATCH, -1)
    last = f32(np.sin(0.3 + 1.3 * np.arange(y.shape[1] * LOGITS))).reshape(y.shape[1], LOGITS)
    logits = [float(f"{value:.9g}") for value in (y @ last).ravel()]
    return {"kind": kind, "config": config, "shape": shape, **({"branches": branches} if branches else {}),
            "weights": weights, "outputs": y.shape[1], "logits": logits}


def main():
    made, names = [], set()
    for kind, config, shape, branches in CASES:
        try:
            made.append(case(kind, config, shape, branches))
        except Exception as error:
            raise RuntimeError(f"{kind} {config} on {shape}") from error
    lines = ",\n".join(json.dumps(one) for one in made)
    (pathlib.Path(__file__).parent / "layers.json").write_text(f"[\n{lines}\n]\n")
    print(len(made), "cases")


if __name__ == "__main__":
    main()
