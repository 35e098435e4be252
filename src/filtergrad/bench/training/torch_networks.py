"""Networks in PyTorch: ResNet-50, MobileNetV2, EfficientNet-B0, ConvNeXt-Tiny and a small U-Net.

In: a number of classes. Out: a module. The networks are those of the papers: He et al. 2015 (with
the stride in the 3x3 layer), Sandler et al. 2018, Tan and Le 2019, Liu et al. 2022, Ronneberger et
al. 2015 (with padding and batch normalisation).
"""

from __future__ import annotations

import torch
from torch import nn

from .layers import BOTTLENECKS, CONVNEXT, EFFICIENT, INVERTED, UNET


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


class Squeezed(nn.Module):
    """Channels weighted by what their means say ("squeeze and excitation", Hu et al. 2018)."""

    def __init__(self, channels: int, fewer: int) -> None:
        super().__init__()
        self.weights = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(channels, fewer, 1), nn.SiLU(),
            nn.Conv2d(fewer, channels, 1), nn.Sigmoid(),
        )  # fmt: skip

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        weighted: torch.Tensor = x * self.weights(x)
        return weighted


def efficientnet_b0(classes: int) -> nn.Sequential:
    """EfficientNet-B0, without the layers that are left out at random."""
    layers: list[nn.Module] = [conv(3, 32, 3, 2), *norm_relu(32, nn.SiLU)]
    c = 32
    for factor, size, k, blocks, first in EFFICIENT:
        for block in range(blocks):
            stride, wide = first if block == 0 else 1, c * factor
            branch = nn.Sequential(
                *([conv(c, wide, 1), *norm_relu(wide, nn.SiLU)] if factor > 1 else []),
                conv(wide, wide, size, stride, groups=wide), *norm_relu(wide, nn.SiLU),
                Squeezed(wide, c // 4), conv(wide, k, 1), *norm_relu(k, None),
            )  # fmt: skip
            same = c == k and stride == 1
            layers.append(Residual(branch, nn.Identity(), relu=False) if same else branch)
            c = k
    last = [conv(c, 1280, 1), *norm_relu(1280, nn.SiLU)]
    return nn.Sequential(
        *layers, *last, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, classes)
    )


class Normed(nn.LayerNorm):
    """Each pixel's channels, normalised; in an image, or (``pixels``) where channels are last."""

    def __init__(self, channels: int, *, pixels: bool = False) -> None:
        super().__init__(channels, eps=1e-6)
        self.pixels = pixels

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.pixels:
            return super().forward(x)
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Wide(nn.Module):
    """A block of ConvNeXt: 7x7 by channel, then two products for each pixel."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(channels, channels, 7, padding=3, groups=channels)
        self.pixels = nn.Sequential(
            Normed(channels, pixels=True), nn.Linear(channels, 4 * channels), nn.GELU(),
            nn.Linear(4 * channels, channels),
        )  # fmt: skip
        self.scale = nn.Parameter(torch.full((channels,), 1e-6))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        wide = self.pixels(self.depthwise(x).permute(0, 2, 3, 1)) * self.scale
        total: torch.Tensor = x + wide.permute(0, 3, 1, 2)
        return total


def convnext_tiny(classes: int) -> nn.Sequential:
    """ConvNeXt-Tiny, without the layers that are left out at random."""
    layers: list[nn.Module] = []
    c = 3
    for k, blocks in CONVNEXT:
        if c == 3:
            layers += [nn.Conv2d(c, k, 4, 4), Normed(k)]
        else:
            layers += [Normed(c), nn.Conv2d(c, k, 2, 2)]
        layers += [Wide(k) for _ in range(blocks)]
        c = k
    return nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d(1), Normed(c), nn.Flatten(), nn.Linear(c, classes)
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


NETWORKS = {
    "resnet50": resnet50,
    "mobilenet_v2": mobilenet_v2,
    "unet": UNet,
    "efficientnet_b0": efficientnet_b0,
    "convnext_tiny": convnext_tiny,
}
"""The networks by name."""
