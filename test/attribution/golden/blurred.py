"""Reference values of blur-ig and extremal-perturbation on the small `cnn` of networks.json, in float64.

python test/attribution/golden/blurred.py

Needs torch and scipy. Blurs are scipy's, derivatives torch's own. Writes blurred.json beside this file.
"""

import base64
import json
from pathlib import Path

import numpy as np
import torch
from scipy.ndimage import gaussian_filter1d
from torch.nn import functional as F

FOLDER = Path(__file__).parent
PATH = {"steps": 10, "blur": 60}
MASK = {"steps": 10, "rate": 0.05, "area": 0.2, "weight": 5, "blur": 3, "step": 2, "sigma": 2.5}
LEVELS, COLDNESS, REACH, MOMENTUM, GROWTH = 8, 20, 1.5, 0.9, 16


def decoded(tensor):
    return torch.from_numpy(np.frombuffer(base64.b64decode(tensor["f32"]), "<f4").reshape(tensor["shape"]).astype(np.float64))


def encoded(values):
    array = np.ascontiguousarray(np.asarray(values), "<f4")
    flat = np.abs(array).reshape(array.shape[0], -1)
    return {"shape": list(array.shape), "f32": base64.b64encode(array.tobytes()).decode(), "largest": [float(v) for v in flat.max(1)]}


def logits(network, x):
    """The network on [N, H, W, C]; a layer after the other."""
    y = x.permute(0, 3, 1, 2)
    for layer in network["layers"]:
        kind = layer["kind"]
        if kind == "conv2d":
            y = F.conv2d(y, decoded(layer["kernel"]).permute(3, 2, 0, 1), decoded(layer["bias"]), padding=layer["padding"])
        elif kind == "dense":
            y = y @ decoded(layer["kernel"]) + decoded(layer["bias"])
        elif kind == "flatten":
            y = y.permute(0, 2, 3, 1).flatten(1)
        else:
            y = {"relu": F.relu, "max_pool": lambda v: F.max_pool2d(v, 2), "avg_pool": lambda v: F.avg_pool2d(v, 2)}[kind](y)
    return y


def blurred(image, sd):
    if sd == 0:
        return image
    found = image.numpy()
    for axis in (0, 1):
        found = gaussian_filter1d(found, sd, axis=axis, mode="reflect", radius=int(np.ceil(4 * sd)))
    return torch.from_numpy(found)


def gradient(network, x, target):
    at = x[None].clone().requires_grad_()
    return torch.autograd.grad(logits(network, at)[0, target], at)[0][0]


def blur_ig(network, image, target, steps, blur):
    most = blur * min(image.shape[:2]) / 224
    points = [blurred(image, most * k / steps) for k in range(steps + 1)]
    found = [gradient(network, point, target) for point in points]
    return sum((found[k] + found[k + 1]) / 2 * (points[k] - points[k + 1]) for k in range(steps))


def kernel(grid, height, width, step, sigma):
    """What every cell counts for at every pixel, and whether it is near enough; the grid begins and ends beyond the border."""
    at = lambda count: torch.arange(count, dtype=torch.float64)
    before = [(cells - -(-side // step)) // 2 for cells, side in zip(grid.shape, (height, width))]
    down = at(height)[:, None] - ((at(grid.shape[0]) - before[0]) * step + (step - 1) / 2)[None]
    across = at(width)[:, None] - ((at(grid.shape[1]) - before[1]) * step + (step - 1) / 2)[None]
    z = torch.sqrt(down[:, None, :, None] ** 2 + across[None, :, None, :] ** 2) / sigma
    return torch.exp(-2 * (z - 0.5).clamp(min=0) ** 2), z <= REACH


def smooth_mask(grid, height, width, step, sigma):
    """At every pixel the smooth maximum over all cells that are near enough."""
    counts, near = kernel(grid, height, width, step, sigma)
    values, near = (counts * grid).flatten(2), near.flatten(2)
    shares = torch.softmax((COLDNESS * values).masked_fill(~near, -torch.inf), 2)
    return (shares * values).sum(2)


def extremal(network, image, target, start, steps, rate, area, weight, blur, step, sigma):
    height, width, _ = image.shape
    levels = torch.stack([blurred(image, blur * (1 - level / (LEVELS - 1))) for level in range(LEVELS)])
    wanted = torch.ones(height * width, dtype=torch.float64)
    wanted[: int((1 - area) * height * width)] = 0
    counts, near = kernel(start, height, width, step, sigma)
    share = (counts * near).sum((0, 1))
    share = share / share.max()
    grid, move = start.clone(), torch.zeros_like(start)
    for k in range(steps):
        at = grid.clone().requires_grad_()
        mask = smooth_mask(at, height, width, step, sigma)
        place = mask * (LEVELS - 1)
        level = place.detach().floor().clamp(max=LEVELS - 2)
        part = (place - level)[..., None]
        rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        below, above = (levels[level.long() + more, rows, columns] for more in (0, 1))
        score = logits(network, ((1 - part) * below + part * above)[None])[0, target]
        gap = ((torch.sort(mask.flatten(), stable=True).values - wanted) ** 2).mean()
        (slope,) = torch.autograd.grad(-score + weight * GROWTH ** (k / steps) * gap, at)
        slope = torch.where(share > 0, slope / share.clamp(min=1e-300), 0)
        move = MOMENTUM * move + (1 - MOMENTUM) * slope
        grid = (grid - rate * move).clamp(0, 1)
    return grid, smooth_mask(grid, height, width, step, sigma)


def main():
    network = next(n for n in json.loads((FOLDER / "networks.json").read_text()) if n["name"] == "cnn")
    images, targets = decoded(network["inputs"]), network["targets"]
    assert torch.allclose(logits(network, images), decoded(network["logits"]), atol=1e-5)
    start = torch.from_numpy(np.random.default_rng(5).uniform(0.2, 0.9, (4, 12, 12)).astype("<f4").astype(np.float64))
    ended = [extremal(network, image, target, begun, **MASK) for image, target, begun in zip(images, targets, start)]
    stored = {
        "blur-ig": {**PATH, **encoded(torch.stack([blur_ig(network, i, t, **PATH) for i, t in zip(images, targets)]))},
        "start": encoded(start),
        "extremal-perturbation": {**MASK, **encoded(torch.stack([mask for _, mask in ended]))},
        "extremal-perturbation-cells": encoded(torch.stack([grid for grid, _ in ended])),
    }
    (FOLDER / "blurred.json").write_text(json.dumps(stored) + "\n")


if __name__ == "__main__":
    main()
