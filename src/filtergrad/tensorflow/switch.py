"""Our weight gradient for everything in this process: `enabled` for a while, `enable` for good.

In: nothing. Out: a changed TensorFlow. `enabled` exchanges two functions in TensorFlow's registry
of gradients and puts them back. `enable` registers kernels of a higher priority for TensorFlow's
own ops, so that whatever already is a graph runs them as well; a registered kernel stays.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import context
from tensorflow.python.framework import ops

from filtergrad import knobs, summary

from . import door
from .convolution import Gradient, gradient_of_conv2d, of_node
from .depthwise import gradient_of_depthwise
from .geometry import Tensor, in_xla, on_gpu
from .transposed import gradient_of_transposed

OfNode = Callable[[Any, Tensor], Any]

_CONVOLUTIONS: dict[str, Gradient] = {
    "Conv2D": gradient_of_conv2d,
    "DepthwiseConv2dNative": gradient_of_depthwise,
}
_TRANSPOSED = "Conv2DBackpropInput"  # what tf.nn.conv2d_transpose is
# The label of oneDNN's kernels, which replace TensorFlow's before a graph runs.
_ONEDNN = "MklNameChangeOp"
_OWN: tuple[tuple[str, door.Kind, str], ...] = (
    ("Conv2DBackpropFilter", "dense", ""),
    ("DepthwiseConv2dNativeBackpropFilter", "depthwise", ""),
    ("_MklNativeConv2DBackpropFilter", "dense", _ONEDNN),
    ("_MklNativeDepthwiseConv2dNativeBackpropFilter", "depthwise", _ONEDNN),
    ("_MklNativeConv2DBackpropFilterWithBias", "biased", _ONEDNN),
)
_PRIORITY = 10  # of our kernels; TensorFlow's have 0


@functools.cache
def enable() -> None:
    """Let TensorFlow's own ops of filter gradients run our kernels, until the process ends.

    Graphs that exist, ``keras.Model.fit`` and loaded models that train use them unchanged, for
    ``Conv2DBackpropFilter`` and ``DepthwiseConv2dNativeBackpropFilter`` on the CPU, with oneDNN and
    without; on a GPU they run TensorFlow's. There is no way back: TensorFlow keeps kernels, and
    those in the shadow of ours cannot be reached. To change back, use `enabled`. Interrupted, it
    can be called again.

    Raises
    ------
    RuntimeError
        If native code cannot be used here; `door_state` tells why.
    """
    opened, state = door.opened()
    if opened is None:
        raise RuntimeError(f"enable() needs the native door, but it is {state}")
    for op, kind, label in _OWN:
        opened.register(op, kind, _PRIORITY, label)
    context.context().clear_kernel_cache()  # of kernels that eager calls have found before


@contextlib.contextmanager
def enabled() -> Iterator[None]:
    """Compute the filter gradients of convolutions with filtergrad inside a ``with`` block.

    That is, of what is differentiated there: by `tf.GradientTape`, by ``keras.Model.fit``, and in
    every ``tf.function`` that is traced there, which keeps it. Gradients with respect to the input
    that TensorFlow refuses on a CPU are computed, too. What XLA compiles keeps XLA's, and what is
    computed on a GPU keeps TensorFlow's: beside one, only what is put on the CPU by name is ours.
    Blocks nest, and hold for all threads.
    """
    block = object()
    # An interrupt may come before any line. If it keeps the inner `finally` from leaving the block,
    # the outer one leaves it.
    try:
        try:
            _blocks.add(block)
            _settle()
            yield
        finally:
            _blocks.discard(block)
            _settle()
    finally:
        _blocks.discard(block)
        _settle()


def for_good() -> bool:
    """Whether `enable` was called."""
    return enable.cache_info().currsize > 0


def on() -> bool:
    """Whether gradients that are taken now are ours."""
    return bool(_blocks) or for_good()


# ---- the registry of gradients ----

_blocks: set[object] = set()  # the blocks that are entered; while there is one, gradients are ours
_theirs: dict[str, OfNode] = {
    op: ops.gradient_registry.lookup(op) for op in (*_CONVOLUTIONS, _TRANSPOSED)
}


def _settle() -> None:
    """Put into the registry what `_blocks` asks for.

    There is no lock, because a handler of signals could wait for it forever. Each thread looks
    again after it has written, so the last of several leaves what is right. An interrupt between
    two writes does no harm: while no block is entered, our functions call theirs.
    """
    # RegisterGradient refuses a second gradient of an op, and gradient_override_map has no effect
    # on a GradientTape: what is left is the dictionary itself.
    registry = ops.gradient_registry._registry  # noqa: SLF001
    while True:
        entered = bool(_blocks)
        for op, theirs in _theirs.items():
            registry[op]["type"] = _ours[op] if entered else theirs
        if entered == bool(_blocks):
            return


def _gradient(kind: str, op: Any, dy: Tensor) -> Any:
    """The gradient of an op: ours in a block, and theirs elsewhere, in XLA and on GPUs."""
    # An eager op is a record without a device; what flows back to it is where it was computed.
    left = "XLA compiles it" if in_xla(op) else ""
    if not left and on_gpu(getattr(op, "device", None) or dy.device):
        left = "it is computed on a GPU"
    if left and _blocks and knobs.current().summary:
        summary.guarded(lambda: _note(kind, op, left))
    if not _blocks or left:
        return _theirs[kind](op, dy)
    if kind == _TRANSPOSED:
        # In a gradient's graph it is TensorFlow's own, which XLA may compile before we are told.
        derived = "_grad/" in (getattr(op, "name", None) or "")
        return _theirs[kind](op, dy) if derived else gradient_of_transposed(op, dy)
    return of_node(_CONVOLUTIONS[kind])(op, dy)


_ours: dict[str, OfNode] = {op: functools.partial(_gradient, op) for op in _theirs}


def _note(kind: str, op: Any, why: str) -> None:
    """Let the summary know of a gradient that stays TensorFlow's; what graphs do nobody counts."""
    shapes = ("x".join(map(str, tensor.shape)) for tensor in op.inputs[:2])
    text = f"{kind} {' filter '.join(shapes)}"
    note = summary.count if tf.executing_eagerly() else summary.seen
    note("TensorFlow", text, why, ours=False)
