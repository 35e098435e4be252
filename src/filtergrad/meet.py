"""Where taps meet an image along one axis: closed forms, whose time no size decides.

Tap ``t`` and output position ``i`` meet at input position ``i * stride + t * dilation - before``.
"""


def inside(size: int, out: int, stride: int, offset: int) -> tuple[int, int]:
    """The range of i in [0, out) for which 0 <= i*stride + offset < size."""
    first = min(max(0, -(offset // stride)), out)
    return first, max(first, min(out, (size - 1 - offset) // stride + 1))


def pairs(size: int, taps: int, out: int, stride: int, dilation: int, before: int) -> int:
    """How many (tap, output) pairs of one axis meet inside the image."""

    def above(end: int) -> int:
        """Pairs whose position, counted from where the padding begins, is less than ``end``."""
        some = max(0, min(taps, -(-end // dilation)))  # taps that meet any output there
        every = max(0, min(taps, -(-(end - (out - 1) * stride) // dilation)))  # and that meet all
        last = end - (some - 1) * dilation  # positions left for the last of the taps
        return every * out + _floors(some - every, dilation, last + stride - 1, stride)

    return above(before + size) - above(before)


def _floors(count: int, step: int, first: int, by: int) -> int:
    """The sum of ``(first + i * step) // by`` for i below ``count``: no loop, sizes can be huge.

    Whole parts are summed at once; what remains are the points below a line, which are counted
    along its other axis, with smaller numbers, as Euclid's algorithm does.
    """
    total = 0
    while count > 0:
        total += count * (count - 1) // 2 * (step // by) + count * (first // by)
        top = count * (step % by) + first % by
        count, first, step, by = top // by, top % by, by, step % by
    return total
