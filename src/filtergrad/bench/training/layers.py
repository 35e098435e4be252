"""What the networks of all hosts have in common: widths, strides, data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from filtergrad.arrays import Array

# (channels of the 3x3 layers, blocks, stride of the first), as in the papers.
BOTTLENECKS = ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2))
# (expansion, output channels, blocks, stride of the first)
INVERTED = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
            (6, 160, 3, 2), (6, 320, 1, 1))  # fmt: skip
# The same with the filter's size behind the expansion; then channels and blocks of a stage.
EFFICIENT = ((1, 3, 16, 1, 1), (6, 3, 24, 2, 2), (6, 5, 40, 2, 2), (6, 3, 80, 3, 2),
             (6, 5, 112, 3, 1), (6, 5, 192, 4, 2), (6, 3, 320, 1, 1))  # fmt: skip
CONVNEXT = ((96, 3), (192, 3), (384, 9), (768, 3))
UNET = (32, 64, 128, 256)


@dataclass(frozen=True)
class Settings:
    """One training: the network, the dtype it computes in, and its images."""

    model: str
    dtype: str = "float32"
    batch: int = 8
    size: int = 128
    classes: int = 10
    rate: float = 0.002
    nudge: float = 0.0  # the first filter is multiplied by 1 plus this
    data_format: str = "NHWC"  # how PyTorch's images lie in memory

    def data(self) -> tuple[Array, Array]:
        """Images [n, h, w, c] with a bright spot whose place is their label (or each pixel's)."""
        rng = np.random.default_rng(0)
        images = rng.standard_normal((self.batch, self.size, self.size, 3)).astype(np.float32)
        labels = rng.integers(0, self.classes, self.batch)
        if self.model == "unet":
            cells = rng.integers(0, self.classes, (self.batch, self.size // 8, self.size // 8))
            labels = cells.repeat(8, 1).repeat(8, 2)
            images += (labels / self.classes)[..., None].astype(np.float32)
        else:
            edge = self.size // self.classes
            for image, label in zip(images, labels, strict=True):
                image[label * edge : (label + 1) * edge] += 1.0
        return images, labels.astype(np.int64)
