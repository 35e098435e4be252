"""The formula in NumPy: a `Problem` and arrays in, the filter gradient in float64 out.

The oracle of every test. One product of matrices a filter tap, over the outputs whose pixel lies
inside the image; nothing is padded, so a tap that sees only padding is 0 whatever dy holds.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from filtergrad.arrays import Array
from filtergrad.problem import Problem


def filter_gradient(
    problem: Problem,
    x: npt.ArrayLike,
    dy: npt.ArrayLike,
    dtype: npt.DTypeLike = np.float64,
    taps: Iterable[tuple[int, int]] | None = None,
) -> Array:
    """The filter gradient, computed and returned in `dtype`.

    Parameters
    ----------
    problem
        What to compute.
    x, dy
        ``input`` and ``out_backprop``, in the problem's shapes and data format.
    dtype
        What to compute in; the element type of the operands does not matter.
    taps
        Which ``(r, s)`` to compute, the others stay 0; all of them if None.

    Returns
    -------
    ndarray
        In the shape ``problem.filter_shape``.
    """
    dw = np.zeros(problem.filter_shape, dtype)
    if problem.empty:
        return dw
    x, dy = _grouped(problem, x, dtype), _grouped(problem, dy, dtype)
    for r, s in np.ndindex(problem.r, problem.s) if taps is None else taps:
        dw[r, s] = _tap(problem, x, dy, r, s)
    return dw


def _grouped(problem: Problem, value: npt.ArrayLike, dtype: npt.DTypeLike) -> Array:
    """The array as [group, image, row, column, channel of the group]."""
    array = np.asarray(value).astype(dtype)
    if problem.data_format == "NCHW":
        array = array.transpose(0, 2, 3, 1)
    return np.moveaxis(array.reshape(*array.shape[:3], problem.g, -1), 3, 0)


def _tap(problem: Problem, x: Array, dy: Array, r: int, s: int) -> Array:
    """dw[r, s], in the shape [c_per_group, k]."""
    p0, p1 = problem.rows(r)
    q0, q1 = problem.cols(s)
    if p0 == p1 or q0 == q1:
        return np.zeros(problem.filter_shape[2:], x.dtype)
    h0 = p0 * problem.u + r * problem.dr - problem.top
    w0 = q0 * problem.v + s * problem.ds - problem.left
    seen = x[:, :, h0 :: problem.u, w0 :: problem.v][:, :, : p1 - p0, : q1 - q0]
    a = seen.reshape(problem.g, -1, problem.c_per_group)
    b = dy[:, :, p0:p1, q0:q1].reshape(problem.g, -1, problem.k_per_group)
    product: Array = a.transpose(0, 2, 1) @ b  # [group, c_per_group, k_per_group]
    return product.transpose(1, 0, 2).reshape(problem.c_per_group, problem.k)
