"""Writes a network with random weights as ONNX, and says what PyTorch computes from it and how long that takes.

python3 bench/onnx_export.py NETWORK FOLDER BATCH THREADS SECONDS writes model.onnx, x.bin, logits.bin and gradient.bin to the
folder (float32; logits and gradient computed in float64) and one line of JSON, times in ms per batch. NETWORK is one of
bench/networks, or of torchvision's models.
"""

import copy
import importlib.util
import json
import pathlib
import re
import sys
import time
import warnings

import numpy as np
import torch

from torch_gradient import EXPLAINED, NETWORKS


def torchvision_models():
    """torchvision's compiled operators may not load beside this torch; its classifiers need none of them."""
    source = pathlib.Path(importlib.util.find_spec("torchvision").origin).parent / "_meta_registrations.py"
    text = source.read_text()
    names = set(re.findall(r'register_meta\("(\w+)"\)', text)) | set(re.findall(r"torchvision::(\w+)", text))
    try:
        import torchvision
    except RuntimeError:
        library = torch.library.Library("torchvision", "DEF")
        for name in names:
            library.define(f"{name}(Tensor a) -> Tensor")
        for module in [name for name in sys.modules if name.startswith("torchvision")]:
            del sys.modules[module]
        import torchvision
        torchvision.kept = library
    import torchvision.models

    return torchvision.models


def network(name):
    if name in NETWORKS:
        make, _, size = NETWORKS[name]
        return make(), size
    extra = {"init_weights": True} if name in ("googlenet", "inception_v3") else {}
    model = torchvision_models().get_model(name, weights=None, **extra)
    return model, 299 if name == "inception_v3" else 224


def trained_like(model):
    """Statistics of normalisations that are not those of a network that never saw an image."""
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.8, 1.3)
    return model.eval().requires_grad_(False)


def gradient(model, x):
    at = x.detach().requires_grad_()
    logits = model(at)
    (result,) = torch.autograd.grad(logits[:, EXPLAINED].sum(), at)
    return logits.detach(), result


def main(name, folder, batch, threads, seconds):
    warnings.filterwarnings("ignore")
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    made, size = network(name)
    model = trained_like(made)
    x = torch.rand(batch, 3, size, size) * 2 - 1
    folder = pathlib.Path(folder)
    torch.onnx.export(
        model, (x[:1],), folder / "model.onnx", opset_version=17, dynamo=False,
        input_names=["input"], output_names=["logits"],
    )
    exact = gradient(copy.deepcopy(model).double(), x.double())
    for file, values in zip(("x", "logits", "gradient"), (x, *exact)):
        values.numpy().astype(np.float32).tofile(folder / f"{file}.bin")
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        gradient(model, x)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    found = {"median": times[len(times) // 2], "size": size, "classes": exact[0].shape[1]}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
