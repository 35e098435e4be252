"""How long the filter's gradient of lines and of transposed layers takes, beside images' own.

    python examples/kinds_of_layers.py torch        or jax, or tensorflow

Each layer is timed with filtergrad's switch on, without it, and with it for the layer of images
that does the same work: as many outputs, taps and channels. They take turns, call by call; the
table has the least times and, because a busy machine disturbs all alike, the median of the ratios
of neighbours.
"""

import sys
import time
from contextlib import nullcontext
from statistics import median
from typing import NamedTuple

import numpy as np

ROUNDS = 100


class Layer(NamedTuple):
    """Channels, taps and steps of a filter, and the sizes of what it meets."""

    c: int
    k: int
    taps: tuple
    steps: tuple
    n: int
    pixels: tuple
    transposed: bool = False

    @property
    def pads(self):
        return tuple((taps - 1) // 2 for taps in self.taps)


LAYERS = {
    "line, 64 to 128, 3 taps, 8 of 512": (
        Layer(64, 128, (3,), (1,), 8, (512,)),
        Layer(64, 128, (1, 3), (1, 1), 8, (16, 32)),
    ),
    "line, 256 to 256, 5 taps, 8 of 256": (
        Layer(256, 256, (5,), (1,), 8, (256,)),
        Layer(256, 256, (1, 5), (1, 1), 8, (8, 32)),
    ),
    "transposed line, 128 to 64, 4 taps, steps of 2, 8 of 256": (
        Layer(128, 64, (4,), (2,), 8, (256,), True),
        Layer(64, 128, (1, 4), (1, 2), 8, (8, 64)),
    ),
    "transposed, 128 to 64, 4x4 taps, steps of 2, 8 of 16x16": (
        Layer(128, 64, (4, 4), (2, 2), 8, (16, 16), True),
        Layer(64, 128, (4, 4), (2, 2), 8, (32, 32)),
    ),
}


def torch(layer, ours):
    """A function that computes the filter's gradient in PyTorch."""
    import torch

    import filtergrad.torch

    torch.set_num_threads(2)
    axes = len(layer.taps)
    name = f"conv_transpose{axes}d" if layer.transposed else f"conv{axes}d"
    channels = (layer.c, layer.k) if layer.transposed else (layer.k, layer.c)
    w = torch.randn(*channels, *layer.taps, requires_grad=True)
    x = torch.randn(layer.n, layer.c, *layer.pixels)
    y = getattr(torch.nn.functional, name)(x, w, stride=layer.steps, padding=layer.pads)
    dy = torch.randn_like(y)
    switch = filtergrad.torch.enabled if ours else nullcontext

    def gradient():
        with switch():
            return torch.autograd.grad(y, w, dy, retain_graph=True)[0].numpy()

    return gradient


def jax(layer, ours):
    """The same in JAX, jitted."""
    import jax

    import filtergrad.jax

    axes = "HW"[: len(layer.taps)]
    order = (f"N{axes}C", f"{axes}IO", f"N{axes}C")
    pads = [(pad, pad) for pad in layer.pads]
    if layer.transposed:
        pads = [
            (taps - 1 - pad, taps - 1 - pad)
            for taps, pad in zip(layer.taps, layer.pads, strict=True)
        ]

    def convolved(x, w):
        if layer.transposed:
            return jax.lax.conv_transpose(x, w, layer.steps, pads, dimension_numbers=order)
        return jax.lax.conv_general_dilated(x, w, layer.steps, pads, dimension_numbers=order)

    x = np.ones((layer.n, *layer.pixels, layer.c), "float32")
    w = np.ones((*layer.taps, layer.c, layer.k), "float32")
    dy = np.ones(jax.eval_shape(convolved, x, w).shape, "float32")
    given = [jax.numpy.asarray(array) for array in (x, w, dy)]
    function = jax.jit(lambda x, w, dy: jax.vjp(lambda w: convolved(x, w), w)[1](dy)[0])
    with filtergrad.jax.enabled() if ours else nullcontext():
        compiled = function.lower(*given).compile()
    return lambda: compiled(*given).block_until_ready()


def tensorflow(layer, ours):
    """The same in TensorFlow, in a graph."""
    import tensorflow as tf

    import filtergrad.tensorflow

    axes = len(layer.taps)
    x = tf.random.normal((layer.n, *layer.pixels, layer.c))
    channels = (layer.k, layer.c) if layer.transposed else (layer.c, layer.k)
    w = tf.random.normal((*layer.taps, *channels))
    grown = [size * step for size, step in zip(layer.pixels, layer.steps, strict=True)]

    def convolved(x, w):
        if layer.transposed:
            by = tf.nn.conv1d_transpose if axes == 1 else tf.nn.conv2d_transpose
            return by(x, w, (layer.n, *grown, layer.k), layer.steps, "SAME")
        by = tf.nn.conv1d if axes == 1 else tf.nn.conv2d
        return by(x, w, layer.steps[0] if axes == 1 else layer.steps, "SAME")

    def gradient(x, w, dy):
        with tf.GradientTape() as tape:
            tape.watch(w)
            y = convolved(x, w)
        return tape.gradient(y, w, dy)

    dy = tf.random.normal(convolved(x, w).shape)
    with filtergrad.tensorflow.enabled() if ours else nullcontext():
        run = tf.function(gradient).get_concrete_function(x, w, dy)
    return lambda: run(x, w, dy).numpy()


def measured(functions, rounds=ROUNDS):
    """Seconds of each call: of every function in turn, so many times."""
    times = []
    for at in range(rounds + 3):
        row = []
        for function in functions:
            start = time.perf_counter()
            function()
            row.append(time.perf_counter() - start)
        times += [row] if at >= 3 else []  # the first ones compile
    return np.array(times)


def main(host, rounds=ROUNDS):
    """Print the table of a host."""
    prepare = {"torch": torch, "jax": jax, "tensorflow": tensorflow}[host]
    print("| layer | ours, ms | the host's, ms | ours, as images, ms | faster |")
    print("|---|---|---|---|---|")
    for name, (layer, images) in LAYERS.items():
        functions = [prepare(layer, True), prepare(layer, False), prepare(images, True)]
        times = measured(functions, rounds)
        cells = [f"{1e3 * least:.2f}" for least in times.min(0)]
        faster = median(times[:, 1] / times[:, 0])
        print(f"| {name} | {' | '.join(cells)} | {faster:.1f} |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:2], *map(int, sys.argv[2:3]))
