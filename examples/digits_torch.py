"""Train a classifier of handwritten digits in PyTorch, without filtergrad and with it.

    python examples/digits_torch.py

The images are the 1797 that come with scikit-learn. Both runs start from the same weights and see
the same batches; their gradients differ in rounding, so their accuracies are the same up to an
image or two.
"""

import time

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional

import filtergrad.torch

EPOCHS, BATCH, TESTED = 6, 64, 360


def train(*, with_filtergrad: bool) -> float:
    """The share of unseen digits that the model reads correctly after training."""
    digits = load_digits()
    images = torch.tensor(digits.images, dtype=torch.float32)[:, None] / 16
    labels = torch.tensor(digits.target)
    torch.manual_seed(0)
    order = torch.randperm(len(images))
    seen, unseen = order[TESTED:], order[:TESTED]
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(32 * 4 * 4, 10),
    )
    if with_filtergrad:
        filtergrad.torch.swap(model)  # the one line
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(EPOCHS):
        for batch in seen[torch.randperm(len(seen))].split(BATCH):
            loss = functional.cross_entropy(model(images[batch]), labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    with torch.no_grad():
        right = model(images[unseen]).argmax(1) == labels[unseen]
    return right.float().mean().item()


if __name__ == "__main__":
    for name, ours in (("PyTorch alone", False), ("with filtergrad", True)):
        begin = time.perf_counter()
        right = train(with_filtergrad=ours)
        print(f"{name + ':':17}{100 * right:.2f} % right, {time.perf_counter() - begin:.1f} s")
