"""Keras: layers whose weight gradient is ours, on each of its backends.

In: a model. Out: the same model. Each layer gets a mark, for which a method of Keras's class looks;
configurations, weights and saved files stay Keras's. Two alternatives were rejected: another class
for the layer would get into saved configurations, and a method set on the layer would be one object
for ever, by which JAX would find a trace that is no longer right. The forward pass and the gradient
with respect to the input stay the backend's, but for what TensorFlow refuses on a CPU.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias, TypeVar

import keras
from keras import ops

Model = TypeVar("Model", bound="keras.Layer")
Tensor: TypeAlias = Any
"""A tensor of whichever backend Keras runs on."""

_MARK = "_weight_gradient_by_filtergrad"


class Geometry(NamedTuple):
    """How a layer's filter moves along rows and columns."""

    strides: tuple[int, int]
    padding: str
    data_format: str
    dilations: tuple[int, int]

    @classmethod
    def of(cls, layer: Any) -> Geometry:
        """Make it of a layer, in TensorFlow's words."""
        data_format = _ORDERS[layer.data_format]
        return cls(layer.strides, layer.padding.upper(), data_format, layer.dilation_rate)


_ORDERS = {"channels_last": "NHWC", "channels_first": "NCHW"}

Convolution: TypeAlias = Callable[[Tensor, Tensor, Geometry], Tensor]
"""Of inputs and kernel."""


class Convolutions(NamedTuple):
    """The convolutions of a backend."""

    dense: Convolution
    depthwise: Convolution


def swap(model: Model) -> Model:
    """Let a model's convolutions compute their weight gradients with filtergrad.

    That is, of each ``Conv2D``, ``DepthwiseConv2D`` and ``SeparableConv2D`` in it, at any depth,
    and of subclasses that compute as these do.

    Parameters
    ----------
    model
        Changed in place. If it has been trained before, its next ``fit`` is traced anew.

    Returns
    -------
    keras.Model
        The model.

    Raises
    ------
    RuntimeError
        On a backend that filtergrad does not know.

    Examples
    --------
    >>> import keras, filtergrad.keras
    >>> model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(4, 3)])
    >>> filtergrad.keras.swap(model).layers[0]
    <Conv2D name=conv2d, built=True>
    """
    _convolutions()
    _change(model, {_MARK: True})
    return model


def unswap(model: Model) -> Model:
    """Undo `swap`: every layer of the model computes as its class says."""
    _change(model, {})
    return model


def _change(model: Model, mark: dict[str, bool]) -> None:
    """Give the mark to all layers that can be ours; if interrupted, leave all as they were."""
    everything = model._flatten_layers()  # noqa: SLF001 - `layers` has only the outermost
    layers = [layer for layer in everything if _convolves_as_keras(layer)]
    before = [(layer, {_MARK: True} if _MARK in layer.__dict__ else {}) for layer in layers]
    try:
        for layer in layers:
            _put(layer, mark)
        _forget_traces(model)
    except BaseException:
        for layer, had in before:
            _put(layer, had)
        _forget_traces(model)
        raise


def _put(layer: Any, mark: dict[str, bool]) -> None:
    """Give a layer the mark, or take it away if ``mark`` is empty."""
    layer.__dict__.pop(_MARK, None)
    layer.__dict__.update(mark)


def _convolves_as_keras(layer: Any) -> bool:
    """Whether a layer convolves by a method of Keras's that we exchange, and by none of its own."""
    return any(
        isinstance(layer, kind) and getattr(type(layer), name) is getattr(kind, name)
        for kind, name in _METHODS
    )


def _forget_traces(model: Any) -> None:
    """Make ``fit`` and others trace the model anew."""
    for name in ("train_function", "test_function", "predict_function"):
        if getattr(model, name, None) is not None:
            setattr(model, name, None)


# ---- the layers' methods, which do what Keras's do with our convolutions ----


def _convolution_op(self: Any, inputs: Tensor, kernel: Tensor) -> Tensor:
    return _convolutions().dense(inputs, kernel, Geometry.of(self))


def _depthwise_call(self: Any, inputs: Tensor) -> Tensor:
    return _finished(self, _convolutions().depthwise(inputs, self.kernel, Geometry.of(self)))


def _separable_call(self: Any, inputs: Tensor) -> Tensor:
    convolutions, geometry = _convolutions(), Geometry.of(self)
    pointwise = Geometry((1, 1), "VALID", geometry.data_format, (1, 1))
    between = convolutions.depthwise(inputs, self.depthwise_kernel, geometry)
    return _finished(self, convolutions.dense(between, self.pointwise_kernel, pointwise))


def _finished(layer: Any, outputs: Tensor) -> Tensor:
    """Add the bias and apply the activation, where the layer has them."""
    if layer.use_bias:
        last = layer.data_format == "channels_last"
        shape = (1, 1, 1, -1) if last else (1, -1, 1, 1)
        outputs = ops.add(outputs, ops.reshape(layer.bias, shape))
    return outputs if layer.activation is None else layer.activation(outputs)


# ---- the backends ----


def _convolutions() -> Convolutions:
    """The convolutions of the backend that Keras runs on."""
    name = keras.backend.backend()
    known = {
        "tensorflow": Convolutions(_tensorflow, _tensorflow_depthwise),
        "jax": Convolutions(_jax, _grouped(_jax)),
        "torch": Convolutions(_torch, _grouped(_torch)),
    }
    if name not in known:
        raise RuntimeError(f"filtergrad knows no Keras backend {name!r}, only {', '.join(known)}")
    return known[name]


def _grouped(convolution: Convolution) -> Convolution:
    """Make a depthwise convolution of one that takes groups: each channel is a group."""

    def depthwise(inputs: Tensor, kernel: Tensor, geometry: Geometry) -> Tensor:
        r, s, c, m = kernel.shape
        return convolution(inputs, ops.reshape(kernel, (r, s, 1, c * m)), geometry)

    return depthwise


def _tensors(inputs: Tensor, kernel: Tensor) -> tuple[Tensor, Tensor]:
    """Convert both to the dtype of the kernel, which `autocast` may have changed."""
    kernel = ops.convert_to_tensor(kernel)
    return ops.convert_to_tensor(inputs, dtype=kernel.dtype), kernel


def _tensorflow(inputs: Tensor, kernel: Tensor, geometry: Geometry) -> Tensor:
    from filtergrad.tensorflow import conv2d

    return conv2d(*_tensors(inputs, kernel), **geometry._asdict())


def _tensorflow_depthwise(inputs: Tensor, kernel: Tensor, geometry: Geometry) -> Tensor:
    from filtergrad.tensorflow import depthwise_conv2d

    return depthwise_conv2d(*_tensors(inputs, kernel), **geometry._asdict())


def _jax(inputs: Tensor, kernel: Tensor, geometry: Geometry) -> Tensor:
    from filtergrad.jax import conv_general_dilated

    inputs, kernel = _tensors(inputs, kernel)
    order = geometry.data_format
    return conv_general_dilated(
        inputs,
        kernel,
        geometry.strides,
        geometry.padding,
        rhs_dilation=geometry.dilations,
        dimension_numbers=(order, "HWIO", order),
        feature_group_count=inputs.shape[order.index("C")] // kernel.shape[2],
    )


def _torch(inputs: Tensor, kernel: Tensor, geometry: Geometry) -> Tensor:
    from filtergrad.torch import conv2d

    inputs, kernel = _tensors(inputs, kernel)
    last = geometry.data_format == "NHWC"
    x = ops.transpose(inputs, (0, 3, 1, 2)) if last else inputs
    pads: list[tuple[int, int]] = [(0, 0), (0, 0)]
    if geometry.padding == "SAME":
        given = zip(x.shape[2:], kernel.shape, geometry.strides, geometry.dilations, strict=False)
        totals = [
            max(0, (-(-size // stride) - 1) * stride + (taps - 1) * dilation + 1 - size)
            for size, taps, stride, dilation in given
        ]
        pads = [(total // 2, total - total // 2) for total in totals]
    if any(before != after for before, after in pads):  # PyTorch pads both sides alike
        x = ops.pad(x, [(0, 0), (0, 0), *pads])
        pads = [(0, 0), (0, 0)]
    groups = x.shape[1] // kernel.shape[2]
    sides = [before for before, _ in pads]
    w = ops.transpose(kernel, (3, 2, 0, 1))
    y = conv2d(x, w, None, geometry.strides, sides, geometry.dilations, groups)
    return ops.transpose(y, (0, 2, 3, 1)) if last else y


# ---- the classes, which look for the mark ----

_METHODS: dict[tuple[Any, str], Callable[..., Tensor]] = {
    (keras.layers.Conv2D, "convolution_op"): _convolution_op,
    (keras.layers.DepthwiseConv2D, "call"): _depthwise_call,
    (keras.layers.SeparableConv2D, "call"): _separable_call,
}


def _where_marked(
    ours: Callable[..., Tensor], kerass: Callable[..., Tensor]
) -> Callable[..., Tensor]:
    """A method that is ours for layers with the mark, and Keras's for all others."""

    @functools.wraps(kerass)
    def method(self: Any, *args: Any, **kwargs: Any) -> Tensor:
        return (ours if getattr(self, _MARK) else kerass)(self, *args, **kwargs)

    return method


for (_kind, _name), _ours in _METHODS.items():
    setattr(_kind, _MARK, False)  # what layers without the mark find
    setattr(_kind, _name, _where_marked(_ours, getattr(_kind, _name)))
