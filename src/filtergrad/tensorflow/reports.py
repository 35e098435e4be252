"""What became of a program's convolutions: `report`.

In: a function and what it is called with. Out: a table with a row for each convolution: whose its
filter's gradient is, and why. The program is traced, not run, and its nodes are read: those that
compute gradients say who does; where there are none, the switches say who would.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import tensorflow as tf

from filtergrad.reports import CALLED, OFF, ON, OURS, Report, Row

from . import switch
from .geometry import DTYPES, OP, Tensor, on_gpu

THEIRS = "TensorFlow"
_FORWARD = {
    "Conv2D": "Conv2D",
    "DepthwiseConv2dNative": "DepthwiseConv2D",
    "Conv2DBackpropInput": "Conv2DTranspose",
    "Conv3D": "Conv3D",
    "Conv3DBackpropInputV2": "Conv3DTranspose",
}
_BACKWARD = {
    OP: "Conv2D",
    "Conv2DBackpropFilter": "Conv2D",
    "DepthwiseConv2dNativeBackpropFilter": "DepthwiseConv2D",
    "Conv3DBackpropFilterV2": "Conv3D",
}
_DERIVED = ("gradient_tape/", "gradients/", "_grad/")  # in the names of what gradients are made of
_XLA = "_XlaMustCompile"
_NONE = "no gradient of its filter is taken"


class _Node(NamedTuple):
    """A node, and whether XLA compiles the function that it is in."""

    op: Any
    in_xla: bool

    @property
    def kind(self) -> str:
        return str(self.op.type)

    @property
    def ours(self) -> bool:
        """Whether it is of our making: its gradient is."""
        module = getattr(getattr(self.op, "_gradient_function", None), "__module__", None) or ""
        return self.kind == OP or module.startswith("filtergrad.")


def report(function: Any, *arguments: Any, **named: Any) -> Report:
    """Say of each convolution of a program whose its filter's gradient is, and why.

    Parameters
    ----------
    function
        A ``tf.function`` or one of its concrete functions, a model, or whatever TensorFlow can
        trace. If it takes gradients itself, as a step of training does, the report is on these;
        else on what would be, if they were taken here and now.
    arguments, named
        What it is called with: tensors, or ``tf.TensorSpec``; none for a concrete function. Nothing
        is computed.

    Returns
    -------
    Report
        A tuple of rows with the fields ``name, layer, shape, by, why``; printed, it is a table.
        What a loop does many times has one row.

    Raises
    ------
    TypeError
        If it is nothing that can be called.

    Examples
    --------
    >>> import tensorflow as tf, filtergrad.tensorflow as fgt
    >>> images, filters = tf.TensorSpec((8, 32, 32, 3)), tf.TensorSpec((3, 3, 3, 16))
    >>> with fgt.enabled():
    ...     fgt.report(lambda x, w: tf.nn.conv2d(x, w, 1, "SAME"), images, filters)
    1 of 1 convolution by filtergrad
      Conv2D  Conv2D  3x3x3x16  filtergrad  the switch is on
    """
    if not callable(function):
        raise TypeError(
            "filtergrad.tensorflow.report takes a function and what it is called with "
            f"(a tf.function, say), not a {type(function).__name__}"
        )
    concrete = function
    if not isinstance(function, tf.types.experimental.ConcreteFunction):
        traced = function if hasattr(function, "get_concrete_function") else tf.function(function)
        concrete = traced.get_concrete_function(*arguments, **named)
    nodes = [*_nodes(concrete.graph, _compiled(concrete))]
    forward = [node for node in nodes if node.kind in _FORWARD and not _is_derived(node)]
    backward = [node for node in nodes if node.kind in _BACKWARD or _by_python(node)]
    if not backward:
        return Report(_row(node, *_would_be(node)) for node in forward)
    rows, known = {}, set()
    for node in backward:
        of = next((one for one in forward if _belongs(node, one)), node)
        rows[of] = _row(of, *_is(node))
        # A gradient whose convolution is not known may be that of any of the same size.
        known.add(rows[of].shape if of is node else _filter(of).ref())
    for node in forward:  # what is known has a gradient; the same filter once more is its input's
        row, filters = _row(node, THEIRS, _NONE), _filter(node).ref()
        if node not in rows and not known & {row.shape, filters}:
            rows[node] = row
            known.add(filters)
    return Report(rows[node] for node in nodes if node in rows)


# ---- the nodes ----


def _nodes(graph: Any, in_xla: bool, seen: set[str] | None = None) -> Iterator[_Node]:
    """The nodes that the results of a graph need, and of the functions that it calls, each once."""
    seen = set() if seen is None else seen
    todo, needed = [*(tensor.op for tensor in graph.outputs), *graph.control_outputs], set()
    while todo:
        if (op := todo.pop()) not in needed:
            needed.add(op)
            todo += [*(tensor.op for tensor in op.inputs), *op.control_inputs]
    for op in (op for op in graph.get_operations() if op in needed):
        yield _Node(op, in_xla)
        for value in op.node_def.attr.values():
            for named in (value.func, *value.list.func):
                inner = graph._functions.get(named.name)  # noqa: SLF001 - no other way leads there
                if inner is not None and named.name not in seen:
                    seen.add(named.name)
                    yield from _nodes(inner.graph, in_xla or _compiled(inner), seen)


def _compiled(function: Any) -> bool:
    """Whether XLA compiles a function."""
    definition = getattr(function, "cached_definition", None) or function.function_def
    return _XLA in definition.attr and bool(definition.attr[_XLA].b)


def _is_derived(node: _Node) -> bool:
    """Whether it is a gradient with respect to an input, which is a convolution, too."""
    return any(text in node.op.name for text in _DERIVED)


def _by_python(node: _Node) -> bool:
    """Whether it is our op where the native door is closed."""
    return "PyFunc" in node.kind and node.ours


def _belongs(gradient: _Node, forward: _Node) -> bool:
    """Whether a node is the gradient of a convolution's filter."""
    if gradient.op.graph is forward.op.graph:
        # The input, which a transposed convolution takes for what flows back.
        at = 2 if forward.kind.endswith(("Input", "InputV2")) else 0
        return gradient.op.inputs[at] is forward.op.inputs[at]
    return f"/{forward.op.name}_grad/" in f"/{gradient.op.name}"


# ---- the rows ----


def _row(node: _Node, by: str, why: str) -> Row:
    """The row of a convolution; of its filter's gradient, if only that is known."""
    kind = (_FORWARD | _BACKWARD).get(node.kind, "Conv2D")
    return Row(str(node.op.name), kind, _sizes(_filter(node)), by, why)


def _filter(node: _Node) -> Tensor:
    """A convolution's filter, or the gradient of one."""
    return node.op.inputs[1] if node.kind in _FORWARD else node.op.outputs[0]


def _sizes(tensor: Tensor) -> tuple[int, ...]:
    known = tensor.shape.as_list() if tensor.shape.rank else []
    return tuple(size or 0 for size in known)


def _would_be(node: _Node) -> tuple[str, str]:
    """Whose a convolution's gradient would be here and now, and why."""
    if why := _theirs(node):
        return THEIRS, why
    if node.ours:
        return OURS, CALLED
    return (OURS, ON) if switch.on() else (THEIRS, OFF)


def _is(node: _Node) -> tuple[str, str]:
    """Whose a gradient is, and why."""
    if node.ours:
        return OURS, "its gradient was traced as ours"
    if why := _theirs(node):
        return THEIRS, why
    if switch.for_good():
        return OURS, "enable() was called"
    return THEIRS, "its gradient was traced with the switch off"


def _theirs(node: _Node) -> str:
    """Why a gradient is TensorFlow's whatever the switches are; empty where it is not."""
    dtype = node.op.outputs[0].dtype
    if "3D" in node.kind:
        return "it has 3 dimensions"
    if node.in_xla:
        return "XLA compiles it"
    if dtype.as_datatype_enum not in DTYPES:
        return f"there is no kernel for {dtype.name}"
    return "it is computed on a GPU" if on_gpu(node.op.device) else ""
