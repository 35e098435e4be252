"""One step of training in PyTorch.

In: settings. Out: a function that makes a step.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

import filtergrad.torch

from .layers import Settings
from .torch_networks import NETWORKS


def start(threads: int) -> str:
    """Use this many threads; tell the version."""
    torch.set_num_threads(threads)
    return f"torch {torch.__version__}"


def session(settings: Settings, *, ours: bool, filters: bool) -> Callable[[], float]:
    """A network and its data; each call makes one step and returns the loss before it.

    With ``ours`` filter gradients are filtergrad's; without ``filters`` there are none.
    """
    torch.manual_seed(0)
    model = NETWORKS[settings.model](settings.classes)
    if settings.data_format == "NHWC":
        model = model.to(memory_format=torch.channels_last)
    if ours:
        filtergrad.torch.swap(model)
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.requires_grad_(filters)
    images, labels = (torch.from_numpy(a) for a in settings.data())
    images = images.permute(0, 3, 1, 2)  # channels last, as they are
    if settings.data_format == "NCHW":
        images = images.contiguous()
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
