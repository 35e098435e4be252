"""What the demo shows: the photograph it begins with and the PNG it ends with.

Both need matplotlib, which carries the photograph: Rear Admiral Grace Hopper, who wrote one of the
first compilers; the picture is in the public domain.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from .recover import Array, Recovery

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.gridspec import SubplotSpec

PAPER, INK, FAINT = "#11151c", "#e8e6e3", "#7d8590"
WARM, COOL = "#ffb454", "#59c2ff"
SHOWN = (1, 2, 3, 4, 5, 6, 8, 10)  # steps in the strip


def photograph() -> Array:
    """The photograph, with values from 0 to 1 and shape [1, 600, 512, 3]."""
    from matplotlib import cbook, image

    path: Any = cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)
    return np.asarray(image.imread(path)[None], np.float32) / np.float32(255)


def draw(photo: Array, filtered: Array, hidden: Array, found: Recovery, caption: str) -> bytes:
    """Draw the picture that the demo ends with, and return it as a PNG.

    Parameters
    ----------
    photo, filtered
        The two pictures that were given.
    hidden
        The filter between them, which was not given.
    found
        What gradient descent found.
    caption
        One line below everything.
    """
    from matplotlib.figure import Figure  # pyplot would keep global state and open windows

    figure = Figure(figsize=(15, 9.2), dpi=120, facecolor=PAPER)
    halves = figure.add_gridspec(
        1, 2, width_ratios=(1.2, 1), left=0.02, right=0.98, top=0.85, bottom=0.11, wspace=0.07
    )
    figure.text(0.02, 0.945, "The filter between two pictures", color=INK, size=23, weight="bold")
    subtitle = "found by gradient descent with filtergrad.conv2d_backprop_filter, and nothing else"
    figure.text(0.02, 0.905, subtitle, color=FAINT, size=13)
    figure.text(0.02, 0.028, caption, color=FAINT, size=11)

    pictures = halves[0].subgridspec(2, 2, height_ratios=(2.5, 1), hspace=0.12, wspace=0.03)
    _image(figure.add_subplot(pictures[0, 0]), photo[0], "given: a photograph")
    _image(figure.add_subplot(pictures[0, 1]), _stretched(filtered[0]), "given: the same, filtered")
    _strip(figure, pictures[1, :], found, hidden)

    answers = halves[1].subgridspec(3, 1, height_ratios=(1, 1, 1.1), hspace=0.32)
    _filters(figure, answers[0], hidden, hidden, "hidden: the filter between them", WARM)
    _filters(
        figure,
        answers[1],
        found.filters[-1],
        hidden,
        "recovered: from the two pictures alone",
        COOL,
    )
    _curves(figure.add_subplot(answers[2]), found, hidden)
    png = io.BytesIO()
    figure.savefig(png, format="png", facecolor=PAPER)
    return png.getvalue()


def _image(axes: Axes, pixels: Array, title: str, colour: str = INK) -> None:
    """Show pixels under a title."""
    axes.imshow(pixels, interpolation="nearest" if pixels.shape[0] <= 16 else "antialiased")
    axes.set_title(title, color=colour, size=12, loc="left", pad=6)
    axes.set_anchor("N")
    axes.set_axis_off()


def _filters(
    figure: Figure, place: SubplotSpec, dw: Array, hidden: Array, title: str, colour: str
) -> None:
    """Show a filter as three tiles, one for each colour that it makes."""
    cells: Any = place.subgridspec(1, 3, wspace=0.05)
    for k, cell in enumerate(cells):
        axes = figure.add_subplot(cell)
        _image(axes, _tile(dw[..., k], hidden), title if k == 0 else "", colour)
        makes = ("makes red", "makes green", "makes blue")[k]
        axes.text(
            0.5, -0.04, makes, color=FAINT, size=10, ha="center", va="top", transform=axes.transAxes
        )


def _strip(figure: Figure, place: SubplotSpec, found: Recovery, hidden: Array) -> None:
    """Show the filter after some of the steps, each as a column of three tiles."""
    shown = [step for step in SHOWN if step < len(found.filters)]
    cells: Any = place.subgridspec(1, len(shown), wspace=0.12)
    for cell, step in zip(cells, shown, strict=False):
        tiles = [_tile(found.filters[step][..., k], hidden) for k in range(3)]
        gap = np.broadcast_to(_rgb(PAPER), (1, tiles[0].shape[1], 3))
        column = np.concatenate([tiles[0], gap, tiles[1], gap, tiles[2]])
        title = f"step {step}" if step == shown[0] else f"{step}"
        axes = figure.add_subplot(cell)
        axes.imshow(column, interpolation="nearest")
        axes.set_title(title, color=FAINT, size=11, pad=5)
        axes.set_axis_off()


def _curves(axes: Axes, found: Recovery, hidden: Array) -> None:
    """Plot the errors of filter and pictures over the steps."""
    loss = np.sqrt(np.array(found.losses) / found.losses[0])
    distance = found.distances(hidden)
    axes.semilogy(distance, color=COOL, lw=2.6, label="filter: distance from the hidden one")
    axes.semilogy(loss, color=WARM, lw=2.6, label="pictures: difference left")
    axes.set_facecolor(PAPER)
    axes.set_xlim(0, len(loss) - 1)
    axes.set_xlabel("step", color=FAINT, size=11)
    axes.set_title("the error falling, relative to where it began", color=INK, size=12, loc="left")
    axes.grid(color=FAINT, alpha=0.18, lw=0.8)
    axes.tick_params(colors=FAINT, which="both", length=0, labelsize=10)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.legend(frameon=False, labelcolor=INK, fontsize=11, loc="upper right")


def _tile(weights: Array, hidden: Array) -> Array:
    """Turn weights into colours: 0 is grey, the hidden filter's largest weight is the brightest."""
    colours: Array = np.clip(0.5 + 0.5 * weights / np.max(np.abs(hidden)), 0, 1)
    return colours


def _stretched(pixels: Array) -> Array:
    """Scale the filtered picture, most of whose values then lie between 0 and 1."""
    low, high = np.percentile(pixels, (0.5, 99.5))
    shown: Array = np.clip((pixels - low) / (high - low), 0, 1)
    return shown


def _rgb(colour: str) -> tuple[float, ...]:
    """Red, green and blue from 0 to 1, of a colour like ``#11151c``."""
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
