"""Layers as Keras 2 writes them, one setting changed at a time: (class, config, input shape, what else)."""

CONV = {"filters": 3, "kernel_size": [3, 3], "padding": "same"}
CONV1 = {"filters": 3, "kernel_size": [3]}
CONV3 = {"filters": 2, "kernel_size": [2, 2, 2], "padding": "same"}
DEEP = {"kernel_size": [3, 3], "padding": "same", "depth_multiplier": 1}
UP = {"filters": 3, "kernel_size": [3, 3], "padding": "same"}
IMAGE, VOLUME, STEPS = [7, 6, 2], [4, 5, 4, 2], [8, 3]
ACTIVATIONS = ["elu", "gelu", "hard_sigmoid", "linear", "mish", "relu", "selu", "sigmoid", "softmax", "softplus",
               "softsign", "swish", "tanh", "log_softmax", "relu6"]
SIGMOID = {"recurrent_activation": "sigmoid"}
HALF = {"class_name": "Rescaling", "config": {"scale": 0.5, "offset": 0.25}}
MEAN = {"class_name": "GlobalAveragePooling1D", "config": {}}


def each(kind, shape, base, *changes):
    return [(kind, {**base, **change}, shape, None) for change in ({},) + changes]


def recurrent(kind, *more):
    gates = {} if kind == "SimpleRNN" else dict(SIGMOID)
    gates.update({"reset_after": True} if kind == "GRU" else {})
    base = {"units": 3, "activation": "tanh", **gates}
    changes = [{"activation": "relu"}, {"use_bias": False}, {"return_sequences": True}, {"go_backwards": True},
               {"return_sequences": True, "go_backwards": True}, {"unroll": True}, {"dropout": 0.5},
               {"recurrent_dropout": 0.5}]
    return each(kind, [5, 2], base, *changes, *more)


def merged(kind, *changes):
    return [(kind, change, [4, 3], branches)
            for change in changes or ({},) for branches in ([None, HALF], [None, HALF, None])] + (
        [] if changes else [(kind, {}, [4, 3], [None, MEAN])])


CELL = {"class_name": "LSTMCell", "config": {"name": "c", "units": 3, **SIGMOID}}
RESET = {"class_name": "GRUCell", "config": {"name": "c", "units": 3, "reset_after": True, **SIGMOID}}
INNER = {"class_name": "LSTM", "config": {"name": "r", "units": 3, **SIGMOID, "return_sequences": True}}
GATED = {"class_name": "GRU", "config": {"name": "r", "units": 3, **SIGMOID, "reset_after": True}}
LAST = {"class_name": "SimpleRNN", "config": {"name": "r", "units": 3}}

CASES = [
    *[("Activation", {"activation": name}, [4, 3], None) for name in ACTIVATIONS],
    *each("Dense", [5], {"units": 3}, {"use_bias": False}, *[{"activation": name} for name in ACTIVATIONS]),
    ("Dense", {"units": 3}, [4, 5], None),
    *each("Conv1D", STEPS, CONV1, {"strides": [2]}, {"padding": "same"}, {"padding": "same", "strides": [2]},
          {"padding": "causal"}, {"padding": "causal", "dilation_rate": [2]}, {"padding": "causal", "strides": [2]},
          {"dilation_rate": [2]}, {"padding": "same", "dilation_rate": [3]}, {"activation": "tanh"},
          {"padding": "causal", "activation": "relu"}, {"use_bias": False}),
    *each("Conv1D", [8, 4], {**CONV1, "filters": 6, "groups": 2}, {"strides": [2], "padding": "same"}),
    *each("Conv2D", IMAGE, CONV, {"padding": "valid"}, {"strides": [2, 2]}, {"strides": [2, 2], "padding": "valid"},
          {"kernel_size": [2, 4]}, {"dilation_rate": [2, 2]}, {"dilation_rate": [1, 2], "padding": "valid"},
          {"activation": "elu"}, {"activation": "swish"}, {"use_bias": False}),
    *each("Conv2D", [7, 6, 6], {**CONV, "filters": 6, "groups": 3}, {"strides": [2, 2]}, {"groups": 2, "padding": "valid"},
          {"groups": 6, "filters": 12}, {"dilation_rate": [2, 2], "activation": "relu", "use_bias": False}),
    *each("Conv3D", VOLUME, CONV3, {"padding": "valid"}, {"strides": [2, 2, 2]},
          {"activation": "relu"}, {"use_bias": False}),
    *each("DepthwiseConv2D", IMAGE, DEEP, {"padding": "valid"}, {"strides": [2, 2]}, {"dilation_rate": [2, 2]},
          {"dilation_rate": [2, 2], "padding": "valid"}, {"depth_multiplier": 2}, {"activation": "relu"},
          {"depth_multiplier": 2, "dilation_rate": [2, 2], "activation": "tanh"}, {"use_bias": False},
          {"kernel_size": [2, 4], "dilation_rate": [1, 2]}),
    *each("SeparableConv2D", IMAGE, {**CONV, "depth_multiplier": 1}, {"padding": "valid"}, {"strides": [2, 2]},
          {"dilation_rate": [2, 2]}, {"depth_multiplier": 2}, {"activation": "relu"}, {"use_bias": False}),
    *each("Conv2DTranspose", IMAGE, UP, {"padding": "valid"}, {"strides": [2, 2]},
          {"strides": [2, 2], "padding": "valid"}, {"strides": [3, 2], "padding": "valid"}, {"kernel_size": [2, 4]},
          {"activation": "tanh"}, {"use_bias": False}),
    *[case for kind in ("MaxPooling1D", "AveragePooling1D") for case in
      each(kind, STEPS, {"pool_size": [2]}, {"pool_size": [3], "strides": [2]},
           {"pool_size": [3], "strides": [2], "padding": "same"}, {"strides": [1], "padding": "same"},
           {"data_format": "channels_first"}, {"data_format": "channels_first", "padding": "same", "strides": [1]})],
    *[case for kind in ("MaxPooling2D", "AveragePooling2D") for case in
      each(kind, IMAGE, {"pool_size": [2, 2]}, {"pool_size": [3, 2], "strides": [2, 1]},
           {"pool_size": [3, 3], "strides": [2, 2], "padding": "same"}, {"strides": [1, 1], "padding": "same"})],
    *[case for kind in ("MaxPooling3D", "AveragePooling3D") for case in
      each(kind, VOLUME, {"pool_size": [2, 2, 2]}, {"strides": [1, 1, 1]}, {"padding": "same"})],
    *[case for kind in ("GlobalMaxPooling1D", "GlobalAveragePooling1D") for case in
      each(kind, STEPS, {}, {"keepdims": True}, {"data_format": "channels_first"})],
    *[case for kind in ("GlobalMaxPooling2D", "GlobalAveragePooling2D") for case in
      each(kind, IMAGE, {}, {"keepdims": True})],
    *each("UpSampling2D", IMAGE, {"size": [2, 2]}, {"size": [3, 1]}, {"interpolation": "bilinear"},
          {"interpolation": "bilinear", "size": [3, 2]}),
    *each("ZeroPadding2D", IMAGE, {"padding": [[1, 2], [0, 3]]}, {"padding": [1, 2]}, {"padding": 1}),
    *each("Cropping2D", IMAGE, {"cropping": [[1, 2], [0, 3]]}, {"cropping": [1, 2]}, {"cropping": 1}),
    *each("BatchNormalization", IMAGE, {"axis": [3], "epsilon": 0.001}, {"epsilon": 0.3}, {"center": False},
          {"scale": False}, {"axis": [1]}, {"axis": -1}, {"momentum": 0.5}),
    ("BatchNormalization", {"axis": [1]}, [5], None),
    ("BatchNormalization", {"axis": [2]}, STEPS, None),
    *each("LayerNormalization", IMAGE, {"axis": [3], "epsilon": 0.001}, {"epsilon": 0.3}, {"center": False},
          {"scale": False}, {"axis": [1, 2, 3]}, {"axis": [2]}, {"axis": -1}),
    *each("ReLU", [4, 3], {}, {"max_value": 0.5}),
    *each("LeakyReLU", [4, 3], {"alpha": 0.3}, {"alpha": 0.05}),
    *each("PReLU", IMAGE, {}, {"shared_axes": [1, 2]}),
    ("ELU", {"alpha": 1.0}, [4, 3], None),
    *each("ThresholdedReLU", [4, 3], {"theta": 1.0}, {"theta": 0.2}),
    *each("Softmax", [4, 3], {"axis": -1}, {"axis": 1}, {"axis": 2}, {"axis": [1, 2]}, {"axis": [1]}),
    *each("Flatten", IMAGE, {}),
    ("RepeatVector", {"n": 4}, [3], None),
    *each("Reshape", [4, 3], {"target_shape": [2, 6]}, {"target_shape": [-1, 2]}, {"target_shape": [12]}),
    ("Permute", {"dims": [3, 1, 2]}, IMAGE, None),
    *[(kind, config, STEPS, None) for kind, config in [
        ("Dropout", {"rate": 0.5}), ("SpatialDropout1D", {"rate": 0.5}), ("GaussianNoise", {"stddev": 0.5}),
        ("GaussianDropout", {"rate": 0.5}), ("AlphaDropout", {"rate": 0.5})]],
    *[case for kind in ("Add", "Multiply", "Average", "Maximum", "Minimum") for case in merged(kind)],
    *merged("Concatenate", {"axis": -1}, {"axis": 1}, {"axis": 2}),
    *[("Dot", config, [4, 3], [None, HALF]) for config in [
        {"axes": 1}, {"axes": 2}, {"axes": [2, 2]}, {"axes": -1}, {"axes": 2, "normalize": True}]],
    *recurrent("SimpleRNN"),
    *recurrent("LSTM", {"recurrent_activation": "hard_sigmoid"}, {"implementation": 1}),
    *recurrent("GRU", {"reset_after": False}, {"recurrent_activation": "hard_sigmoid", "return_sequences": True},
               {"reset_after": False, "recurrent_activation": "hard_sigmoid", "implementation": 1},
               {"reset_after": False, "use_bias": False}),
    *each("RNN", [5, 2], {"cell": CELL}, {"return_sequences": True}, {"go_backwards": True}, {"cell": RESET}),
    *each("ConvLSTM2D", [3, 5, 4, 2], {"filters": 2, "kernel_size": [3, 3], **SIGMOID}, {"padding": "same"},
          {"strides": [2, 2], "padding": "same"}, {"dilation_rate": [2, 1]}, {"activation": "relu"},
          {"recurrent_activation": "hard_sigmoid"}, {"use_bias": False}, {"return_sequences": True},
          {"go_backwards": True}),
    *each("Bidirectional", [5, 2], {"layer": INNER}, *[{"merge_mode": mode} for mode in ("sum", "ave", "mul")],
          {"layer": GATED}, {"layer": LAST}),
    *each("TimeDistributed", [4, 3], {"layer": {"class_name": "Dense", "config": {"name": "i", "units": 2}}},
          {"layer": {"class_name": "BatchNormalization", "config": {"name": "i", "axis": [1]}}}),
    ("TimeDistributed", {"layer": {"class_name": "Conv2D", "config": {"name": "i", **CONV}}}, [3, *IMAGE], None),
    *each("Rescaling", IMAGE, {"scale": 0.5}, {"offset": -1.0}, {"scale": [0.5, 2.0], "offset": [0.1, -0.3]}),
    *each("Resizing", IMAGE, {"height": 5, "width": 9}, {"interpolation": "nearest"}),
    *each("CenterCrop", IMAGE, {"height": 4, "width": 3}, {"width": 5}, {"width": 6}),
]
