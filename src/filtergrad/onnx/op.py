"""The op in ONNX models: a function that any runtime can run, and a node of it.

In: TensorFlow's arguments. Out: pieces of a model. `door` makes ONNX Runtime call our kernel
where the node stands; without it, the function computes the same by ONNX's own Conv.
"""

from __future__ import annotations

from typing import Any

import onnx
import onnx.parser
from onnx.reference.op_run import OpRun

from filtergrad import api
from filtergrad.arrays import Array, Ints, integers
from filtergrad.problem import Problem

from .geometry import DOMAIN, OP, Geometry

OPSET = 18  # the first in which Pad may name its axes

# dW is the convolution of x with dy in which images and channels change places, and so do strides
# and dilations. x is padded or cut so that exactly r rows and s columns come out. The images of
# each group become the channels of one image. Attributes are numbers, because ONNX's own evaluator
# compares only strings of equal lengths.
_FUNCTION = f"""
<domain: "{DOMAIN}", opset_import: ["" : {OPSET}]>
{OP} <strides, dilations, pads, same, channels_last, group>
(input, filter_sizes, out_backprop) => (filter_backprop)
{{
  last = Constant <value_int: int = @channels_last> ()
  is_last = Cast <to = 9> (last)
  x = If (is_last) <
    then_branch = turned () => (x_t) {{ x_t = Transpose <perm = [0, 3, 1, 2]> (input) }},
    else_branch = as_is () => (x_s) {{ x_s = Identity (input) }}>
  dy = If (is_last) <
    then_branch = turned () => (dy_t) {{ dy_t = Transpose <perm = [0, 3, 1, 2]> (out_backprop) }},
    else_branch = as_is () => (dy_s) {{ dy_s = Identity (out_backprop) }}>
  n = Shape <start = 0, end = 1> (x)
  hw = Shape <start = 2> (x)
  pq = Shape <start = 2> (dy)
  zero = Constant <value_ints = [0]> ()
  one = Constant <value_ints = [1]> ()
  two = Constant <value_ints = [2]> ()
  rest = Constant <value_ints = [-1]> ()
  spatial = Constant <value_ints = [2, 3]> ()
  u = Constant <value_ints: ints = @strides> ()
  d = Constant <value_ints: ints = @dilations> ()
  given = Constant <value_ints: ints = @pads> ()
  rs = Slice (filter_sizes, zero, two)
  steps = Sub (pq, one)
  strided = Mul (steps, u)
  taps = Sub (rs, one)
  dilated = Mul (taps, d)
  spanned = Add (strided, dilated)
  seen = Add (spanned, one)
  missing = Sub (seen, hw)
  lacking = Max (missing, zero)
  half = Div (lacking, two)
  mode = Constant <value_int: int = @same> ()
  is_same = Cast <to = 9> (mode)
  explicit = Slice (given, zero, two)
  before = Where (is_same, half, explicit)
  after = Sub (missing, before)
  around = Concat <axis = 0> (before, after)
  padded = Pad (x, around, , spatial)
  g_scalar = Constant <value_int: int = @group> ()
  g = Reshape (g_scalar, one)
  by_group = Concat <axis = 0> (n, g, rest, seen)
  x_groups = Reshape (padded, by_group)
  x_turned = Transpose <perm = [2, 1, 0, 3, 4]> (x_groups)
  gn = Mul (g, n)
  as_channels = Concat <axis = 0> (zero, gn, seen)
  x_channels = Reshape (x_turned, as_channels)
  w = Transpose <perm = [1, 0, 2, 3]> (dy)
  dw = Conv <strides: ints = @dilations, dilations: ints = @strides, group: int = @group>
    (x_channels, w)
  filter_backprop = Transpose <perm = [2, 3, 0, 1]> (dw)
}}
"""


def function_proto() -> onnx.FunctionProto:
    """The op as a function of ONNX's own operators, for a model's ``functions``.

    One function serves every node of `node`: all attributes, both data formats, groups, shapes that
    are known at run time only. What it cannot do: check shapes (errors come from the operator that
    meets them), empty tensors, and dtypes that the runtime's Conv lacks (ONNX Runtime on CPUs:
    bfloat16 and float64).

    Returns
    -------
    onnx.FunctionProto
        ``Conv2DBackpropFilter`` of the domain ``filtergrad``; needs operator set 18.
    """
    return onnx.parser.parse_function(_FUNCTION)


def node(
    inputs: list[str],
    output: str,
    strides: Ints,
    padding: str,
    *,
    explicit_paddings: Ints | None = (),
    data_format: str = "NHWC",
    dilations: Ints | None = (1, 1, 1, 1),
    groups: int = 1,
) -> onnx.NodeProto:
    """One filter gradient, as a node of a graph.

    Parameters
    ----------
    inputs
        Names of ``input``, ``filter_sizes`` (int64, shape ``[4]``) and ``out_backprop``.
    output
        Name of the gradient, of shape ``filter_sizes``.
    strides, padding, explicit_paddings, data_format, dilations
        As for `filtergrad.conv2d_backprop_filter`.
    groups
        In how many groups the channels are: ``in_channels / filter_sizes[2]``. The function's Conv
        must know it before it sees a shape.

    Raises
    ------
    InvalidArgumentError
        If an attribute is wrong by itself.
    """
    _check_alone(strides, padding, explicit_paddings, data_format, dilations)
    at = (1, 2) if data_format == "NHWC" else (2, 3)
    u, d = integers(strides, "strides"), integers(dilations or (1,) * 4, "dilations")
    pads = integers(explicit_paddings or (0,) * 8, "explicit_paddings")
    return onnx.helper.make_node(
        OP,
        inputs,
        [output],
        domain=DOMAIN,
        strides=[u[i] for i in at],
        dilations=[d[i] for i in at],
        pads=[pads[2 * i] for i in at] + [pads[2 * i + 1] for i in at],
        same=int(padding == "SAME"),
        channels_last=int(data_format == "NHWC"),
        group=groups,
    )


class Conv2DBackpropFilter(OpRun):
    """The op for ONNX's own evaluator.

    Pass it as ``onnx.reference.ReferenceEvaluator(model, new_ops=[Conv2DBackpropFilter])``.
    """

    op_domain = DOMAIN

    def _run(self, x: Array, sizes: Array, dy: Array, **attributes: Any) -> tuple[Array]:
        geometry = Geometry.of(**attributes)
        return (api.conv2d_backprop_filter(x, sizes, dy, **geometry._asdict()),)


def _check_alone(
    strides: Ints, padding: str, pads: Ints | None, data_format: str, dilations: Ints | None
) -> None:
    """Raise what is wrong with attributes whatever the shapes are: those are of an empty batch."""
    Problem.make((0,) * 4, (1,) * 4, None, strides, padding, pads, data_format, dilations)
