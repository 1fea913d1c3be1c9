"""Input gradient of one logit with PyTorch, for the networks of bench/networks.

python3 bench/torch_gradient.py NETWORK BATCH THREADS SECONDS writes one line of JSON, times in ms per batch.
"""

import json
import resource
import sys
import time
from functools import partial

import torch
from torch import nn

EXPLAINED = 3


class Residual(nn.Module):
    """last(body(x) + short(x))."""

    def __init__(self, body, short=None, last=None):
        super().__init__()
        self.body = body
        self.short = short or nn.Identity()
        self.last = last or nn.Identity()

    def forward(self, x):
        return self.last(self.body(x) + self.short(x))


class Joined(nn.Module):
    """Branches of one input, joined along the channels."""

    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


def unit(inputs, outputs, size, stride=1, padding=None, groups=1, bias=False, activation=None):
    """Convolution, BatchNorm and perhaps an activation."""
    rows, cols = size if isinstance(size, tuple) else (size, size)
    padding = (rows // 2, cols // 2) if padding is None else padding
    layers = [
        nn.Conv2d(inputs, outputs, (rows, cols), stride, padding, groups=groups, bias=bias),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, *([activation(inplace=True)] if activation else []))


def read_out(channels):
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000)]


def lenet(first, second, units):
    def block(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 5, padding=2), nn.ReLU(True), nn.MaxPool2d(2)]

    dense = [nn.Flatten(), nn.Linear(7 * 7 * second, units), nn.ReLU(True), nn.Linear(units, 10)]
    return nn.Sequential(*block(1, first), *block(first, second), *dense)


def vgg16():
    layers, inputs = [], 3
    for filters, count in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        for _ in range(count):
            layers += [nn.Conv2d(inputs, filters, 3, padding=1), nn.ReLU(True)]
            inputs = filters
        layers.append(nn.MaxPool2d(2))
    for size, units in [(7 * 7 * 512, 4096), (4096, 4096)]:
        layers += [nn.Flatten(), nn.Linear(size, units), nn.ReLU(True)]
    return nn.Sequential(*layers, nn.Linear(4096, 1000))


def resnet50():
    relu = partial(unit, bias=True, activation=nn.ReLU)
    layers, inputs = [relu(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1)], 64
    for filters, count, first in [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)]:
        for i in range(count):
            stride = first if i == 0 else 1
            body = nn.Sequential(
                relu(inputs, filters, 1, stride),
                relu(filters, filters, 3),
                unit(filters, 4 * filters, 1, bias=True),
            )
            short = unit(inputs, 4 * filters, 1, stride, bias=True) if i == 0 else None
            layers.append(Residual(body, short, nn.ReLU(True)))
            inputs = 4 * filters
    return nn.Sequential(*layers, *read_out(inputs))


def mobilenetv2():
    relu = partial(unit, activation=nn.ReLU6)
    layers, inputs = [relu(3, 32, 3, 2)], 32
    stages = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
    for expansion, filters, count, first in stages:
        for i in range(count):
            stride, wide = (first if i == 0 else 1), inputs * expansion
            body = nn.Sequential(
                *([] if expansion == 1 else [relu(inputs, wide, 1)]),
                relu(wide, wide, 3, stride, groups=wide),
                unit(wide, filters, 1),
            )
            layers.append(Residual(body) if stride == 1 and inputs == filters else body)
            inputs = filters
    return nn.Sequential(*layers, relu(inputs, 1280, 1), *read_out(1280))


def inceptionv3():
    relu = partial(unit, activation=nn.ReLU)
    halved = partial(relu, stride=2, padding=0)

    def chain(inputs, *steps):
        layers = []
        for step in steps:
            make, outputs, size = step if len(step) == 3 else (relu, *step)
            layers.append(make(inputs, outputs, size))
            inputs = outputs
        return nn.Sequential(*layers)

    def pooled(inputs, outputs):
        return nn.Sequential(nn.AvgPool2d(3, 1, 1, count_include_pad=False), relu(inputs, outputs, 1))

    layers = [
        halved(3, 32, 3),
        relu(32, 32, 3, padding=0),
        relu(32, 64, 3),
        nn.MaxPool2d(3, 2),
        relu(64, 80, 1),
        relu(80, 192, 3, padding=0),
        nn.MaxPool2d(3, 2),
    ]
    inputs = 192
    for projection in [32, 64, 64]:
        layers.append(
            Joined(
                chain(inputs, (64, 1)),
                chain(inputs, (48, 1), (64, 5)),
                chain(inputs, (64, 1), (96, 3), (96, 3)),
                pooled(inputs, projection),
            )
        )
        inputs = 64 + 64 + 96 + projection
    layers.append(
        Joined(
            halved(inputs, 384, 3), chain(inputs, (64, 1), (96, 3), (halved, 96, 3)), nn.MaxPool2d(3, 2)
        )
    )
    inputs = 768
    row, col = (1, 7), (7, 1)
    for inner in [128, 160, 160, 192]:
        layers.append(
            Joined(
                chain(inputs, (192, 1)),
                chain(inputs, (inner, 1), (inner, row), (192, col)),
                chain(inputs, (inner, 1), (inner, col), (inner, row), (inner, col), (192, row)),
                pooled(inputs, 192),
            )
        )
    layers.append(
        Joined(
            chain(inputs, (192, 1), (halved, 320, 3)),
            chain(inputs, (192, 1), (192, row), (192, col), (halved, 192, 3)),
            nn.MaxPool2d(3, 2),
        )
    )
    inputs = 1280
    for _ in range(2):
        def parted(channels):
            return Joined(relu(channels, 384, (1, 3)), relu(channels, 384, (3, 1)))

        layers.append(
            Joined(
                chain(inputs, (320, 1)),
                nn.Sequential(relu(inputs, 384, 1), parted(384)),
                nn.Sequential(relu(inputs, 448, 1), relu(448, 384, 3), parted(384)),
                pooled(inputs, 192),
            )
        )
        inputs = 2048
    return nn.Sequential(*layers, *read_out(inputs))


def densenet121():
    def active(channels):
        return [nn.BatchNorm2d(channels), nn.ReLU(True)]

    def grown(channels):
        wide = [*active(channels), nn.Conv2d(channels, 128, 1, bias=False)]
        return nn.Sequential(*wide, *active(128), nn.Conv2d(128, 32, 3, padding=1, bias=False))

    channels = 64
    layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), *active(64), nn.MaxPool2d(3, 2, 1)]
    for i, count in enumerate([6, 12, 24, 16]):
        for _ in range(count):
            layers.append(Joined(nn.Identity(), grown(channels)))
            channels += 32
        if i < 3:
            layers += [*active(channels), nn.Conv2d(channels, channels // 2, 1, bias=False), nn.AvgPool2d(2)]
            channels //= 2
    return nn.Sequential(*layers, *active(channels), *read_out(channels))


class VisionTransformer(nn.Module):
    """Small, patches of 16."""

    def __init__(self, width=384, depth=12, heads=6, patches=196):
        super().__init__()
        self.embed = nn.Conv2d(3, width, 16, 16)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.position = nn.Parameter(torch.zeros(1, patches + 1, width))
        self.blocks = nn.ModuleList(
            nn.ModuleDict(
                {
                    'before': nn.LayerNorm(width, eps=1e-6),
                    'mixed': nn.Linear(width, 3 * width),
                    'out': nn.Linear(width, width),
                    'middle': nn.LayerNorm(width, eps=1e-6),
                    'wide': nn.Linear(width, 4 * width),
                    'narrow': nn.Linear(4 * width, width),
                }
            )
            for _ in range(depth)
        )
        self.last = nn.LayerNorm(width, eps=1e-6)
        self.head = nn.Linear(width, 1000)
        self.heads = heads

    def attend(self, block, x):
        n, tokens, width = x.shape
        parts = block['mixed'](x).reshape(n, tokens, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        mixed = nn.functional.scaled_dot_product_attention(query, key, value)
        return block['out'](mixed.transpose(1, 2).reshape(n, tokens, width))

    def forward(self, x):
        patches = self.embed(x).flatten(2).transpose(1, 2)
        y = torch.cat([self.token.expand(len(x), -1, -1), patches], 1) + self.position
        for block in self.blocks:
            y = y + self.attend(block, block['before'](y))
            y = y + block['narrow'](nn.functional.gelu(block['wide'](block['middle'](y))))
        return self.head(self.last(y)[:, 0])


# How to make it, and the channels and size of its images.
NETWORKS = {
    'LeNet 16-32-128': (partial(lenet, 16, 32, 128), 1, 28),
    'LeNet 32-64-1024': (partial(lenet, 32, 64, 1024), 1, 28),
    'vgg16': (vgg16, 3, 224),
    'resnet50': (resnet50, 3, 224),
    'mobilenetv2': (mobilenetv2, 3, 224),
    'inceptionv3': (inceptionv3, 3, 299),
    'densenet121': (densenet121, 3, 224),
    'vit-s16': (VisionTransformer, 3, 224),
}


def main(name, batch, threads, seconds):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    begun = time.perf_counter()
    make, channels, size = NETWORKS[name]
    model = make().eval().requires_grad_(False)
    ready = (time.perf_counter() - begun) * 1000
    x = torch.rand(batch, channels, size, size).requires_grad_()

    def run():
        start = time.perf_counter()
        torch.autograd.grad(model(x)[:, EXPLAINED].sum(), x)
        return (time.perf_counter() - start) * 1000

    run()
    run()
    times, end = [], time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        times.append(run())
    times.sort()
    found = {
        'median': times[len(times) // 2],
        'minimum': times[0],
        'runs': len(times),
        'ready': ready,
        # Linux counts it in kilobytes.
        'resident': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(found))


if __name__ == '__main__':
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
