"""`FILTERGRAD_SUMMARY` and ``filtergrad run`` with PyTorch: what is ours, what is left, and why."""

import json
import os
import subprocess
import sys

import pytest

pytest.importorskip("torch", reason="`make hosts` installs it")

LAYERS = """
import json, torch
from torch import nn
from torch.nn import functional as F
import filtergrad.torch as fgt
from filtergrad import summary
R = torch.randn
net = fgt.swap(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.ConvTranspose2d(4, 2, 2, stride=2)))
for _ in range(3):
    net(R(2, 3, 9, 9)).sum().backward()
with torch.no_grad():
    net(R(2, 3, 9, 9))
net(R(0, 3, 9, 9)).sum().backward()
net.requires_grad_(False)
net(R(2, 3, 9, 9).requires_grad_()).sum().backward()
with fgt.enabled():
    F.conv1d(R(2, 3, 9), R(4, 3, 3, requires_grad=True)).sum().backward()
    F.conv3d(R(2, 3, 5, 5, 5), R(4, 3, 3, 3, 3, requires_grad=True)).sum().backward()
graph = torch.compile(fgt.swap(nn.Conv2d(3, 4, 2)), backend="aot_eager")
graph(R(2, 3, 9, 9)).sum().backward()
print(json.dumps([row[:5] for row in summary.rows()]))
summary.forget()
"""


def python(*given, **environ):
    return subprocess.run(
        [sys.executable, *given],
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=True,
    )


def test_what_is_counted():
    done = python("-W", "ignore", "-c", LAYERS, FILTERGRAD_SUMMARY="1")
    rows = json.loads(done.stdout)
    assert {host for host, *_ in rows} == {"PyTorch"}
    found = {layer: (how if not ours else "", calls) for _, layer, how, ours, calls in rows}
    assert found == {
        "float32 NCHW 2x3x9x9 filter 3x3x3x4": ("", 3),
        "float32 NCHW 2x2x14x14 filter 2x2x2x4 stride 2,2": ("", 3),
        "float32 NCHW 2x3x1x9 filter 1x3x3x4": ("", 1),
        "float32 NCHW 2x3x9x9 filter 2x2x3x4": ("", 1),
        "Conv2d float32 0x3x9x9 weight 4x3x3x3": ("a tensor is empty", 1),
        "ConvTranspose2d float32 0x4x7x7 weight 4x2x2x2": ("a tensor is empty", 1),
        "convolution float32 2x3x5x5x5 weight 4x3x3x3x3": ("it has 3 dimensions", 1),
    }
    done = python("-W", "ignore", "-c", LAYERS)
    assert json.loads(done.stdout) == []


PROGRAM = """
import torch
layer = torch.nn.Conv1d(3, 4, 3)
layer(torch.ones(2, 3, 9)).sum().backward()
assert torch.equal(layer.weight.grad, torch.full((4, 3, 3), 14.0))
"""


def test_run(tmp_path):
    path = tmp_path / "train.py"
    path.write_text(PROGRAM)
    done = python("-m", "filtergrad", "run", str(path))
    assert done.stderr.startswith("filtergrad: 1 weight gradient in ")
    assert "PyTorch float32 NCHW 2x3x1x9 filter 1x3x3x4" in done.stderr
