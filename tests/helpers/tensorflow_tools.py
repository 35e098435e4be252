"""What the tests with TensorFlow share."""

import functools

import numpy as np
import pytest
import tensorflow as tf

import filtergrad as fg
from filtergrad.tensorflow import door, shim

from .refusals import BASE, CASES, NAMES

ours, theirs = fg.raw_ops.Conv2DBackpropFilter, tf.raw_ops.Conv2DBackpropFilter


@functools.cache
def convolves(dtype):
    """Whether TensorFlow itself convolves this dtype: told of half a processor, it may not."""
    one = tf.ones((1, 1, 1, 1), dtype)
    try:
        tf.nn.conv2d(one, one, 1, "SAME")
    except tf.errors.OpError:
        return False
    return True


def needs(dtype):
    """Skip where TensorFlow has no convolution whose gradient there could be."""
    if not convolves(dtype):
        pytest.skip(f"TensorFlow's own convolution fails in {dtype} here")


def compiled(**call):
    """TensorFlow's op by way of XLA, which knows groups, dilations and NCHW on a CPU too."""
    x, dy = call.pop("input"), call.pop("out_backprop")
    run = tf.autograph.experimental.do_not_convert(
        lambda x, dy: theirs(input=x, out_backprop=dy, **call)
    )
    return tf.function(run, jit_compile=True)(x, dy)


def on_arrays(call, x, dy):
    """Arguments of the op, from a call that `calls` draws."""
    given = {name: v for name, v in call.items() if name not in {"input_shape", "dtype"}}
    return given | {"input": x, "out_backprop": dy}


def simpler(call):
    """The call without what TensorFlow's own kernel for CPUs does not know."""
    r, s, _, k = call["filter_sizes"]
    return call | {"filter_sizes": (r, s, call["input_shape"][3], k), "dilations": (1, 1, 1, 1)}


def on_zeros(changes, dtype=np.float32):
    """Arguments of the op, from changes to BASE."""
    call = BASE | changes
    x, dy = (np.zeros(call.pop(f"{name}_shape"), dtype) for name in ("input", "out_backprop"))
    return call | {"input": x, "out_backprop": dy}


# Not of tensors that exist, or of numbers that int32 holds.
NEVER = {"11c", "11d"}


POSSIBLE = {
    name: case
    for name, case in zip(NAMES, CASES, strict=True)
    if case[0] not in NEVER and "9223372036854775808" not in case[1]
}


@pytest.fixture
def asked(monkeypatch):
    """The outputs that Python was asked for: all, because nothing is remembered."""
    native, seen = door.opened()[0].native, []
    outputs = door.opened()[0]._outputs

    def ask(words):
        seen.append(outputs[shim.WORDS.one(words, "output")])
        return answer(words)

    answer = native._ask
    monkeypatch.setattr(native, "_ask", ask)
    native.forget()
    return seen


def numbers(shape, seed):
    return np.random.default_rng(seed).integers(-2, 3, shape).astype("float64")
