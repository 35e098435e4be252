"""The public calls: check, look the kernel up, run it.

In: the user's arrays and TensorFlow's arguments. Out: dW. Everything that can be wrong is found
here or in `Problem` before any number is computed, so that an error leaves nothing half written.
"""

from __future__ import annotations

from types import NoneType
from typing import Any

import numpy.typing as npt

from filtergrad import devices, forks
from filtergrad.arrays import HERE, Array, Ints, mixed, operand, unlike
from filtergrad.engine import Elsewhere
from filtergrad.errors import InvalidArgumentError
from filtergrad.gradient import Gradient, Precision, check_precision
from filtergrad.problem import Problem
from filtergrad.recent import KERNELS, Recent, relief

# What a call looked like -> the gradient it computes, found to be in order.
_seen: Recent[tuple[Any, ...], Gradient] = Recent(KERNELS)
relief.append(_seen.forget)


def conv2d_backprop_filter(
    input: Any,
    filter_sizes: Ints,
    out_backprop: Any,
    strides: Ints,
    padding: str | bytes,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: Ints | None = (),
    data_format: str | bytes | None = "NHWC",
    dilations: Ints | None = (1, 1, 1, 1),
    name: str | None = None,
    *,
    out: Array | None = None,
    accumulate: bool = False,
    precision: Precision = "default",
) -> Array:
    """Compute the gradient of a 2-D convolution with respect to its filter.

    Parameters
    ----------
    input
        What was convolved: shape ``[batch, in_height, in_width, in_channels]`` (``NHWC``) or
        ``[batch, in_channels, in_height, in_width]`` (``NCHW``); half, bfloat16 (``ml_dtypes``),
        float32 or float64. NumPy arrays of any strides, nested lists of floats, anything with
        ``__dlpack__``, ``__array_interface__`` or ``__cuda_array_interface__``; on a GPU it is
        computed there, on the current stream (see docs/gpu.md).
    filter_sizes
        ``[filter_height, filter_width, in_channels / groups, out_channels]``. The number of groups
        follows from it.
    out_backprop
        Gradient with respect to the convolution's output, of the dtype of `input`: shape
        ``[batch, out_height, out_width, out_channels]`` or
        ``[batch, out_channels, out_height, out_width]``.
    strides, dilations
        Four integers in the order of `data_format`; 1 for batch and channels.
    padding
        ``"SAME"``, ``"VALID"`` or ``"EXPLICIT"``.
    use_cudnn_on_gpu
        Accepted for TensorFlow's sake; has no effect: we compute on GPUs, too.
    explicit_paddings
        With ``"EXPLICIT"``: eight integers, before and after each axis in the order of
        `data_format`.
    data_format
        ``"NHWC"`` or ``"NCHW"``.
    name
        Put in front of error messages.
    out
        Array of shape `filter_sizes` and the dtype of `input` to write to, of any strides; must not
        overlap the inputs.
    accumulate
        Add to `out` instead of overwriting it. The sum is made in the accumulation precision and
        rounded once.
    precision
        ``"default"`` or ``"highest"``; see docs/numerics.md for the errors that each promises.
        ``"tf32"`` lets a GPU multiply float32 numbers of fewer digits, which it never does unasked.

    Returns
    -------
    numpy.ndarray or the like
        The gradient (`out` where given), shape `filter_sizes`, dtype of `input`; of inputs on a GPU
        an array of their namespace there. The same bits for any number of threads, and on every
        card of one architecture.

    Raises
    ------
    InvalidArgumentError
        If the shapes and attributes describe no convolution; a ``ValueError``, with TensorFlow's
        text.
    TypeError
        If an argument is of the wrong type or the arrays' dtypes are not alike and one of the four.
    ValueError
        If `out` cannot be written to or overlaps an input.

    Examples
    --------
    >>> import numpy as np, filtergrad as fg
    >>> x, dy = np.ones((2, 5, 5, 3), np.float32), np.ones((2, 5, 5, 4), np.float32)
    >>> fg.conv2d_backprop_filter(x, [3, 3, 3, 4], dy, [1, 1, 1, 1], "SAME")[:, :, 0, 0]
    array([[32., 40., 32.],
           [40., 50., 40.],
           [32., 40., 32.]], dtype=float32)
    """
    if not isinstance(use_cudnn_on_gpu, bool) and use_cudnn_on_gpu is not None:
        raise TypeError(f"Expected bool for argument 'use_cudnn_on_gpu' not {use_cudnn_on_gpu!r}.")
    try:
        x = devices.located(operand(input, "input"))
        dy = devices.located(operand(out_backprop, "out_backprop"))
        if x.dtype != dy.dtype:
            raise unlike(x.dtype, dy.dtype)
        if x.device != dy.device:
            raise mixed(x.device, dy.device)
        found = gradient(
            input_shape=x.shape,
            filter_sizes=filter_sizes,
            out_backprop_shape=dy.shape,
            strides=strides,
            padding=padding,
            explicit_paddings=explicit_paddings,
            data_format=data_format,
            dilations=dilations,
            dtype=x.dtype,
            precision=precision,
            device=x.device,
        )
    except InvalidArgumentError as error:
        if name:
            raise InvalidArgumentError(f"{name}: {error}") from None
        raise
    return found.run(x, dy, out, accumulate)


def compile(  # noqa: A001 - the word users expect
    input_shape: Ints,
    filter_sizes: Ints,
    strides: Ints,
    padding: str | bytes,
    *,
    explicit_paddings: Ints | None = (),
    data_format: str | bytes | None = "NHWC",
    dilations: Ints | None = (1, 1, 1, 1),
    dtype: npt.DTypeLike = "float32",
    precision: Precision = "default",
    device: str = HERE,
) -> Gradient:
    """Compile the kernel of one problem ahead of its first call.

    Parameters
    ----------
    input_shape, filter_sizes, strides, padding
        As for `conv2d_backprop_filter`.
    explicit_paddings, data_format, dilations, precision
        As for `conv2d_backprop_filter`.
    dtype
        Of the arrays: ``"float16"``, ``"bfloat16"``, ``"float32"`` or ``"float64"`` (or a NumPy
        dtype).
    device
        What computes: ``"cpu"``, a GPU as ``"cuda:0"``, or an architecture as ``"sm_90"``, for
        which no GPU is needed.

    Returns
    -------
    Gradient
        Call it with the arrays: ``gradient(x, dy, out=None)``.

    Raises
    ------
    InvalidArgumentError, TypeError
        As for `conv2d_backprop_filter`.
    ValueError
        If nothing here computes on `device`.
    ImportError
        If compiling for `device` takes a package that is not installed.
    """
    problem = Problem.make(
        input_shape,
        filter_sizes,
        None,
        strides=strides,
        padding=padding,
        explicit_paddings=explicit_paddings,
        data_format=data_format,
        dilations=dilations,
        dtype=dtype,
    )
    check_precision(precision)
    compiled = Gradient(problem, precision, device)
    engine = compiled.engine  # which knows whether there is such a device, for empty arrays, too
    if compiled.kernel is not None and isinstance(engine, Elsewhere):
        for made in engine.ahead([compiled.prospect()])[1]:
            if made.error is not None:
                raise made.error
    return compiled


def get_num_threads() -> int:
    """How many threads share a call."""
    forks.load("filtergrad.cpu.engine")
    from filtergrad.cpu import engine

    return engine.get_num_threads()


def set_num_threads(n: int) -> None:
    """Let ``n`` threads (1 to 1024) share each call from now on; the results keep their bits."""
    forks.load("filtergrad.cpu.engine")
    from filtergrad.cpu import engine

    engine.set_num_threads(n)


def gradient(
    input_shape: Ints,
    filter_sizes: Ints,
    out_backprop_shape: Ints | None,
    strides: Ints,
    padding: str | bytes,
    explicit_paddings: Ints | None,
    data_format: str | bytes | None,
    dilations: Ints | None,
    dtype: Any,
    precision: Precision = "default",
    device: str = HERE,
) -> Gradient:
    """The gradient of a call, every check made; remembered by what the call looked like.

    Equal numbers of different types (1, 1.0 and True) must not pass for each other, so only calls
    whose lists hold nothing but ``int`` are remembered.
    """
    lists = filter_sizes, strides, explicit_paddings, dilations
    others = input_shape, out_backprop_shape, padding, data_format, dtype, precision, device
    try:
        tuples = tuple([tuple(a) if type(a) is list else a for a in lists])
        kinds = {type(a) for a in tuples} <= {tuple, NoneType}
        plain = kinds and {type(i) for a in tuples if a for i in a} == {int}
        # Types first: equal hashes of "SAME" and b"SAME" would have the two compared.
        key = (type(padding), type(data_format), tuples, others) if plain else None
        found = _seen[key] if key else None
    except TypeError:  # something that is no list or cannot be hashed: `make` has the words for it
        key = found = None
    if found is None:
        problem = Problem.make(
            input_shape,
            filter_sizes,
            out_backprop_shape,
            strides=strides,
            padding=padding,
            explicit_paddings=explicit_paddings,
            data_format=data_format,
            dilations=dilations,
            dtype=dtype,
        )
        check_precision(precision)
        found = Gradient(problem, precision, device)
        if key:
            _seen.put(key, found)
    return found
