"""Layers whose weight gradient is ours: `swap`, `unswap`.

In: a model. Out: the same model. Each layer gets a mark, for which a method of Keras's class looks;
configurations, weights and saved files stay Keras's. Two alternatives were rejected: another class
for the layer would get into saved configurations, and a method set on the layer would be one object
for ever, by which JAX would find a trace that is no longer right. The forward pass and the gradient
with respect to the input stay the backend's, but for what TensorFlow refuses on a CPU.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

import keras
from keras import ops

from filtergrad.reports import MARK

from . import reports
from .backends import Convolution, Geometry, Tensor, convolutions

Model = TypeVar("Model", bound="keras.Layer")
Where = Callable[[str, Any], object]


def swap(model: Model, where: Where | None = None) -> Model:
    """Let a model's convolutions compute their weight gradients with filtergrad.

    That is, of each ``Conv2D``, ``DepthwiseConv2D``, ``SeparableConv2D`` and ``Conv2DTranspose`` in
    it, of those in one dimension, at any depth, and of subclasses that compute as these do. What
    became of each layer `report` tells.

    Parameters
    ----------
    model
        Changed in place. If it has been trained before, its next ``fit`` is traced anew.
    where
        Which layers: called with each one's name and the layer, says whether to swap it. Layers for
        which it says no stay as they are.

    Returns
    -------
    keras.Model
        The model.

    Raises
    ------
    RuntimeError
        On a backend that filtergrad does not know.
    TypeError
        If the model is none.

    Warns
    -----
    UserWarning
        If no layer was reached.

    Examples
    --------
    >>> import keras, filtergrad.keras
    >>> model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(4, 3)])
    >>> filtergrad.keras.swap(model).layers[0]
    <Conv2D name=conv2d, built=True>
    """
    reports.check(model, "swap")
    if where is not None and not callable(where):
        raise TypeError(f"where must be a function of a name and a layer, but is {where!r}")
    convolutions()
    if not _change(model, {MARK: True}, where):
        text = reports.nothing(model, chosen=where is not None)
        warnings.warn(f"filtergrad.keras.swap: {text}", stacklevel=2)
    return model


def unswap(model: Model) -> Model:
    """Undo `swap`: every layer of the model computes as its class says."""
    reports.check(model, "unswap")
    _change(model, {})
    return model


def _change(model: Model, mark: dict[str, bool], where: Where | None = None) -> int:
    """Give the mark to all layers that can be ours; if interrupted, leave all as they were.

    How many there are is returned.
    """
    everything = model._flatten_layers()  # noqa: SLF001 - `layers` has only the outermost
    layers = [layer for layer in everything if reports.convolves_as_keras(layer)]
    if where is not None:
        layers = [layer for layer in layers if where(layer.name, layer)]
    before = [(layer, {MARK: True} if MARK in layer.__dict__ else {}) for layer in layers]
    try:
        for layer in layers:
            _put(layer, mark)
        _forget_traces(model)
    except BaseException:
        for layer, had in before:
            _put(layer, had)
        _forget_traces(model)
        raise
    return len(layers)


def _put(layer: Any, mark: dict[str, bool]) -> None:
    """Give a layer the mark, or take it away if ``mark`` is empty."""
    layer.__dict__.pop(MARK, None)
    layer.__dict__.update(mark)


def _forget_traces(model: Any) -> None:
    """Make ``fit`` and others trace the model anew."""
    for name in ("train_function", "test_function", "predict_function"):
        if getattr(model, name, None) is not None:
            setattr(model, name, None)


# ---- the layers' methods, which do what Keras's do with our convolutions ----


def _convolution_op(self: Any, inputs: Tensor, kernel: Tensor) -> Tensor:
    return convolutions().dense(inputs, kernel, Geometry.of(self))


def _line_call(self: Any, inputs: Tensor) -> Tensor:
    geometry = Geometry.of(self)
    if geometry.padding == "CAUSAL":
        inputs = ops.pad(inputs, self._compute_causal_padding())
        geometry = geometry._replace(padding="VALID")
    return _finished(self, _of_rows(convolutions().dense, inputs, self.kernel, geometry))


def _depthwise_call(self: Any, inputs: Tensor) -> Tensor:
    by, geometry = convolutions().depthwise, Geometry.of(self)
    return _finished(self, _of_rows(by, inputs, self.kernel, geometry))


def _separable_call(self: Any, inputs: Tensor) -> Tensor:
    by, geometry = convolutions(), Geometry.of(self)
    pointwise = Geometry((1, 1), "VALID", geometry.data_format, (1, 1))
    between = _of_rows(by.depthwise, inputs, self.depthwise_kernel, geometry)
    return _finished(self, _of_rows(by.dense, between, self.pointwise_kernel, pointwise))


def _transposed_call(self: Any, inputs: Tensor) -> Tensor:
    return _finished(self, convolutions().transposed(self, inputs))


def _of_rows(
    convolution: Convolution, inputs: Tensor, kernel: Tensor, geometry: Geometry
) -> Tensor:
    """Convolve images, or lines as images of one row."""
    if len(kernel.shape) == 4:
        return convolution(inputs, kernel, geometry)
    row = geometry.data_format.index("H")
    images, filters = ops.expand_dims(inputs, row), ops.expand_dims(kernel, 0)
    return ops.squeeze(convolution(images, filters, geometry), row)


def _finished(layer: Any, outputs: Tensor) -> Tensor:
    """Add the bias and apply the activation, where the layer has them."""
    if layer.use_bias:
        ones = (1,) * (len(outputs.shape) - 2)
        last = layer.data_format == "channels_last"
        outputs = ops.add(
            outputs, ops.reshape(layer.bias, (1, *ones, -1) if last else (1, -1, *ones))
        )
    return outputs if layer.activation is None else layer.activation(outputs)


# ---- the classes, which look for the mark ----

_METHODS: dict[tuple[Any, str], Callable[..., Tensor]] = {
    (keras.layers.Conv1D, "call"): _line_call,
    (keras.layers.DepthwiseConv1D, "call"): _depthwise_call,
    (keras.layers.SeparableConv1D, "call"): _separable_call,
    (keras.layers.Conv1DTranspose, "call"): _transposed_call,
    (keras.layers.Conv2D, "convolution_op"): _convolution_op,
    (keras.layers.Conv2DTranspose, "call"): _transposed_call,
    (keras.layers.DepthwiseConv2D, "call"): _depthwise_call,
    (keras.layers.SeparableConv2D, "call"): _separable_call,
}


def _where_marked(
    ours: Callable[..., Tensor], kerass: Callable[..., Tensor]
) -> Callable[..., Tensor]:
    """A method that is ours for layers with the mark, and Keras's for all others."""

    @functools.wraps(kerass)
    def method(self: Any, *args: Any, **kwargs: Any) -> Tensor:
        return (ours if getattr(self, MARK) else kerass)(self, *args, **kwargs)

    return method


for (_kind, _name), _ours in _METHODS.items():
    reports.METHODS.append((_kind, _name))
    setattr(_kind, MARK, False)  # what layers without the mark find
    setattr(_kind, _name, _where_marked(_ours, getattr(_kind, _name)))
