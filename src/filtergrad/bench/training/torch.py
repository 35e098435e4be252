"""ResNet-50, MobileNetV2 and a small U-Net in PyTorch, and one step of training.

The networks are those of the papers: He et al. 2015 (with the stride in the 3x3 layer), Sandler et
al. 2018, Ronneberger et al. 2015 (with padding and batch normalisation).
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

import filtergrad.torch

from .layers import BOTTLENECKS, INVERTED, UNET, Settings


def norm_relu(channels: int, relu: type[nn.Module] | None = nn.ReLU) -> list[nn.Module]:
    """The layers that follow a convolution: batch normalisation and, if any, an activation."""
    return [nn.BatchNorm2d(channels), *([relu()] if relu else [])]


def conv(c: int, k: int, size: int, stride: int = 1, groups: int = 1) -> nn.Conv2d:
    """A convolution with half its size as padding and no bias."""
    return nn.Conv2d(c, k, size, stride, size // 2, groups=groups, bias=False)


class Residual(nn.Module):
    """A branch added to its input, which a 1x1 layer adapts where the shape changes."""

    def __init__(self, branch: nn.Sequential, shortcut: nn.Module, relu: bool) -> None:
        super().__init__()
        self.branch, self.shortcut, self.relu = branch, shortcut, relu

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        total = self.branch(x) + self.shortcut(x)
        return total.relu() if self.relu else total


def resnet50(classes: int) -> nn.Sequential:
    """ResNet-50."""
    layers: list[nn.Module] = [conv(3, 64, 7, 2), *norm_relu(64), nn.MaxPool2d(3, 2, 1)]
    c = 64
    for width, blocks, first in BOTTLENECKS:
        for block in range(blocks):
            stride, k = first if block == 0 else 1, 4 * width
            branch = nn.Sequential(
                conv(c, width, 1), *norm_relu(width),
                conv(width, width, 3, stride), *norm_relu(width),
                conv(width, k, 1), *norm_relu(k, None),
            )  # fmt: skip
            same = c == k and stride == 1
            adapt = nn.Sequential(conv(c, k, 1, stride), *norm_relu(k, None))
            layers.append(Residual(branch, nn.Identity() if same else adapt, relu=True))
            c = k
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c, classes))


def mobilenet_v2(classes: int) -> nn.Sequential:
    """MobileNetV2."""
    layers: list[nn.Module] = [conv(3, 32, 3, 2), *norm_relu(32, nn.ReLU6)]
    c = 32
    for factor, k, blocks, first in INVERTED:
        for block in range(blocks):
            stride, wide = first if block == 0 else 1, c * factor
            branch = nn.Sequential(
                *([conv(c, wide, 1), *norm_relu(wide, nn.ReLU6)] if factor > 1 else []),
                conv(wide, wide, 3, stride, groups=wide), *norm_relu(wide, nn.ReLU6),
                conv(wide, k, 1), *norm_relu(k, None),
            )  # fmt: skip
            same = c == k and stride == 1
            layers.append(Residual(branch, nn.Identity(), relu=False) if same else branch)
            c = k
    last = [conv(c, 1280, 1), *norm_relu(1280, nn.ReLU6)]
    return nn.Sequential(
        *layers, *last, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, classes)
    )


class UNet(nn.Module):
    """A small U-Net; a class for each pixel."""

    def __init__(self, classes: int) -> None:
        super().__init__()

        def twice(c: int, k: int) -> nn.Sequential:
            return nn.Sequential(conv(c, k, 3), *norm_relu(k), conv(k, k, 3), *norm_relu(k))

        widths = (3, *UNET)
        self.down = nn.ModuleList(twice(*pair) for pair in zip(widths, UNET, strict=False))
        self.up = nn.ModuleList(
            twice(low + high, high) for high, low in zip(UNET[-2::-1], UNET[:0:-1], strict=True)
        )
        self.last = conv(UNET[0], classes, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        kept = []
        for number, block in enumerate(self.down):
            x = block(x if number == 0 else nn.functional.max_pool2d(x, 2))
            kept.append(x)
        for block, beside in zip(self.up, kept[-2::-1], strict=True):
            wide = nn.functional.interpolate(x, scale_factor=2.0)
            x = block(torch.cat([wide, beside], 1))
        logits: torch.Tensor = self.last(x)
        return logits


def start(threads: int) -> str:
    """Use this many threads; tell the version."""
    torch.set_num_threads(threads)
    return f"torch {torch.__version__}"


def session(settings: Settings, *, ours: bool, filters: bool) -> Callable[[], float]:
    """A network and its data; each call makes one step and returns the loss before it.

    With ``ours`` filter gradients are filtergrad's; without ``filters`` there are none.
    """
    torch.manual_seed(0)
    make = {"resnet50": resnet50, "mobilenet_v2": mobilenet_v2, "unet": UNet}[settings.model]
    model = make(settings.classes).to(memory_format=torch.channels_last)
    if ours:
        filtergrad.torch.swap(model)
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.requires_grad_(filters)
    images, labels = (torch.from_numpy(a) for a in settings.data())
    images = images.permute(0, 3, 1, 2)  # channels last, as they are
    with torch.no_grad():
        next(m for m in model.modules() if isinstance(m, nn.Conv2d)).weight.mul_(1 + settings.nudge)
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.SGD(trained, settings.rate, momentum=0.9)
    brain = settings.dtype == "bfloat16"

    def step() -> float:
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=brain):
            loss = nn.functional.cross_entropy(model(images).float(), labels)
        loss.backward()
        optimizer.step()
        return float(loss.detach())

    return step
