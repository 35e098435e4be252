"""PyTorch on the same device: its weight gradient as users reach it, its products, its tensors.

In: tasks of the stage ``peers``. Out: a record for each way; times by graphs as ours have them.
"""

from __future__ import annotations

import functools
import itertools
import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch

from filtergrad.problem import Problem

from .layers import MOST_BYTES, MOST_SETS, Bench
from .tasks import Task, case_of

DEVICE = "cuda"
SIDE = 8192  # of the matrices whose product is a ceiling
LEAST, MOST, SHORT, REPLAYS = 2e-3, 0.2, 5e-2, 9  # as `rig` has them


def about() -> dict[str, Any]:
    """Whether PyTorch can use a device, and its versions."""
    able = torch.cuda.is_available()
    found = {"torch_cuda": able, "torch": torch.__version__, "cudnn": None}
    if able:
        found |= {"cudnn": torch.backends.cudnn.version(), "torch_built_for": torch.version.cuda}
        found["torch_card"] = torch.cuda.get_device_name(0)
    else:
        found["torch_why"] = "PyTorch sees no GPU"
    return found


def allow_tf32(allowed: bool) -> None:
    """Let PyTorch round float32 numbers to TF32, or forbid it."""
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = allowed


def products() -> Iterator[dict[str, Any]]:
    """Products of large matrices of random numbers: what the matrix unit gives."""
    for dtype, tf32 in (("bfloat16", False), ("float16", False), ("float32", True),
                        ("float32", False)):  # fmt: skip
        allow_tf32(tf32)
        kind = getattr(torch, dtype)
        a, b = (torch.randn(SIDE, SIDE, device=DEVICE).to(kind) for _ in range(2))
        found = times([functools.partial(torch.matmul, a, b)])
        rate = 2 * SIDE**3 / found["seconds"]
        name = "tf32" if tf32 else dtype
        yield {"name": "product", "dtype": name, "flops_per_second": rate, **found}


def peers(bench: Bench, task: Task) -> Iterator[dict[str, Any]]:
    """The gradient with respect to the weight alone, autotuned."""
    bench.drop()  # PyTorch needs the memory
    problem = case_of(task).problem(task["dtype"])
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.deterministic = task["deterministic"]
    allow_tf32(task["tf32"])
    given = Given(problem, task["layout"], bench.rig.facts["l2_bytes"])
    dw = given.call(0)  # this tries the algorithms
    torch.cuda.synchronize()
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    again = given.call(0)
    torch.cuda.synchronize()
    took = torch.cuda.max_memory_allocated() - before - again.numel() * again.element_size()
    found = times([functools.partial(given.call, i) for i in range(len(given.sets))])
    yield {
        **found, "flops": 2 * problem.macs, "bytes": problem.tensor_bytes, "workspace": took,
        "same_bits": bool(torch.equal(dw, again)), "error": given.error(dw),
        "padded": given.padded,
    }  # fmt: skip


class Given:
    """What PyTorch's operator takes, several times over."""

    def __init__(self, problem: Problem, layout: str, cache: int) -> None:
        p = self.problem = problem
        each = problem.tensor_bytes
        count = max(1, min(-(-2 * cache // each), MOST_SETS, MOST_BYTES // each))
        self.padded = (p.top, p.left) != (p.bottom, p.right)
        last = layout == "NHWC"
        self.form = torch.channels_last if last else torch.contiguous_format
        self.sets = []
        for _ in range(count):
            x = self._drawn(p.n, p.c, p.h, p.w)
            if self.padded:
                # PyTorch pads both sides alike. Whoever trains with another padding pads in the
                # forward pass and keeps it, so padding is no part of this gradient.
                x = torch.nn.functional.pad(x, (p.left, p.right, p.top, p.bottom))
            dy = self._drawn(p.n, p.k, p.p, p.q)
            self.sets.append((self._formed(x), self._formed(dy)))
        weight = torch.empty(
            p.k, p.c_per_group, p.r, p.s, dtype=getattr(torch, p.dtype), device=DEVICE
        )
        self.weight = self._formed(weight)
        pads = [0, 0] if self.padded else [p.top, p.left]
        self.rest = (None, [p.u, p.v], pads, [p.dr, p.ds], False, [0, 0], p.g)

    def _drawn(self, *shape: int) -> torch.Tensor:
        kind = getattr(torch, self.problem.dtype)
        return torch.randn(shape, device=DEVICE, dtype=kind)

    def _formed(self, tensor: torch.Tensor) -> torch.Tensor:
        return tensor.contiguous(memory_format=self.form)

    def call(self, i: int) -> torch.Tensor:
        """The gradient of a set."""
        x, dy = self.sets[i]
        backward = torch.ops.aten.convolution_backward.default
        result: torch.Tensor = backward(dy, x, self.weight, *self.rest, [False, True, False])[1]
        return result

    def error(self, dw: torch.Tensor) -> float | None:
        """The rms error of one filter position of a few channels, over the rms of the exact sums.

        None for groups, whose channels are not looked up here.
        """
        p = self.problem
        if p.g > 1:
            return None
        r, s, some = p.r // 2, p.s // 2, slice(0, 8)
        x, dy = (tensor[:, some].double() for tensor in self.sets[0])
        if not self.padded:
            x = torch.nn.functional.pad(x, (p.left, p.right, p.top, p.bottom))
        rows = slice(r * p.dr, r * p.dr + (p.p - 1) * p.u + 1, p.u)
        columns = slice(s * p.ds, s * p.ds + (p.q - 1) * p.v + 1, p.v)
        wanted = torch.einsum("nchw,nkhw->kc", x[:, :, rows, columns], dy)
        off = dw[some, some, r, s].double() - wanted
        value: float = (off.square().mean() / wanted.square().mean()).sqrt().item()
        return value if math.isfinite(value) else None


def times(calls: Sequence[Callable[[], object]]) -> dict[str, Any]:
    """What a call takes: see `rig.Rig.times`, of which this is the same for PyTorch's streams."""

    def seconds(go: Callable[[], object]) -> float:
        first, last = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        first.record()
        go()
        last.record()
        last.synchronize()
        return max(float(first.elapsed_time(last)) / 1e3, 1e-9)

    side = torch.cuda.Stream()  # what is made at the first call is made before the recording
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        calls[0]()
        calls = calls[: max(1, int(MOST / seconds(calls[0])))]
        for call in calls:
            call()
        eager = seconds(lambda: [call() for call in calls])
    torch.cuda.current_stream().wait_stream(side)
    passes = max(1, min(int(LEAST / eager), -(-32 // len(calls))))

    def all_of_it() -> None:
        for call in itertools.chain.from_iterable(itertools.repeat(calls, passes)):
            call()

    graph, go, by = torch.cuda.CUDAGraph(), all_of_it, "graph"
    try:
        with torch.cuda.graph(graph):
            all_of_it()
        go = graph.replay
    except RuntimeError as error:  # some of its calls cannot be recorded
        torch.cuda.synchronize()
        by = f"events: {error}"[:120]
    count = passes * len(calls)
    go()
    found = [seconds(go) / count]
    more = REPLAYS if found[0] * count < SHORT else REPLAYS // 2
    found += [seconds(go) / count for _ in range(more)]
    return {
        "seconds": statistics.median(found), "low": min(found), "high": max(found),
        "calls": len(calls), "by": by,
    }  # fmt: skip


# ---- tensors for `calls` ----


def arrays(problem: Problem) -> list[torch.Tensor]:
    """x, dy and dW of random numbers, in the order of the problem."""
    shapes = (problem.input_shape, problem.out_backprop_shape, problem.filter_shape)
    kind = getattr(torch, problem.dtype)
    return [torch.randn(shape, device=DEVICE).to(kind) for shape in shapes]


def operators(
    problem: Problem, x: torch.Tensor, dy: torch.Tensor
) -> Iterator[tuple[str, Callable[[], object]]]:
    """The operator that `filtergrad.torch` gives PyTorch, and PyTorch's own beside it."""
    from filtergrad import torch as host

    x, dy = x.permute(0, 3, 1, 2), dy.permute(0, 3, 1, 2)
    size = [problem.k, problem.c_per_group, problem.r, problem.s]
    yield "filtergrad.torch.conv2d_weight", lambda: host.conv2d_weight(x, size, dy)
    operator = torch.ops.filtergrad.conv2d_weight.default
    yield "torch.ops.filtergrad.conv2d_weight", lambda: operator(x, size, dy)
    weight = torch.empty(size, dtype=x.dtype, device=x.device)
    rest = (None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1, [False, True, False])
    backward = torch.ops.aten.convolution_backward.default
    yield "aten::convolution_backward", lambda: backward(dy, x, weight, *rest)


def forget() -> None:
    """Give memory back to the device."""
    torch.cuda.empty_cache()
