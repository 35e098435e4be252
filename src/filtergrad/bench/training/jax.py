"""The small U-Net in JAX, and one step of training."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np

import filtergrad.jax

from .layers import UNET, Settings

Array: TypeAlias = jax.Array

_AXES = ("NHWC", "HWIO", "NHWC")


def start(threads: int) -> str:
    """Tell the version; XLA uses as many threads as this process has cores."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    return f"jax {jax.__version__}"


def shapes(settings: Settings) -> Iterator[tuple[int, int, int, int]]:
    """Yield the shapes of the filters, in the order in which `forward` uses them."""
    down = zip((3, *UNET), UNET, strict=False)
    up = ((low + high, high) for high, low in zip(UNET[-2::-1], UNET[:0:-1], strict=True))
    for c, k in (*down, *up):
        yield from ((3, 3, c, k), (3, 3, k, k))
    yield 1, 1, UNET[0], settings.classes


def forward(filters: list[Array], images: Array, conv: Callable[..., Array]) -> Array:
    """Compute the logits of each pixel."""
    rest = iter(filters)

    def layer(x: Array) -> Array:
        w = next(rest).astype(x.dtype)
        return conv(x, w, (1, 1), "SAME", dimension_numbers=_AXES)

    def twice(x: Array) -> Array:
        for _ in range(2):
            x = layer(x)
            wide = x.astype(jnp.float32)  # batch normalisation
            mean, spread = wide.mean((0, 1, 2)), wide.var((0, 1, 2))
            x = jax.nn.relu((wide - mean) * jax.lax.rsqrt(spread + 1e-3)).astype(x.dtype)
        return x

    kept, x = [], images
    for number in range(len(UNET)):
        if number:
            window = (1, 2, 2, 1)
            x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, window, window, "VALID")
        x = twice(x)
        kept.append(x)
    for beside in kept[-2::-1]:
        wide = x.repeat(2, axis=1).repeat(2, axis=2)
        x = twice(jnp.concatenate([wide, beside], -1))
    return layer(x)


def session(settings: Settings, *, ours: bool, filters: bool) -> Callable[[], float]:
    """A network and its data; each call makes one step and returns the loss before it.

    With ``ours`` filter gradients are filtergrad's; without ``filters`` there are none.
    """
    rng = np.random.default_rng(0)
    weights: list[Array] = [
        jnp.asarray(rng.standard_normal(s) * np.sqrt(2 / np.prod(s[:3])), jnp.float32)
        for s in shapes(settings)
    ]
    weights[0] *= 1 + settings.nudge
    images, labels = map(jnp.asarray, settings.data())
    images = images.astype(settings.dtype)
    conv = filtergrad.jax.conv_general_dilated if ours else jax.lax.conv_general_dilated
    speed = [jnp.zeros_like(w) for w in weights]

    def loss_of(scales: Array, weights: list[Array]) -> Array:
        # The gradient of `scales` makes XLA differentiate all layers, whatever else it computes.
        logits = forward(weights, images * scales.astype(images.dtype), conv).astype(jnp.float32)
        chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), labels[..., None], -1)
        return -chosen.mean()

    @jax.jit
    def step(weights: list[Array], speed: list[Array]) -> Any:
        wanted = (0, 1) if filters else (0,)
        loss, gradients = jax.value_and_grad(loss_of, wanted)(jnp.ones(()), weights)
        if filters:
            speed = [0.9 * v + g for v, g in zip(speed, gradients[1], strict=True)]
            weights = [w - settings.rate * v for w, v in zip(weights, speed, strict=True)]
        return loss, gradients[0], weights, speed

    def advance() -> float:
        nonlocal weights, speed
        loss, _, weights, speed = step(weights, speed)
        return float(loss)

    return advance
