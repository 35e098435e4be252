"""Layers that the engine treats each in its own way, empty ones, and the public call itself."""

import filtergrad as fg

from .strategies import problem_of


def op(call, x, dy, **more):
    """The public call with the arguments that `calls` draws."""
    given = {name: v for name, v in call.items() if name not in {"input_shape", "dtype"}}
    return fg.conv2d_backprop_filter(x, out_backprop=dy, **given, **more)


# A layer each for what the engine treats in its own way.
LAYERS = {
    "dense": ((2, 7, 9, 17), (3, 3, 17, 19), {}),
    "first layer": ((2, 12, 13, 3), (5, 5, 3, 16), {"strides": (1, 2, 2, 1)}),
    "planes": ((2, 8, 7, 9), (3, 3, 8, 16), {"data_format": "NCHW"}),
    "point": ((2, 5, 7, 33), (1, 1, 33, 9), {}),
    "grouped": ((2, 6, 7, 12), (3, 3, 4, 9), {}),
    "depthwise": ((2, 6, 7, 21), (3, 3, 1, 21), {}),
    "depthwise times two": ((2, 6, 7, 9), (3, 3, 1, 18), {}),
    "dilated": ((1, 9, 9, 8), (3, 3, 8, 8), {"dilations": (1, 2, 3, 1)}),
}


def layer(name, dtype="float32"):
    """A call of a layer of the table, and its problem."""
    x, dw, changes = LAYERS[name]
    call = {
        "input_shape": x,
        "filter_sizes": dw,
        "strides": (1, 1, 1, 1),
        "padding": "SAME",
        "dtype": dtype,
    } | changes
    return call, problem_of(call)


EMPTY = {
    "batch 0": ((0, 3, 3, 2), (3, 3, 2, 4), "SAME", ()),
    "no rows": ((2, 0, 3, 2), (3, 3, 2, 4), "SAME", ()),
    "no columns": ((2, 3, 0, 2), (3, 3, 2, 4), "SAME", ()),
    "no rows, but padding that makes some": (
        (2, 0, 3, 2),
        (3, 3, 2, 4),
        "EXPLICIT",
        (0, 0, 2, 2, 0, 0, 0, 0),
    ),
    "filter just exceeds the input": ((2, 2, 3, 2), (3, 3, 2, 4), "VALID", ()),
    "no output channels": ((2, 3, 3, 2), (3, 3, 2, 0), "SAME", ()),
    "no filter rows": ((2, 3, 3, 2), (0, 3, 2, 4), "VALID", ()),
    "no filter columns": ((2, 3, 3, 2), (3, 0, 2, 4), "SAME", ()),
    "no input channels": ((2, 3, 3, 0), (3, 3, 1, 4), "SAME", ()),
    "nothing at all": ((0, 0, 0, 0), (0, 0, 1, 0), "SAME", ()),
}
