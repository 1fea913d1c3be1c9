"""Times of propagation rules as Captum and zennit have them, beside PyTorch's gradient of the same network.

python3 bench/torch_propagation.py NETWORK THREADS SECONDS prints one line of JSON: by the name of a method the tool, the medians
of rule and gradient in ms, or why it could not run. NETWORK is one of bench/networks. With --absent it says which of both cannot
be used, and why.
"""

import importlib
import json
import sys
import time
import warnings

import torch

from onnx_export import torchvision_models
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


def zennit_rules():
    from zennit import composites, rules
    from zennit.canonizers import SequentialMergeBatchNorm
    from zennit.types import Convolution, Linear

    merged = {"canonizers": [SequentialMergeBatchNorm()]}
    rest = composites.layer_map_base()

    def everywhere(rule):
        return composites.LayerMapComposite([((Convolution, Linear), rule), *rest], **merged)

    low, high = torch.zeros(1, 3, 1, 1), torch.ones(1, 3, 1, 1)
    return {
        "guided-backprop": composites.GuidedBackprop(),
        "deconvnet": composites.DeconvNet(),
        "lrp-epsilon": everywhere(rules.Epsilon(epsilon=1e-6)),
        "lrp-z-plus": everywhere(rules.ZPlus()),
        "lrp-alpha-beta": everywhere(rules.AlphaBeta(alpha=2, beta=1)),
        "lrp-epsilon-plus-flat": composites.EpsilonPlusFlat(**merged),
        "lrp-epsilon-gamma-box": composites.EpsilonGammaBox(low=low, high=high, **merged),
        "excitation-backprop": composites.ExcitationBackprop(**merged),
    }


def timed(step):
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000


def median(times):
    return sorted(times)[len(times) // 2]


def in_turns(plain, ruled, seconds):
    plain()
    ruled()
    times = [], []
    end = time.perf_counter() + seconds
    while not times[0] or time.perf_counter() < end:
        for step, list_ in zip((plain, ruled), times):
            list_.append(timed(step))
    return {"gradient": median(times[0]), "rule": median(times[1])}


def main(name, threads, seconds):
    warnings.filterwarnings("ignore")
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    make, channels, size = NETWORKS[name]
    missing = absent()

    def made():
        model = make().eval().requires_grad_(False)
        # Both keep what a ReLU was given.
        for module in model.modules():
            if isinstance(module, torch.nn.ReLU | torch.nn.ReLU6):
                module.inplace = False
        return model

    x = torch.rand(1, channels, size, size)

    def gradient(model):
        def step():
            at = x.clone().requires_grad_()
            torch.autograd.grad(model(at)[:, EXPLAINED].sum(), at)

        return step

    found = {}
    model = made()
    plain = gradient(model)
    if "zennit" not in missing:
        summed = made()
        summed_by_module(summed)
        for method, composite in zennit_rules().items():
            try:
                with composite.context(summed):
                    found[method] = {"tool": "zennit", **in_turns(plain, gradient(summed), seconds)}
            except Exception as error:
                found[method] = {"tool": "zennit", "error": type(error).__name__}
    if "captum" not in missing:
        from captum.attr import DeepLift

        lifted = DeepLift(model)
        try:
            ruled = lambda: lifted.attribute(x.clone().requires_grad_(), torch.zeros_like(x), target=EXPLAINED)
            found["deeplift"] = {"tool": "captum", **in_turns(plain, ruled, seconds)}
        except Exception as error:
            found["deeplift"] = {"tool": "captum", "error": type(error).__name__}
    print(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1] == "--absent":
        print(json.dumps(absent()))
    else:
        main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
