"""Maps and times of propagation rules as Captum and zennit have them, beside PyTorch's gradient of the same network.

python3 bench/torch_propagation.py NETWORK THREADS SECONDS FOLDER writes model.onnx, x.bin and METHOD.bin to the folder (float32; maps
[3, H, W] computed in float64) and prints one line of JSON: by the name of a method the tool, the medians of rule and gradient in ms,
the median of their ratios by the time of processors, and how far its map in float32 is from that in float64, or why it could not run. NETWORK is one of bench/networks. With --absent it says which of both cannot be used, and why.
"""

import copy
import importlib
import json
import pathlib
import sys
import time
import warnings

import numpy as np
import torch

from onnx_export import torchvision_models, trained_like
from torch_gradient import EXPLAINED, NETWORKS, Residual


def absent():
    """zennit loads torchvision, Captum matplotlib."""
    found = {}
    for name in ("zennit", "captum"):
        try:
            if name == "zennit":
                torchvision_models()
            importlib.import_module(f"{name}.attr" if name == "captum" else f"{name}.composites")
        except Exception as error:
            found[name] = str(error).splitlines()[0]
    return found


def summed_by_module(model):
    """Residual sums as modules, so that a rule can act on them."""
    from zennit.layer import Sum

    def forward(self, x):
        return self.last(self.sum(torch.stack([self.body(x), self.short(x)], -1)))

    for module in model.modules():
        if isinstance(module, Residual):
            module.sum = Sum()
            module.forward = forward.__get__(module)
    return model


def zennit_rules(dtype):
    """Composites, and what relevance starts from: the explained logit, or one."""
    from zennit import composites, rules
    from zennit.canonizers import SequentialMergeBatchNorm
    from zennit.types import Convolution, Linear

    merged = {"canonizers": [SequentialMergeBatchNorm()]}

    def everywhere(rule):
        return composites.LayerMapComposite([*composites.layer_map_base(), ((Convolution, Linear), rule)], **merged)

    low, high = torch.zeros(1, 3, 1, 1, dtype=dtype), torch.ones(1, 3, 1, 1, dtype=dtype)
    return {
        "guided-backprop": (composites.GuidedBackprop(), False),
        "deconvnet": (composites.DeconvNet(), False),
        "lrp-epsilon": (everywhere(rules.Epsilon(epsilon=1e-6)), True),
        "lrp-z-plus": (everywhere(rules.ZPlus()), True),
        "lrp-alpha-beta": (everywhere(rules.AlphaBeta(alpha=2, beta=1)), True),
        "lrp-epsilon-plus-flat": (composites.EpsilonPlusFlat(**merged), True),
        "lrp-epsilon-gamma-box": (composites.EpsilonGammaBox(low=low, high=high, **merged), True),
        "excitation-backprop": (composites.ExcitationBackprop(zero_params="bias", **merged), False),
    }


def timed(step):
    start, worked = time.perf_counter(), time.process_time()
    step()
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def median(times):
    return sorted(times)[len(times) // 2]


def in_turns(plain, ruled, seconds):
    plain()
    ruled()
    found = []
    end = time.perf_counter() + seconds
    while not found or time.perf_counter() < end:
        found.append((timed(plain), timed(ruled)))
    return {
        "gradient": median([a for (a, _), _ in found]),
        "rule": median([b for _, (b, _) in found]),
        "work": median([b / a for (_, a), (_, b) in found]),
    }


def backward(model, x, by_logit):
    """What arrives at the input of a signal that starts at the explained logit."""
    at = x.clone().requires_grad_()
    logits = model(at)[:, EXPLAINED]
    start = logits.detach() if by_logit else torch.ones_like(logits)
    (result,) = torch.autograd.grad(logits, at, start)
    return result


def he_uniform(model):
    """Weights under which signals keep their size through the network, and small biases."""
    for module in model.modules():
        if isinstance(module, torch.nn.Conv2d | torch.nn.Linear):
            bound = (6 / module.weight[0].numel()) ** 0.5
            module.weight.uniform_(-bound, bound)
            if module.bias is not None:
                module.bias.uniform_(-0.1, 0.1)
    return model


def zennit_map(model, x, method):
    composite, by_logit = zennit_rules(x.dtype)[method]
    with composite.context(model):
        return backward(model, x, by_logit)


def captum_map(model, x):
    from captum.attr import DeepLift

    at = x.clone().requires_grad_()
    return DeepLift(model).attribute(at, torch.zeros_like(x), target=EXPLAINED).detach()


def apart(found, exact):
    return ((found.double() - exact).norm() / exact.norm()).item()


def main(name, threads, seconds, folder):
    warnings.filterwarnings("ignore")
    torch.set_num_threads(threads)
    torch.backends.mha.set_fastpath_enabled(False)
    torch.manual_seed(0)
    make, channels, size = NETWORKS[name]
    missing = absent()
    folder = pathlib.Path(folder)
    model = he_uniform(trained_like(make()))
    # Both keep what a ReLU was given.
    for module in model.modules():
        if isinstance(module, torch.nn.ReLU | torch.nn.ReLU6):
            module.inplace = False
    x = torch.rand(1, channels, size, size)
    torch.onnx.export(
        model, (x,), folder / "model.onnx", opset_version=17, dynamo=False,
        input_names=["input"], output_names=["logits"],
    )
    x.numpy().astype(np.float32).tofile(folder / "x.bin")
    if "zennit" not in missing:
        summed_by_module(model)
    exact = copy.deepcopy(model).double()
    logit = exact(x.double())[0, EXPLAINED].item()
    found = {}

    def compared(method, tool, map_of, ruled):
        """Times `ruled`, which leaves out what a user does once."""
        try:
            true = map_of(exact, x.double())
            true.numpy().astype(np.float32).tofile(folder / f"{method}.bin")
            own = apart(map_of(model, x), true)
            times = in_turns(lambda: backward(model, x, False), ruled, seconds)
            found[method] = {"tool": tool, **times, "apart": own}
        except Exception as error:
            found[method] = {"tool": tool, "error": type(error).__name__}

    if "zennit" not in missing:
        for method, (composite, by_logit) in zennit_rules(torch.float32).items():
            def ruled(composite=composite, by_logit=by_logit):
                with composite.context(model):
                    backward(model, x, by_logit)

            compared(method, "zennit", lambda of, at, method=method: zennit_map(of, at, method), ruled)
    if "captum" not in missing:
        compared("deeplift", "captum", captum_map, lambda: captum_map(model, x))
    print(json.dumps({"target": EXPLAINED, "logit": logit, "size": size, "rules": found}))


if __name__ == "__main__":
    if sys.argv[1] == "--absent":
        print(json.dumps(absent()))
    else:
        main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
