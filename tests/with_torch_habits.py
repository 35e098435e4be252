"""``filtergrad::conv2d_weight`` as a guest: PyTorch's threads, its memory, its imports."""

import contextlib
import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from check import resident

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
import filtergrad.torch as fgt  # noqa: E402
from filtergrad.torch.kernel import operator as op  # noqa: E402


def tasks():
    return len(list(Path("/proc/self/task").iterdir()))


def test_pytorchs_own_team():
    """The same bits for every number of threads, and no thread beside PyTorch's."""
    x, dy = torch.randn(4, 32, 20, 20), torch.randn(4, 48, 20, 20)
    before, results, counts = torch.get_num_threads(), [], []
    try:
        for threads in (1, 2, 3):
            torch.set_num_threads(threads)
            torch.randn(1000, 1000).mul_(2).sum()  # now the team is complete
            counts.append(tasks())
            results.append(op(x, [48, 32, 3, 3], dy, [1, 1], [1, 1]))
            assert tasks() == counts[-1]
    finally:
        torch.set_num_threads(before)
    assert counts[0] < counts[-1]
    assert all(torch.equal(results[0], other) for other in results[1:])


def test_nothing_leaks():
    x, dy = torch.randn(1, 8, 9, 9, requires_grad=True), torch.randn(1, 8, 9, 9)

    def work(times):
        for at in range(times):
            with torch.set_grad_enabled(at % 2 == 0):
                op(x, [8, 8, 3, 3], dy, [1, 1], [1, 1])
            if at % 4 == 0:
                continue
            with contextlib.suppress(RuntimeError):
                op(x, [8, 8, 3, 3], dy)
        gc.collect()

    work(2000)
    before = resident()
    work(10_000)
    assert resident() - before < 4 << 20  # a gradient is 2 kB, an error's text 200 bytes


def test_the_door_closes():
    """Where native code may not be called, Python is, and says so."""
    code = """
import torch, filtergrad.torch as fgt
assert fgt.door_state().startswith("python: "), fgt.door_state()
assert "FILTERGRAD_DEBUG" in fgt.door_state()
x, dy = torch.randn(2, 4, 9, 9), torch.randn(2, 8, 9, 9)
for dtype in (torch.float32, torch.bfloat16):
    given = x.to(dtype), (8, 4, 3, 3), dy.to(dtype)
    wanted = torch.nn.grad.conv2d_weight(*given, padding=1)
    torch.testing.assert_close(fgt.conv2d_weight(*given, padding=1), wanted, rtol=2e-2, atol=1e-4)
layer = fgt.swap(torch.nn.Conv2d(4, 8, 3))
layer(x).sum().backward()
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"FILTERGRAD_DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_importing_is_cheap():
    """Neither distributed tensors nor compilers of graphs are imported."""
    code = """
import sys, torch
before = set(sys.modules)
import filtergrad.torch
new = {name for name in set(sys.modules) - before if name.startswith("torch.")}
heavy = [name for name in new if name.startswith(("torch._inductor", "torch.distributed.tensor"))]
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("autocast", [False, True])
def test_conv2d(autocast):
    """The function for layers of others: the result is PyTorch's, the weight's gradient as good."""
    x, results = torch.randn(2, 4, 9, 9), []
    for conv2d in (fgt.conv2d, torch.nn.functional.conv2d):
        weight = torch.ones(8, 2, 3, 3, requires_grad=True)
        with torch.autocast("cpu", enabled=autocast):
            y = conv2d(x, weight, None, 2, 1, 1, 2)
        y.float().square().sum().backward()
        results.append((y, weight.grad))
    (y, ours), (wanted, theirs) = results
    assert torch.equal(y, wanted)
    torch.testing.assert_close(ours, theirs, rtol=1e-2 if autocast else 1e-5, atol=1e-3)
    assert fgt.conv2d(x[0], weight, None, 1, 1, 1, 2).shape == (8, 9, 9)  # one image: PyTorch's
