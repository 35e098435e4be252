"""``filtergrad::conv2d_weight`` as a guest: PyTorch's threads, its memory, its imports."""

import contextlib
import gc
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import TESTS
from helpers.check import resident

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
import filtergrad.torch as fgt  # noqa: E402
from filtergrad.torch.op import operator as op  # noqa: E402
from filtergrad.torch.stable import CALLS, LATER, STATE  # noqa: E402


def tasks():
    return len(list(Path("/proc/self/task").iterdir()))


def test_the_door_calls_what_is_stable():
    """Its functions are PyTorch's since 2.10 at the latest, by the header of the stable ABI."""
    folder = Path(torch.__file__).parent / "include/torch/csrc"
    shim = (folder / "stable/c/shim.h").read_text(encoding="utf-8")
    inductor = (folder / "inductor/aoti_torch/c/shim.h").read_text(encoding="utf-8")
    _, _, block = shim.partition("#if TORCH_FEATURE_VERSION >= TORCH_VERSION_2_10_0")
    block, _, _ = block.partition("#endif // TORCH_FEATURE_VERSION >= TORCH_VERSION_2_10_0")
    others = ("torch_parallel_for", "torch_library_impl", "aoti_torch_library_init_impl")
    for name in {*CALLS, *others, "aoti_torch_abi_version"} - {*LATER, *STATE}:
        if not name.startswith("c10::"):
            assert f"{name}(" in (inductor if name.startswith("aoti") else block), name
    # What the gradients of a whole convolution take is younger, or is there for compiled graphs.
    generated = folder / "inductor/aoti_torch/generated/c_shim_cpu.h"
    for name in LATER:
        assert f"{name}(" in shim + inductor + generated.read_text(encoding="utf-8"), name


def test_pytorchs_own_team():
    """The same bits for every number of threads, and no thread beside PyTorch's."""
    x, dy = torch.randn(4, 32, 20, 20), torch.randn(4, 48, 20, 20)
    before, results, counts = torch.get_num_threads(), [], []
    op(x, [48, 32, 3, 3], dy, [1, 1], [1, 1])
    time.sleep(0.1)  # until the thread that compiled has gone
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
from helpers.check import assert_right, normal
from filtergrad.problem import Problem
from helpers.torch_tools import formula_order, tensor
assert fgt.door_state().startswith("python: "), fgt.door_state()
assert "FILTERGRAD_DEBUG" in fgt.door_state()
for dtype in ("float32", "bfloat16"):
    problem = Problem.make(
        (2, 4, 9, 9), (3, 3, 4, 8), None, (1,) * 4, "SAME", (), "NCHW", dtype=dtype
    )
    x, dy = normal(problem)
    dw = fgt.conv2d_weight(tensor(x), (8, 4, 3, 3), tensor(dy), padding=1)
    assert_right(problem, formula_order(dw), x, dy)
x = torch.randn(2, 4, 9, 9)
layer = fgt.swap(torch.nn.Conv2d(4, 8, 3))
layer(x).sum().backward()
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"FILTERGRAD_DEBUG": "1"},
        cwd=TESTS,
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
    """The function for layers of others: the result is PyTorch's, the gradient the formula's."""
    x, weight = torch.randn(2, 4, 9, 9), torch.ones(8, 2, 3, 3, requires_grad=True)
    with torch.autocast("cpu", enabled=autocast):
        y = fgt.conv2d(x, weight, None, 2, 1, 1, 2)
        assert torch.equal(y, torch.nn.functional.conv2d(x, weight, None, 2, 1, 1, 2))
    dy = torch.randn(y.shape).to(y.dtype)
    (got,) = torch.autograd.grad(y, weight, dy)
    exact = x.to(y.dtype).double(), weight.shape, dy.double()
    wanted = torch.nn.grad.conv2d_weight(*exact, 2, 1, 1, 2).float()
    torch.testing.assert_close(got, wanted, rtol=2**-8 if autocast else 0, atol=1e-5)
    assert fgt.conv2d(x[0], weight, None, 1, 1, 1, 2).shape == (8, 9, 9)  # one image: PyTorch's
