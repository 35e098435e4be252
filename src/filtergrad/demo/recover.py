"""Gradient descent that finds a filter from two pictures, with no derivative but the package's own.

In: a photograph and its filtered copy. Out: a `Recovery` with the filter after every step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from filtergrad import api, reference
from filtergrad.problem import Problem

Array: TypeAlias = npt.NDArray[np.float32]

SIZE = 7  # rows and columns of the filter
ONES = (1, 1, 1, 1)


@dataclass(frozen=True)
class Recovery:
    """What descent found.

    Parameters
    ----------
    problem
        The gradient that was computed again and again.
    filters
        The filter before the first step and after each one.
    losses
        The mean squared difference that each filter leaves between the pictures' edges.
    check
        How far the first gradient is from the formula in float64, as a share of its largest entry.
    """

    problem: Problem
    filters: list[Array]
    losses: list[float]
    check: float

    def distances(self, hidden: Array) -> list[float]:
        """How far each filter is from the hidden one, as a share of the latter's size."""
        size = np.linalg.norm(hidden)
        return [float(np.linalg.norm(found - hidden) / size) for found in self.filters]


def hidden_filter() -> Array:
    """A colourful filter: for each output colour a grating, turned by 60 degrees from the last."""
    row, column = np.mgrid[-3:4, -3:4]
    bell = np.exp(-(row**2 + column**2) / 6)
    dw = np.zeros((SIZE, SIZE, 3, 3))
    for k in range(3):
        angle = k * np.pi / 3 + 0.3
        phase = row * np.sin(angle) + column * np.cos(angle)
        for c in range(3):
            wave = bell * np.sin(phase + 1.2 * (c - k))
            wave -= bell * wave.sum() / bell.sum()  # its sum is 0: an even surface gives nothing
            dw[:, :, c, k] = 2 * wave / np.abs(wave).sum()
        dw[:, :, k, k] += bell / bell.sum() / 2  # adds the picture itself, a little blurred
    return dw.astype(np.float32)


def convolve(x: Array, dw: Array) -> Array:
    """Filter a picture [1, h, w, 3] with plain NumPy, since we compute no forward convolution."""
    _, h, w, c = x.shape
    r, s, _, k = dw.shape
    p, q = h - r + 1, w - s + 1
    # Every window's row lies in one piece in memory: s pixels of c colours.
    rows = np.lib.stride_tricks.as_strided(x[0], (h, q, s * c), x.strides[1:], writeable=False)
    y = np.zeros((1, p, q, k), np.float32)
    for i in range(r):
        y[0] += rows[i : i + p] @ dw[i].reshape(s * c, k)
    return y


def recover(
    photo: Array,
    filtered: Array,
    steps: int = 30,
    on_step: Callable[[int, float], None] = lambda _step, _loss: None,
) -> Recovery:
    """Find the filter that turns ``photo`` into ``filtered``.

    Parameters
    ----------
    photo, filtered
        Pictures of shape [1, rows, columns, 3]; the second is smaller by the filter's border.
    steps
        How many steps of descent.
    on_step
        Called after each step with its number and what it left of the difference.
    """
    # In a photograph neighbours are nearly equal, and so are the three colours, which makes descent
    # slow. So both pictures are reduced to their edges, which a filter turns into the edges of its
    # result, and the colours of the first are mixed until they are uncorrelated. The filter that is
    # found is then one for mixed colours, and `mix` turns it into one for the true colours.
    edges = _edges(photo)
    mix = _unmixing(edges)
    x, target = np.ascontiguousarray(edges @ mix), _edges(filtered)
    sizes = (SIZE, SIZE, 3, 3)

    def gradient(error: Array) -> Array:
        return api.conv2d_backprop_filter(x, sizes, error, ONES, "VALID")

    dw = np.zeros(sizes, np.float32)
    error = -target  # the picture that the filter so far makes, less the target: a black one first
    slope = gradient(error)
    problem = Problem.make(x.shape, sizes, error.shape, ONES, "VALID")
    check = _difference(slope, reference.filter_gradient(problem, x, error))
    direction = -slope
    found = Recovery(problem, [dw], [float(np.mean(error**2))], check)
    for step in range(1, steps + 1):
        change = convolve(x, direction)
        # This length makes the error the least along the direction.
        length = -np.sum(slope * direction) / np.sum(change**2)
        dw, error = dw + length * direction, error + length * change
        before, slope = slope, gradient(error)
        # Conjugate gradients: a part of the old direction stays, lest a step undo the last one.
        keep = np.sum((slope - before) * slope) / np.sum(before**2)
        direction = keep * direction - slope
        found.filters.append(mix @ dw)
        found.losses.append(float(np.mean(error**2)))
        on_step(step, found.losses[-1])
    return found


def _edges(picture: Array) -> Array:
    """Subtract its four neighbours from four times each pixel."""
    around = picture[:, 2:, 1:-1] + picture[:, :-2, 1:-1] + picture[:, 1:-1, 2:]
    return np.ascontiguousarray(4 * picture[:, 1:-1, 1:-1] - around - picture[:, 1:-1, :-2])


def _unmixing(picture: Array) -> Array:
    """The matrix that makes the colours uncorrelated and of equal variance."""
    pixels = picture.reshape(-1, 3).astype(np.float64)
    strengths, axes = np.linalg.eigh(pixels.T @ pixels / len(pixels))
    matrix: Array = ((axes / np.sqrt(strengths)) @ axes.T).astype(np.float32)
    return matrix


def _difference(value: Array, exact: npt.NDArray[np.float64]) -> float:
    """The largest error over the largest exact entry."""
    return float(np.max(np.abs(value - exact)) / np.max(np.abs(exact)))
