"""What a tiny layer's step costs in PyTorch: by itself, swapped, and inside of `enabled`.

Run ``python examples/tiny_layers_torch.py [ROUNDS]``. In: nothing. Out: a table of microseconds.
A step is forward and backward of one layer, so small that its arithmetic is nothing. Our kernel
cannot leave PyTorch's dispatcher again, so each way has a process of its own, which imports
filtergrad; they take turns, a hundred steps each. Told are the least time of all rounds, by how
much those of the other two are longer, and in brackets the median of the rounds' differences.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

LAYERS = {
    "Conv2d(1, 1, 1), one pixel": ("Conv2d(1, 1, 1)", (1, 1, 1, 1)),
    "the same without bias": ("Conv2d(1, 1, 1, bias=False)", (1, 1, 1, 1)),
    "Conv2d(8, 8, 3, padding=1), 4x4": ("Conv2d(8, 8, 3, padding=1)", (1, 8, 4, 4)),
    "ConvTranspose2d(8, 8, 2, stride=2), 4x4": ("ConvTranspose2d(8, 8, 2, stride=2)", (1, 8, 4, 4)),
    "Conv1d(8, 8, 3, padding=1), 4": ("Conv1d(8, 8, 3, padding=1)", (1, 8, 4)),
}
STEPS = 100


def serve(way: str) -> None:
    """Measure the steps of a layer each time that its name comes, and tell microseconds."""
    import torch
    from torch import nn

    import filtergrad.torch

    torch.set_num_threads(1)
    made: dict[str, tuple] = {}
    switch = filtergrad.torch.enabled() if way == "enabled" else None
    for line in sys.stdin:
        name = line.strip()
        if name not in made:
            code, shape = LAYERS[name]
            layer, x = eval(f"nn.{code}", {"nn": nn}), torch.ones(shape, requires_grad=True)  # noqa: S307
            if way == "swapped":
                filtergrad.torch.swap(layer)
            made[name] = layer, x, torch.ones_like(layer(x)).detach(), list(layer.parameters())
        layer, x, dy, parameters = made[name]
        if switch:
            switch.__enter__()
        start = time.perf_counter()
        for _ in range(STEPS):
            torch.autograd.backward((layer(x),), (dy,))
            x.grad = None
            for parameter in parameters:
                parameter.grad = None
        took = time.perf_counter() - start
        if switch:
            switch.__exit__(None, None, None)
        print(1e6 * took / STEPS, flush=True)


def main(rounds: int) -> None:
    """Let the processes take turns, and print a row for each layer."""
    ways = ("own", "swapped", "enabled")
    servers = {
        way: subprocess.Popen(
            [sys.executable, __file__, way],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for way in ways
    }

    def ask(way: str, name: str) -> float:
        server = servers[way]
        print(name, file=server.stdin, flush=True)
        return float(server.stdout.readline())

    print(f"{'layer':42}{'by itself':>10}{'swapped':>18}{'enabled':>18}")
    for name in LAYERS:
        for way in ways * 5:
            ask(way, name)
        times = {way: [] for way in ways}
        for _ in range(rounds):
            for way in ways:
                times[way].append(ask(way, name))
        row = f"{name:42}{min(times['own']):10.1f}"
        for way in ways[1:]:
            more = min(times[way]) - min(times["own"])
            usual = statistics.median(a - b for a, b in zip(times[way], times["own"], strict=True))
            row += f"{f'{more:+.1f} ({usual:+.1f})':>18}"
        print(row, flush=True)
    for server in servers.values():
        server.stdin.close()
        server.wait()


if __name__ == "__main__":
    if sys.argv[1:] and not sys.argv[1].isdigit():
        serve(sys.argv[1])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 300)
